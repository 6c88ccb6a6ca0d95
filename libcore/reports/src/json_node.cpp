#include "json_node.hpp"

#include "utf8.hpp"

#include <algorithm>

namespace ec::reports {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Reader {
  public:
    Reader(std::string_view json, int max_depth) : json_(json), depth_left_(max_depth) {}

    JsonNode document() {
        auto node = value();
        skip_blanks();
        if (at_ != json_.size()) fail("something follows the end");
        return node;
    }

  private:
    [[noreturn]] void fail(std::string_view problem) const {
        throw JsonError{at_, std::string(problem), {}};
    }
    [[nodiscard]] char peek() const { return at_ < json_.size() ? json_[at_] : '\0'; }
    void skip_blanks() {
        while (at_ < json_.size() &&
               std::string_view(" \t\n\r").find(json_[at_]) != std::string_view::npos)
            ++at_;
    }
    void expect(char c) {
        if (at_ >= json_.size() || json_[at_] != c) fail(std::string("expected '") + c + "'");
        ++at_;
    }

    JsonNode value() {
        skip_blanks();
        JsonNode node;
        node.begin = at_;
        switch (peek()) {
            case '{':
                object(node);
                break;
            case '[':
                array(node);
                break;
            case '"':
                node.kind = JsonKind::text;
                node.text = string();
                break;
            case 't':
                literal(node, "true", JsonKind::boolean);
                break;
            case 'f':
                literal(node, "false", JsonKind::boolean);
                break;
            case 'n':
                literal(node, "null", JsonKind::null);
                break;
            default:
                number(node);
        }
        node.end = at_;
        return node;
    }

    void enter() {
        if (--depth_left_ < 0) fail("is nested too deeply");
        ++at_;
        skip_blanks();
    }
    void object(JsonNode& node) {
        node.kind = JsonKind::object;
        enter();
        while (peek() != '}') {
            if (!node.items.empty()) expect_comma();
            if (peek() != '"') fail("expected a member's name");
            node.keys.push_back(string());
            skip_blanks();
            expect(':');
            node.items.push_back(member(node.keys.back()));
            skip_blanks();
        }
        leave();
    }
    JsonNode member(std::string const& step) {
        try {
            return value();
        } catch (JsonError& error) {
            error.pointer.insert(0, pointer_step(step));
            throw;
        }
    }
    void array(JsonNode& node) {
        node.kind = JsonKind::array;
        enter();
        while (peek() != ']') {
            if (!node.items.empty()) expect_comma();
            node.items.push_back(element(node.items.size()));
            skip_blanks();
        }
        leave();
    }
    JsonNode element(std::size_t index) {
        try {
            return value();
        } catch (JsonError& error) {
            error.pointer.insert(0, pointer_step(std::to_string(index)));
            throw;
        }
    }
    void expect_comma() {
        expect(',');
        skip_blanks();
    }
    void leave() {
        ++at_;
        ++depth_left_;
    }

    void literal(JsonNode& node, std::string_view word, JsonKind kind) {
        if (json_.substr(at_, word.size()) != word) fail("is not a value");
        node.kind = kind;
        node.text = word;
        at_ += word.size();
    }

    void digits() {
        if (!is_digit(peek())) fail("is not a value");
        while (is_digit(peek())) ++at_;
    }
    void number(JsonNode& node) {
        auto const begin = at_;
        if (peek() == '-') ++at_;
        bool const zero = peek() == '0';
        auto const whole = at_;
        digits();
        if (zero && at_ - whole > 1) fail("a number begins with 0");
        if (peek() == '.') {
            ++at_;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (peek() == '+' || peek() == '-') ++at_;
            digits();
        }
        node.kind = JsonKind::number;
        node.text = json_.substr(begin, at_ - begin);
    }

    unsigned hex4() {
        unsigned value = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            char const c = peek();
            unsigned const digit = is_digit(c)              ? static_cast<unsigned>(c - '0')
                                   : (c >= 'a' && c <= 'f') ? static_cast<unsigned>(c - 'a') + 10
                                   : (c >= 'A' && c <= 'F') ? static_cast<unsigned>(c - 'A') + 10
                                                            : 16U;
            if (digit == 16U) fail("is not an escape");
            value = value * 16 + digit;
        }
        return value;
    }
    void escape(std::string& out) {
        constexpr std::string_view from = "\"\\/bfnrt";
        constexpr std::string_view to = "\"\\/\b\f\n\r\t";
        char const c = peek();
        if (c != 'u') {
            auto const found = from.find(c);
            if (c == '\0' || found == std::string_view::npos) fail("is not an escape");
            ++at_;
            out += to[found];
            return;
        }
        ++at_;
        char32_t unit = hex4();
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            expect('\\');
            expect('u');
            char32_t const low = hex4();
            if (low < 0xDC00 || low > 0xDFFF) fail("is half a surrogate pair");
            unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
        } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
            fail("is half a surrogate pair");
        }
        append_utf8(out, unit);
    }
    std::string string() {
        expect('"');
        std::string out;
        for (;;) {
            if (at_ >= json_.size()) fail("a string does not end");
            char const c = json_[at_];
            if (c == '"') break;
            if (static_cast<unsigned char>(c) < 0x20U) fail("a control character in a string");
            if (c == '\\') {
                ++at_;
                escape(out);
                continue;
            }
            auto const before = at_;
            auto next = at_;
            auto const point = next_code_point(json_, next);
            if (point == replacement_character && json_.substr(before, 3) != "\xEF\xBF\xBD")
                fail("is not UTF-8");
            out.append(json_.substr(before, next - before));
            at_ = next;
        }
        ++at_;
        return out;
    }

    std::string_view json_;
    std::size_t at_ = 0;
    int depth_left_;
};

void locate(JsonNode const& node, std::size_t offset, std::string& pointer) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        auto const& item = node.items[i];
        if (offset >= item.end) continue;
        bool const in_key = node.kind == JsonKind::object && offset < item.begin;
        if (offset < item.begin && !in_key) return;
        pointer += pointer_step(node.kind == JsonKind::object ? node.keys[i] : std::to_string(i));
        if (!in_key) locate(item, offset, pointer);
        return;
    }
}

}  // namespace

JsonNode const* JsonNode::find(std::string_view key) const noexcept {
    auto const found = std::ranges::find(keys, key);
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

JsonNode parse_json(std::string_view json, int max_depth) {
    return Reader(json, max_depth).document();
}

std::string pointer_step(std::string_view key) {
    std::string step = "/";
    for (char const c : key) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

std::string pointer_at(JsonNode const& root, std::size_t offset) {
    std::string pointer;
    locate(root, offset, pointer);
    return pointer;
}

}  // namespace ec::reports
