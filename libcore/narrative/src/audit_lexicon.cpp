#include "audit_lexicon.hpp"

#include <ec/analysis/fact_catalog.hpp>

#include <algorithm>
#include <array>
#include <deque>

namespace ec::narrative::audit {
namespace {

constexpr std::array<std::string_view, 8> average_lengths{"5",  "10",  "20",  "50",
                                                          "60", "120", "200", "250"};

// Catalogue names that are everyday words; the tables give them a role that looks at the rest of
// the sentence.
constexpr std::array<std::string_view, 20> left_to_the_tables{
    "up",   "inside", "down", "k",     "d",    "j",     "change",  "call",   "上行", "区间内",
    "下行", "观点",   "倾向", "filed", "band", "split", "horizon", "shares", "open", "pattern"};

template <typename F>
void for_each_alternative(std::string_view list, F&& use) {
    while (!list.empty()) {
        auto const bar = list.find('|');
        use(list.substr(0, bar));
        list = bar == std::string_view::npos ? std::string_view() : list.substr(bar + 1);
    }
}

std::string with_length(std::string_view text, std::string_view length) {
    std::string out(text);
    for (auto at = out.find("{n}"); at != std::string::npos; at = out.find("{n}"))
        out.replace(at, 3, length);
    return out;
}

// The catalogue's own spelling of an id, which lives as long as the program.
std::string_view catalogue_id(std::string_view id) {
    auto const* entry = analysis::find_fact_entry(id);
    return entry == nullptr ? std::string_view() : entry->id;
}

void add_row(Lexicon& lexicon, PhraseRow const& row) {
    for_each_alternative(row.phrases, [&](std::string_view phrase) {
        if (phrase.find("{n}") == std::string_view::npos) {
            auto const id = row.fact.empty() ? row.fact : catalogue_id(row.fact);
            if (row.role != Role::fact || !id.empty())
                lexicon.add(phrase, {row.role, row.direction, id});
            return;
        }
        for (auto length : average_lengths)
            if (auto const id = catalogue_id(with_length(row.fact, length)); !id.empty())
                lexicon.add(with_length(phrase, length), {row.role, row.direction, id});
    });
}

Lexicon build_shipped() {
    Lexicon lexicon;
    for (auto const& row : english_phrases()) add_row(lexicon, row);
    for (auto const& row : chinese_phrases()) add_row(lexicon, row);
    for (auto const& entry : analysis::fact_catalog())
        for (auto names : {entry.en, entry.zh})
            for_each_alternative(names, [&](std::string_view name) {
                auto const words = phrase_tokens(name);
                bool const relation = name.starts_with("above") || name.starts_with("below") ||
                                      name.starts_with("高于") || name.starts_with("低于");
                bool const everyday =
                    words.size() <= 3 &&
                    std::ranges::find(left_to_the_tables, name) != left_to_the_tables.end();
                bool const letter = words.size() == 1 && words.front().size() == 1;
                if (!relation && !everyday && !letter) lexicon.add(name, {Role::fact, 0, entry.id});
            });
    return lexicon;
}

}  // namespace

Lexicon const& Lexicon::shipped() {
    static Lexicon const lexicon = build_shipped();
    return lexicon;
}

void Lexicon::add(std::string_view phrase, Tag tag) {
    std::uint32_t node = 0;
    for (auto const& word : phrase_tokens(phrase)) {
        auto const found = nodes_[node].next.find(word);
        if (found != nodes_[node].next.end()) {
            node = found->second;
            continue;
        }
        auto const fresh = static_cast<std::uint32_t>(nodes_.size());
        nodes_[node].next.emplace(word, fresh);
        nodes_.emplace_back();
        node = fresh;
    }
    if (node == 0) return;
    auto& tags = nodes_[node].tags;
    bool const known = std::ranges::any_of(tags, [&](Tag const& t) {
        return t.role == tag.role && t.direction == tag.direction && t.fact == tag.fact;
    });
    if (!known) tags.push_back(tag);
}

std::size_t Lexicon::match(TokenizedText const& text, std::size_t at,
                           std::span<Tag const>& tags) const {
    std::size_t longest = 0;
    std::uint32_t node = 0;
    for (auto i = at; i < text.tokens.size(); ++i) {
        if (text.tokens[i].sentence != text.tokens[at].sentence) break;
        auto const found = nodes_[node].next.find(text.view(i));
        if (found == nodes_[node].next.end()) break;
        node = found->second;
        if (!nodes_[node].tags.empty()) {
            longest = i - at + 1;
            tags = nodes_[node].tags;
        }
    }
    return longest;
}

std::vector<Mention> find_mentions(TokenizedText const& text, Lexicon const& names) {
    std::vector<Mention> mentions;
    for (std::size_t i = 0; i < text.tokens.size();) {
        std::span<Tag const> tags;
        std::span<Tag const> own;
        auto length = Lexicon::shipped().match(text, i, tags);
        if (auto const own_length = names.match(text, i, own); own_length >= length && own_length) {
            length = own_length;
            tags = own;
        }
        for (auto const& tag : tags)
            mentions.push_back(
                {tag, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + length - 1)});
        i += length == 0 ? 1 : length;
    }
    return mentions;
}

}  // namespace ec::narrative::audit
