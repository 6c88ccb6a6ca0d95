#pragma once

#include "audit_tokens.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative::audit {

/// What a phrase does in a sentence.
enum class Role : std::uint8_t {
    fact,        // names a fact of the catalogue
    subject,     // the company, the share, the price
    benchmark,   // the index held against
    level,       // above, below: direction
    cross,       // crossed above, closed back below: direction
    move,        // rose, fell: direction
    outcome,     // a gain, a loss: the direction of the figure beside it
    slope,       // rising, falling, flat (0) of an average: direction
    lead,        // ahead of, behind: direction
    sign,        // positive, negative: direction
    size,        // more than, less than: direction
    returns,     // "return", "gain": a move of unnamed direction
    difference,  // "change", "distance"
    side_up,     // the three events of a call
    side_inside,
    side_down,
    probability,
    base_rate,
    condition,   // if, would: what follows is not a statement of fact
    reopen,      // would reopen the call
    next_level,  // the next reference
    zone,        // support (-1), resistance (+1), either (0)
    swing,       // swing low (-1), swing high (+1)
    conditions,  // the six conditions of the lean
    count_up,    // "up" of a count of conditions
    count_down,
    extreme,  // new high (+1), new low (-1)
    near,
    heavy,
    light,
    stretched,  // overbought (+1), oversold (-1), either (0)
    trending,
    sharp,
    cheap,
    dear,
    negation,
    respectively,
    ellipsis,      // "the 200-day": an average or a volatility named before
    distance,      // "距": how far, whichever way
    drift,         // the directional move is down: direction
    divergence,    // bullish (+1), bearish (-1)
    invalidation,  // where a scenario ends
    adjusted,      // the base date of adjusted prices
    state,         // mixed, neutral: of a lean or call
    no_level,      // no earlier swing high (+1), low (-1)
    no_zone,       // no zone above (+1), below (-1)
    pattern,       // a candle: engulfing (+1, -1), gap (+2, -2)
    all_agree,     // all six conditions point one way
    largest,       // the likeliest of the three events
    item_sign,     // "Conditions up: ...": sign of the conditions listed after it
    gap,           // the difference between two figures
    bollinger,     // makes \"upper\" (+1), \"middle\" (0), \"lower\" (-1) its bands
    band_part,
    average_word,  // \"the 20-day and 50-day averages\"
    meta,          // the report's own counts
    name,          // a proper name with digits in it
};

struct Tag {
    Role role = Role::name;
    std::int32_t direction = 0;
    std::string_view fact = {};  // of Role::fact
};

/// One row of a phrase table: alternatives separated by '|'. "{n}" stands for each moving-average
/// length, and then `fact` may hold it too.
struct PhraseRow {
    std::string_view phrases;
    Role role = Role::fact;
    std::int32_t direction = 0;
    std::string_view fact = {};
};

[[nodiscard]] std::span<PhraseRow const> english_phrases() noexcept;
[[nodiscard]] std::span<PhraseRow const> chinese_phrases() noexcept;

/// A phrase found in a text: tokens [first, last].
struct Mention {
    Tag tag;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

/// Phrases of both languages and the catalogue's names in one trie over tokens. Built once,
/// immutable after that.
class Lexicon {
  public:
    /// The shipped tables alone.
    [[nodiscard]] static Lexicon const& shipped();

    Lexicon() : nodes_(1) {}
    /// `fact` must outlive the lexicon.
    void add(std::string_view phrase, Tag tag);

    /// Longest match from `at`; 0 when none. `tags` is set to what the phrase means.
    [[nodiscard]] std::size_t match(TokenizedText const& text, std::size_t at,
                                    std::span<Tag const>& tags) const;

  private:
    struct Node {
        std::map<std::string, std::uint32_t, std::less<>> next;
        std::vector<Tag> tags;
    };
    std::vector<Node> nodes_;
};

/// Every mention of `text`, leftmost longest, the sheet's own names (`names`) before the tables.
[[nodiscard]] std::vector<Mention> find_mentions(TokenizedText const& text, Lexicon const& names);

}  // namespace ec::narrative::audit
