#include "body_parser.hpp"

#include <optional>

#include <boost/beast/http/basic_parser.hpp>

namespace ec::http {

namespace {

namespace beast = boost::beast::http;

constexpr std::size_t max_chunk_extensions = 256;

class Sink final : public beast::basic_parser<true> {
  public:
    explicit Sink(std::string& body) : body_(body) { body_.clear(); }

  private:
    using Code = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(beast::verb, Text, Text, int, Code&) override {}
    void on_response_impl(int, Text, int, Code&) override {}
    void on_field_impl(beast::field, Text, Text, Code& error) override {
        if (part_ == Part::body) error = beast::error::bad_field;  // a trailer
    }
    void on_header_impl(Code&) override { part_ = Part::body; }
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, Code&) override {
        if (length)
            body_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 65536)));
    }
    std::size_t on_body_impl(Text piece, Code&) override {
        body_.append(piece.data(), piece.size());
        return piece.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text extensions, Code& error) override {
        if (extensions.size() > max_chunk_extensions) error = beast::error::bad_chunk_extension;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, Text piece, Code&) override {
        body_.append(piece.data(), piece.size());
        return piece.size();
    }
    void on_finish_impl(Code&) override {}

    std::string& body_;
    enum class Part : std::uint8_t { head, body } part_ = Part::head;
};

}  // namespace

struct BodyParser::Reader {
    std::optional<Sink> sink;

    Step put(std::string_view bytes) {
        boost::beast::error_code error;
        Step step;
#ifdef __clang_analyzer__  // takes the bytes behind a buffer for uninitialised inside Beast
        step.used = bytes.size();
#else
        step.used = sink->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
#endif
        if (error == beast::error::body_limit) return {State::refused, step.used, 413, "http.body"};
        if (error && error != beast::error::need_more)
            return {State::refused, step.used, 400, "http.body_framing"};
        step.state = sink->is_done() ? State::done : State::more;
        return step;
    }
};

BodyParser::BodyParser() : reader_(std::make_unique<Reader>()) {}
BodyParser::~BodyParser() = default;

BodyParser::Step BodyParser::start(std::string_view head, HeaderVerdict const& verdict,
                                   std::size_t body_limit, std::string& body) {
    auto& sink = reader_->sink.emplace(body);
    sink.header_limit(max_request_line + max_header_bytes + 8);
    sink.body_limit(body_limit);
    sink.eager(true);
    Step step = reader_->put(head);
    if (step.state == State::refused) {
        // Only the announced length can be too large already; all else is a reading that differs.
        if (step.status != 413) step.code = "http.request_line";
        return step;
    }
    bool const same_length =
        verdict.framing != Framing::length ||
        (sink.content_length() && *sink.content_length() == verdict.content_length);
    bool const same_framing = sink.chunked() == (verdict.framing == Framing::chunked) &&
                              sink.is_done() == (verdict.framing == Framing::none);
    if (step.used != head.size() || !sink.is_header_done() || !same_length || !same_framing)
        return {State::refused, step.used, 400, "http.framing"};
    return step;
}

BodyParser::Step BodyParser::feed(std::string_view bytes) { return reader_->put(bytes); }

}  // namespace ec::http
