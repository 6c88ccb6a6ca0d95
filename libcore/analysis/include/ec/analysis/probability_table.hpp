#pragma once

#include <ec/analysis/call.hpp>
#include <ec/base/dates.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/market/symbol.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::analysis {

/// Horizons of a call, in sessions.
inline constexpr std::array<std::int32_t, 3> call_horizons{5, 20, 60};
/// Probabilities without any count: no drift (REPORT.md, "The call").
inline constexpr Outlook prior_outlook{0.31, 0.38, 0.31};
inline constexpr double prior_weight = 50;

/// Sum of the six conditions in five classes.
enum class SumBucket : std::uint8_t { at_most_minus_4, minus_3_2, middle, plus_2_3, at_least_4 };
inline constexpr std::size_t sum_buckets = 5;

[[nodiscard]] SumBucket bucket_of(int sum) noexcept;
/// "<=-4", "-3..-2", "-1..1", "2..3", ">=4".
[[nodiscard]] std::string_view to_string(SumBucket bucket) noexcept;

struct OutcomeCounts {
    std::int32_t up = 0;
    std::int32_t inside = 0;
    std::int32_t down = 0;

    [[nodiscard]] std::int32_t total() const noexcept { return up + inside + down; }
    bool operator==(OutcomeCounts const&) const = default;
};

/// Counts of all windows of a market and horizon that ended by 31 December of `year`.
struct TableVintage {
    market::Market market = market::Market::us;
    std::int32_t horizon = 20;
    std::int32_t year = 0;
    std::array<OutcomeCounts, sum_buckets> buckets;

    [[nodiscard]] OutcomeCounts total() const noexcept;
    bool operator==(TableVintage const&) const = default;
};

/// A series the counts came from, as the table's head names it.
struct TableSource {
    std::string name;  // "us/AAPL"
    std::string symbol;
    Date first;
    Date last;
    std::int32_t bars = 0;  // traded sessions
    bool operator==(TableSource const&) const = default;
};

/// Vintages sorted by market, horizon, year. `sha256` is that of the text it was read from; empty
/// for a table that was just built.
struct ProbabilityTable {
    std::vector<TableSource> sources;
    std::vector<TableVintage> vintages;
    std::string sha256;
};

struct NamedView {
    std::string name;
    market::Symbol symbol;
    market::SeriesView view;
};

/// Pure. For each view the windows start at its first session with all six conditions and 60 log
/// returns, then every `horizon` sessions, so that no two windows of a view overlap. A window
/// counts under the sum on its first session; its outcome is that of a call (REPORT.md).
/// The order of views changes only the list of sources.
[[nodiscard]] ProbabilityTable build_probability_table(std::span<NamedView const> views);

/// CSV after comment lines that name the sources; the bytes that are shipped and hashed.
[[nodiscard]] std::string render_probability_table(ProbabilityTable const& table);
/// The inverse; throws invalid_input "call_table.invalid" naming the line. `sha256` is the caller's
/// digest of the text.
[[nodiscard]] ProbabilityTable parse_probability_table(std::string_view text,
                                                       std::string_view sha256);

/// What the table says about one session: the newest vintage whose year had ended before `as_of`.
struct TableAnswer {
    std::int32_t vintage = 0;             // 0: none, prior only
    OutcomeCounts counts;                 // of the sum's bucket
    OutcomeCounts all;                    // over all sums
    Outlook probability = prior_outlook;  // (50 prior + counts) / (50 + n)
    Outlook base_rate = prior_outlook;    // shares of `all`; the prior when it is empty
    std::string version;                  // "us-2020 9f2c41d07b3a", "prior"
};

[[nodiscard]] TableAnswer lookup(ProbabilityTable const& table, market::Market market,
                                 std::int32_t horizon, int sum, Date as_of);

/// The table built into the library: schema/seed/call_table.csv, made from the sample bars its head
/// names. To rebuild it: EC_WRITE_CALL_TABLE=schema/seed/call_table.csv
/// build/dev/tests/ec_analysis_tests --run_test=shipped_table; without the variable the same test
/// holds the file to the bytes that the bars give.
[[nodiscard]] ProbabilityTable const& shipped_probability_table();

}  // namespace ec::analysis
