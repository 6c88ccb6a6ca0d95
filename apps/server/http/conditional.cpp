#include <http/conditional.hpp>

#include <http/header_check.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace ec::http {

namespace {

// FNV-1a over two different starts: a change detector, not a signature.
std::uint64_t fnv(std::string_view bytes, std::uint64_t hash) {
    for (char c : bytes) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001B3ULL;
    }
    return hash;
}

std::string_view without_weak_mark(std::string_view tag) {
    return tag.substr(0, 2) == "W/" ? tag.substr(2) : tag;
}

std::optional<std::size_t> parse_number(std::string_view text) {
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string make_etag(std::string_view bytes) {
    return fmt::format("\"{:016x}{:016x}\"", fnv(bytes, 0xCBF29CE484222325ULL),
                       fnv(bytes, 0x9AE16A3B2F90404FULL ^ bytes.size()));
}

bool none_match_fits(std::string_view if_none_match, std::string_view etag) {
    for (auto const item : split_list(if_none_match))
        if (item == "*" || without_weak_mark(item) == without_weak_mark(etag)) return true;
    return false;
}

RangeAnswer parse_range(std::string_view header, std::size_t size) {
    using Kind = RangeAnswer::Kind;
    if (header.substr(0, 6) != "bytes=") return {};
    auto const text = header.substr(6);
    auto const dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return {};
    auto const from = text.substr(0, dash);
    auto const to = text.substr(dash + 1);
    if (from.empty()) {  // the last n bytes
        auto const n = parse_number(to);
        if (!n) return {};
        if (*n == 0 || size == 0) return {Kind::unsatisfiable, {}};
        std::size_t const length = std::min(*n, size);
        return {Kind::part, {size - length, length}};
    }
    auto const first = parse_number(from);
    auto const last = to.empty() ? std::optional<std::size_t>(SIZE_MAX) : parse_number(to);
    if (!first || !last || *last < *first) return {};
    if (*first >= size) return {Kind::unsatisfiable, {}};
    return {Kind::part, {*first, std::min(*last, size - 1) - *first + 1}};
}

void apply_conditions(Request const& request, Response& response) {
    bool const reads = request.method == Method::get || request.method == Method::head;
    if (!reads || response.status != 200 || response.stream) return;
    auto const if_none_match = request.find_header("if-none-match");
    if (!response.etag.empty() && if_none_match && none_match_fits(*if_none_match, response.etag)) {
        response.status = 304;
        response.body.clear();
        response.shared_body.reset();
        return;
    }
    if (response.ranges != Ranges::bytes) return;
    response.headers.push_back({"Accept-Ranges", "bytes"});
    auto const range = request.find_header("range");
    auto const if_range = request.find_header("if-range");
    bool const same = !if_range || (!response.etag.empty() && *if_range == response.etag);
    if (!range || !same || request.method == Method::head) return;
    auto const bytes = response.bytes();
    auto const answer = parse_range(*range, bytes.size());
    switch (answer.kind) {
        case RangeAnswer::Kind::whole:
            return;
        case RangeAnswer::Kind::unsatisfiable:
            response.status = 416;
            response.headers.push_back({"Content-Range", fmt::format("bytes */{}", bytes.size())});
            response.body.clear();
            response.shared_body.reset();
            return;
        case RangeAnswer::Kind::part:
            break;
    }
    auto const [first, length] = answer.range;
    response.headers.push_back(
        {"Content-Range", fmt::format("bytes {}-{}/{}", first, first + length - 1, bytes.size())});
    response.body = std::string(bytes.substr(first, length));
    response.shared_body.reset();
    response.status = 206;
}

}  // namespace ec::http
