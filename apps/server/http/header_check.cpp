#include <http/header_check.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace ec::http {

namespace {

constexpr std::string_view token_marks = "!#$%&'*+-.^_`|~";

constexpr std::array<bool, 256> make_token_table() {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 256; ++c)
        table[c] = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    for (char c : token_marks) table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr auto token_table = make_token_table();

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// Field values: visible characters, blanks, bytes above 127.
bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const b = static_cast<unsigned char>(c);
        return (b >= 0x20 && b != 0x7F) || b == '\t';
    });
}

// Printable ASCII without the characters that no URI may hold and no browser sends.
bool is_target(std::string_view text) {
    static constexpr std::string_view never = "\"#<>\\";
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7F && never.find(c) == std::string_view::npos;
    });
}

bool is_host(std::string_view host) {
    std::string_view name = host;
    if (!host.empty() && host.front() == '[') {
        auto const end = host.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        for (char c : host.substr(1, end - 1))
            if (std::string_view("0123456789abcdefABCDEF:.").find(c) == std::string_view::npos)
                return false;
        name = host.substr(end + 1);
        if (name.empty()) return true;
        return name.front() == ':' && name.size() <= 6 && is_digits(name.substr(1));
    }
    auto const colon = name.find(':');
    if (colon != std::string_view::npos) {
        auto const port = name.substr(colon + 1);
        if (!is_digits(port) || port.size() > 5) return false;
        name = name.substr(0, colon);
    }
    return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '.' || c == '_';
    });
}

// Walks one block; every refusal goes through refuse() and ends the walk.
class Checker {
  public:
    explicit Checker(HeaderVerdict& out) : out_(out) {}

    void check(std::string_view block) {
        if (!take_request_line(block)) return;
        if (!take_fields(block)) return;
        static_cast<void>(judge_host() && judge_framing() && judge_rest());
    }

  private:
    bool refuse(int status, std::string_view code) {
        out_.status = status;
        out_.code = code;
        return false;
    }

    // The next line without its CRLF; refuses everything that is not one.
    bool take_line(std::string_view& rest, std::string_view& line) {
        auto const end = rest.find('\n');
        if (end == std::string_view::npos) return refuse(400, "http.incomplete_header");
        if (end == 0 || rest[end - 1] != '\r') return refuse(400, "http.bare_line_feed");
        line = rest.substr(0, end - 1);
        rest.remove_prefix(end + 1);
        return true;
    }

    bool take_request_line(std::string_view& rest) {
        std::string_view line;
        if (!take_line(rest, line)) return false;
        if (line.size() > max_request_line) return refuse(414, "http.target_too_long");
        auto const first = line.find(' ');
        auto const last = line.rfind(' ');
        if (first == std::string_view::npos || first == last)
            return refuse(400, "http.request_line");
        out_.method = line.substr(0, first);
        out_.target = line.substr(first + 1, last - first - 1);
        auto const version = line.substr(last + 1);
        if (!http::is_token(out_.method) || !is_target(out_.target))
            return refuse(400, "http.request_line");
        if (version == "HTTP/1.1") {
            out_.minor_version = 1;
        } else if (version == "HTTP/1.0") {
            out_.minor_version = 0;
        } else {
            bool const shaped = version.size() == 8 && version.substr(0, 5) == "HTTP/" &&
                                is_digits(version.substr(5, 1)) && version[6] == '.' &&
                                is_digits(version.substr(7, 1));
            return shaped ? refuse(505, "http.version") : refuse(400, "http.request_line");
        }
        return true;
    }

    bool take_fields(std::string_view rest) {
        if (rest.size() > max_header_bytes) return refuse(431, "http.header_too_large");
        for (;;) {
            std::string_view line;
            if (!take_line(rest, line)) return false;
            if (line.empty()) break;
            if (is_blank(line.front())) return refuse(400, "http.folded_header");
            auto const colon = line.find(':');
            if (colon == std::string_view::npos) return refuse(400, "http.header_line");
            auto const name = line.substr(0, colon);
            auto const value = trim(line.substr(colon + 1));
            if (!http::is_token(name) || name.find('_') != std::string_view::npos)
                return refuse(400, "http.header_name");
            if (!is_field_value(value)) return refuse(400, "http.header_value");
            if (out_.fields.size() == max_header_fields)
                return refuse(431, "http.too_many_headers");
            out_.fields.push_back({name, value});
        }
        return rest.empty() ? true : refuse(400, "http.header_line");
    }

    // Counts fields of a name and hands back the last value.
    std::size_t find(std::string_view name, std::string_view& value) const {
        std::size_t n = 0;
        for (auto const& field : out_.fields)
            if (equals_ignoring_case(field.name, name)) {
                value = field.value;
                ++n;
            }
        return n;
    }

    bool judge_host() {
        std::string_view host;
        std::size_t const n = find("host", host);
        if (n > 1 || (n == 0 && out_.minor_version == 1)) return refuse(400, "http.host");
        if (n == 1 && !is_host(host)) return refuse(400, "http.host");
        out_.host = host;
        if (out_.target.front() == '/') return true;
        if (out_.target == "*") return out_.method == "OPTIONS" ? true : refuse(400, "http.target");
        // Absolute form: taken only when it names the same host as the Host field.
        for (std::string_view const scheme : {"http://", "https://"}) {
            if (out_.target.size() <= scheme.size() ||
                !equals_ignoring_case(out_.target.substr(0, scheme.size()), scheme))
                continue;
            auto const rest = out_.target.substr(scheme.size());
            auto const path = rest.find('/');
            if (path == std::string_view::npos || n == 0 ||
                !equals_ignoring_case(rest.substr(0, path), host))
                return refuse(400, "http.target");
            out_.target = rest.substr(path);
            return true;
        }
        return refuse(400, "http.target");
    }

    bool judge_framing() {
        std::string_view length, coding;
        std::size_t const lengths = find("content-length", length);
        std::size_t const codings = find("transfer-encoding", coding);
        if (lengths > 0 && codings > 0) return refuse(400, "http.length_and_encoding");
        if (lengths > 1 || codings > 1) return refuse(400, "http.framing_twice");
        if (codings == 1) {
            if (out_.minor_version == 0) return refuse(400, "http.encoding_in_1_0");
            if (!equals_ignoring_case(coding, "chunked"))
                return refuse(501, "http.transfer_encoding");
            out_.framing = Framing::chunked;
        } else if (lengths == 1) {
            if (!is_digits(length) || length.size() > 18) return refuse(400, "http.content_length");
            std::uint64_t n = 0;
            for (char c : length) n = n * 10 + static_cast<unsigned>(c - '0');
            out_.content_length = n;
            out_.framing = n > 0 ? Framing::length : Framing::none;
        }
        return true;
    }

    bool judge_rest() {
        std::string_view value;
        for (std::string_view const name :
             {"content-type", "authorization", "origin", "idempotency-key", "content-encoding"})
            if (find(name, value) > 1) return refuse(400, "http.header_twice");
        std::size_t const expects = find("expect", value);
        if (expects > 0) {
            if (expects > 1 || !equals_ignoring_case(value, "100-continue"))
                return refuse(417, "http.expectation");
            if (out_.minor_version == 1) out_.expect = HeaderVerdict::Expect::continue_;
        }
        // HTTP/1.0 has no keep-alive of its own; one request is all it gets.
        if (out_.minor_version == 0) out_.persistence = Persistence::close;
        for (auto const& field : out_.fields) {
            if (!equals_ignoring_case(field.name, "connection")) continue;
            for (auto const item : split_list(field.value))
                if (equals_ignoring_case(item, "close")) out_.persistence = Persistence::close;
        }
        return true;
    }

    HeaderVerdict& out_;
};

}  // namespace

bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return token_table[static_cast<unsigned char>(c)];
    });
}

bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(),
                      [lower](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split_list(std::string_view value) {
    std::vector<std::string_view> items;
    while (!value.empty()) {
        auto const comma = value.find(',');
        auto const item = trim(value.substr(0, comma));
        if (!item.empty()) items.push_back(item);
        if (comma == std::string_view::npos) break;
        value.remove_prefix(comma + 1);
    }
    return items;
}

HeaderVerdict check_header_block(std::string_view block) {
    HeaderVerdict verdict;
    check_header_block(block, verdict);
    return verdict;
}

void check_header_block(std::string_view block, HeaderVerdict& out) {
    auto fields = std::move(out.fields);
    fields.clear();
    out = HeaderVerdict{};
    out.fields = std::move(fields);
    Checker(out).check(block);
}

HeadScan scan_head(std::string_view buffer, std::size_t from) {
    using State = HeadScan::State;
    auto const refused = [](int status, std::string_view code) {
        return HeadScan{State::refused, 0, status, code};
    };
    // A CR at the old end may belong to an LF that has come since.
    std::size_t at = from > 3 ? from - 3 : 0;
    if (buffer.substr(at).find('\0') != std::string_view::npos)
        return refused(400, "http.null_byte");
    for (;;) {
        auto const end = buffer.find('\n', at);
        if (end == std::string_view::npos) break;
        if (end == 0 || buffer[end - 1] != '\r') return refused(400, "http.bare_line_feed");
        if (end == 1) return refused(400, "http.request_line");
        if (end >= 3 && buffer[end - 2] == '\n') return {State::complete, end + 1, 0, {}};
        at = end + 1;
    }
    auto const line_end = buffer.find('\n');
    std::size_t const line = line_end == std::string_view::npos ? buffer.size() : line_end;
    if (line > max_request_line + 1) return refused(414, "http.target_too_long");
    if (line_end != std::string_view::npos && buffer.size() - line_end - 1 > max_header_bytes)
        return refused(431, "http.header_too_large");
    return {};
}

}  // namespace ec::http
