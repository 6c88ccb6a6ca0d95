#include <ec/narrative/answer.hpp>

#include <ec/narrative/prompt.hpp>

#include "texts.hpp"
#include "wording_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace ec::narrative {
namespace {

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string lower_case(std::string_view text) {
    std::string lowered(text);
    for (auto& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lowered;
}

// "## 3. **Bottom line**" names the bottom line.
std::optional<SectionId> find_heading(std::string_view line) {
    auto const marks = line.find_first_not_of('#');
    if (marks == 0 || marks == std::string_view::npos || marks > 4 || line[marks] != ' ')
        return std::nullopt;
    auto title = line.substr(marks);
    title.remove_prefix(std::min(title.size(), title.find_first_not_of(" *0123456789.")));
    while (!title.empty() && (title.back() == '*' || title.back() == ' ' || title.back() == ':'))
        title.remove_suffix(1);
    auto const wanted = lower_case(title);
    for (auto const id : model_sections())
        for (auto const language : {Language::en, Language::zh})
            if (lower_case(section_title(id, language)) == wanted || to_string(id) == wanted)
                return id;
    return std::nullopt;
}

bool is_any_heading(std::string_view line) {
    auto const marks = line.find_first_not_of('#');
    return marks != 0 && marks != std::string_view::npos && marks <= 6 && line[marks] == ' ';
}

// Text of "[text](target)"; the target is left out.
std::string without_links(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        auto const middle = text[i] == '[' ? text.find("](", i) : std::string_view::npos;
        auto const end = middle == std::string_view::npos ? middle : text.find(')', middle);
        if (end == std::string_view::npos) {
            if (static_cast<unsigned char>(text[i]) >= 0x20 && text[i] != '`') out += text[i];
            ++i;
            continue;
        }
        out += text.substr(i + 1, middle - i - 1);
        i = end + 1;
    }
    return out;
}

Spans parse_spans(std::string_view text) {
    auto const plain = without_links(text);
    Spans spans;
    bool strong = false;
    for (std::size_t at = 0; at <= plain.size();) {
        auto const mark = plain.find("**", at);
        auto const piece = plain.substr(at, mark == std::string::npos ? mark : mark - at);
        if (!piece.empty()) spans.push_back({piece, -1, strong});
        if (mark == std::string::npos) break;
        strong = !strong;
        at = mark + 2;
    }
    return spans;
}

bool is_item(std::string_view line, std::string_view& rest) {
    if (line.size() > 2 && (line[0] == '-' || line[0] == '*') && line[1] == ' ') {
        rest = trimmed(line.substr(2));
        return true;
    }
    auto const digits = line.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos || digits > 2) return false;
    if (!line.substr(digits).starts_with(". ")) return false;
    rest = trimmed(line.substr(digits + 2));
    return true;
}

std::vector<std::string_view> split_row(std::string_view line) {
    line.remove_prefix(1);
    if (line.ends_with('|')) line.remove_suffix(1);
    std::vector<std::string_view> cells;
    for (;;) {
        auto const bar = line.find('|');
        cells.push_back(trimmed(line.substr(0, bar)));
        if (bar == std::string_view::npos) return cells;
        line.remove_prefix(bar + 1);
    }
}

bool is_rule_row(std::string_view line) {
    return line.find_first_not_of("|-: ") == std::string_view::npos;
}

/// Turns lines into the blocks of one section.
class BlockReader {
  public:
    void read(std::string_view line) {
        if (line.starts_with("> ")) line = trimmed(line.substr(2));
        std::string_view item;
        if (line.empty() || line.starts_with("```") || line == "---") return close_paragraph();
        if (line[0] == '|') return read_row(line);
        if (is_item(line, item)) return read_item(item);
        read_text(line);
    }
    [[nodiscard]] std::vector<Block> take() {
        close_paragraph();
        return std::move(blocks_);
    }

  private:
    void read_row(std::string_view line) {
        close_paragraph();
        if (is_rule_row(line)) return;
        auto const cells = split_row(line);
        auto const columns = static_cast<std::int32_t>(cells.size());
        bool const continues = in_table_ && blocks_.back().columns == columns;
        if (!continues) blocks_.push_back({BlockKind::table, columns, {}});
        for (auto const cell : cells) blocks_.back().lines.push_back(parse_spans(cell));
        in_table_ = true;
    }
    void read_item(std::string_view item) {
        close_paragraph();
        if (blocks_.empty() || blocks_.back().kind != BlockKind::list || !in_list_)
            blocks_.push_back({BlockKind::list, 0, {}});
        blocks_.back().lines.push_back(parse_spans(item));
        in_list_ = true;
    }
    void read_text(std::string_view line) {
        in_list_ = in_table_ = false;
        bool const latin_seam =
            !paragraph_.empty() && static_cast<unsigned char>(paragraph_.back()) < 0x80;
        if (latin_seam) paragraph_ += ' ';
        paragraph_ += line;
    }
    void close_paragraph() {
        if (paragraph_.empty()) return;
        blocks_.push_back({BlockKind::paragraph, 0, {parse_spans(paragraph_)}});
        paragraph_.clear();
        in_list_ = in_table_ = false;
    }

    std::vector<Block> blocks_;
    std::string paragraph_;
    bool in_list_ = false;
    bool in_table_ = false;
};

}  // namespace

std::vector<Section> parse_sections(std::string_view markdown, Language language) {
    std::map<SectionId, BlockReader> readers;
    BlockReader* current = nullptr;
    while (!markdown.empty()) {
        auto const end = markdown.find('\n');
        auto const line = trimmed(markdown.substr(0, end));
        markdown.remove_prefix(end == std::string_view::npos ? markdown.size() : end + 1);
        if (auto const id = find_heading(line)) {
            current = &readers[*id];
            continue;
        }
        if (current == nullptr) continue;
        current->read(is_any_heading(line) ? trimmed(line.substr(line.find(' '))) : line);
    }
    std::vector<Section> sections;
    for (auto& [id, reader] : readers) {
        auto blocks = reader.take();
        if (!blocks.empty())
            sections.push_back({id, std::string(section_title(id, language)), std::move(blocks)});
    }
    return sections;
}

}  // namespace ec::narrative
