#include <http/target.hpp>

namespace ec::http {

namespace {

constexpr std::size_t max_query_fields = 64;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);
        auto const segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        unsigned char const lead = at(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        std::size_t const n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || i + n > text.size()) return false;
        for (std::size_t k = 1; k < n; ++k)
            if ((at(i + k) & 0xC0U) != 0x80U) return false;
        unsigned char const second = at(i + 1);
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
            (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
            return false;
        i += n;
    }
    return true;
}

std::optional<std::string> try_decode_percent(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '%') {
            int const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += c == '+' && plus == Plus::blank ? ' ' : c;
        }
    }
    if (!is_utf8(out)) return std::nullopt;
    return out;
}

std::optional<Target> try_parse_target(std::string_view target) {
    auto const mark = target.find('?');
    auto const raw_path = target.substr(0, mark);
    if (raw_path.empty() || raw_path.front() != '/') return std::nullopt;
    Target out;
    auto path = try_decode_percent(raw_path, Plus::literal);
    if (!path) return std::nullopt;
    // An escaped separator would make a segment that other readers of the path see as two.
    auto const count = [](std::string_view text, char c) {
        std::size_t n = 0;
        for (char x : text) n += x == c ? 1U : 0U;
        return n;
    };
    if (count(*path, '/') != count(raw_path, '/') || path->find('\\') != std::string::npos ||
        has_dot_segment(*path))
        return std::nullopt;
    out.path = std::move(*path);
    if (mark == std::string_view::npos) return out;

    auto rest = target.substr(mark + 1);
    while (!rest.empty()) {
        auto const end = rest.find('&');
        auto const field = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (field.empty()) continue;
        auto const equals = field.find('=');
        auto name = try_decode_percent(field.substr(0, equals), Plus::blank);
        auto value = equals == std::string_view::npos
                         ? std::optional<std::string>("")
                         : try_decode_percent(field.substr(equals + 1), Plus::blank);
        if (!name || !value || name->empty() || out.query.size() == max_query_fields)
            return std::nullopt;
        if (!out.query.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
    }
    return out;
}

}  // namespace ec::http
