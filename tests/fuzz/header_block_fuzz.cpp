// Bytes of a connection through everything that reads them before a handler does: the scan for
// the header's end, the header rules, the target, Beast's second reading and the body.
#include <http/header_check.hpp>
#include <http/target.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/io/body_parser.hpp"

namespace http = ec::http;

namespace {

constexpr std::size_t body_limit = 4096;

void require(bool holds) {
    if (!holds) std::abort();
}

std::size_t count_fields(http::HeaderVerdict const& verdict, std::string_view name) {
    return static_cast<std::size_t>(std::count_if(
        verdict.fields.begin(), verdict.fields.end(),
        [&](auto const& field) { return http::equals_ignoring_case(field.name, name); }));
}

// What every accepted block promises.
void check_accepted(http::HeaderVerdict const& verdict) {
    require(count_fields(verdict, "host") <= 1);
    require(verdict.minor_version == 0 || count_fields(verdict, "host") == 1);
    require(count_fields(verdict, "content-length") + count_fields(verdict, "transfer-encoding") <=
            1);
    require(verdict.framing != http::Framing::chunked || verdict.minor_version == 1);
    require(verdict.fields.size() <= http::max_header_fields);
    require(verdict.target.size() <= http::max_request_line);
    for (auto const& field : verdict.fields) {
        require(http::is_token(field.name));
        require(field.name.find('_') == std::string_view::npos);
        require(field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    }
    if (auto const target = http::try_parse_target(verdict.target)) {
        require(!target->path.empty() && target->path.front() == '/');
        require(http::is_utf8(target->path));
        require(target->path.find('\0') == std::string::npos);
        require((target->path + "/").find("/../") == std::string::npos);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const whole = http::scan_head(bytes, 0);
    // Cut anywhere, the scan must not accept what it refuses in one piece, nor end elsewhere.
    std::size_t const cut = size / 2;
    auto scan = http::scan_head(bytes.substr(0, cut), 0);
    if (scan.state == http::HeadScan::State::incomplete) scan = http::scan_head(bytes, cut);
    if (scan.state == http::HeadScan::State::complete &&
        whole.state == http::HeadScan::State::complete)
        require(scan.length == whole.length);

    auto const raw = http::check_header_block(bytes);
    if (raw.status == 0) check_accepted(raw);
    if (whole.state != http::HeadScan::State::complete) return 0;
    auto const head = bytes.substr(0, whole.length);
    auto const verdict = http::check_header_block(head);
    if (verdict.status != 0) return 0;
    check_accepted(verdict);

    http::BodyParser parser;
    std::string body;
    auto step = parser.start(head, verdict, body_limit, body);
    auto rest = bytes.substr(whole.length);
    while (step.state == http::BodyParser::State::more && !rest.empty()) {
        auto const before = rest.size();
        step = parser.feed(rest);
        require(step.used <= rest.size());
        rest.remove_prefix(step.used);
        if (step.state == http::BodyParser::State::more && rest.size() == before) break;
    }
    require(body.size() <= body_limit);
    if (verdict.framing == http::Framing::length && step.state == http::BodyParser::State::done)
        require(body.size() == verdict.content_length);
    return 0;
}
