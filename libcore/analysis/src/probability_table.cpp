#include <ec/analysis/probability_table.hpp>

#include <algorithm>

namespace ec::analysis {
namespace {

constexpr std::size_t digest_shown = 12;

double posterior(double prior, std::int32_t count, std::int32_t n) noexcept {
    return (prior_weight * prior + count) / (prior_weight + n);
}

Outlook shares(OutcomeCounts const& counts) noexcept {
    if (counts.total() == 0) return prior_outlook;
    double const n = counts.total();
    return {counts.up / n, counts.inside / n, counts.down / n};
}

}  // namespace

SumBucket bucket_of(int sum) noexcept {
    if (sum <= -4) return SumBucket::at_most_minus_4;
    if (sum <= -2) return SumBucket::minus_3_2;
    if (sum <= 1) return SumBucket::middle;
    return sum <= 3 ? SumBucket::plus_2_3 : SumBucket::at_least_4;
}

std::string_view to_string(SumBucket bucket) noexcept {
    switch (bucket) {
        case SumBucket::at_most_minus_4:
            return "<=-4";
        case SumBucket::minus_3_2:
            return "-3..-2";
        case SumBucket::middle:
            return "-1..1";
        case SumBucket::plus_2_3:
            return "2..3";
        case SumBucket::at_least_4:
            return ">=4";
    }
    return "-1..1";
}

OutcomeCounts TableVintage::total() const noexcept {
    OutcomeCounts sum;
    for (auto const& bucket : buckets) {
        sum.up += bucket.up;
        sum.inside += bucket.inside;
        sum.down += bucket.down;
    }
    return sum;
}

TableAnswer lookup(ProbabilityTable const& table, market::Market market, std::int32_t horizon,
                   int sum, Date as_of) {
    TableAnswer answer;
    TableVintage const* newest = nullptr;
    for (auto const& vintage : table.vintages)
        if (vintage.market == market && vintage.horizon == horizon && vintage.year < as_of.year() &&
            (newest == nullptr || vintage.year > newest->year))
            newest = &vintage;
    if (newest == nullptr) {
        answer.version = "prior";
        return answer;
    }
    answer.vintage = newest->year;
    answer.counts = newest->buckets[static_cast<std::size_t>(bucket_of(sum))];
    answer.all = newest->total();
    answer.base_rate = shares(answer.all);
    auto const n = answer.counts.total();
    answer.probability = {posterior(prior_outlook.up, answer.counts.up, n),
                          posterior(prior_outlook.inside, answer.counts.inside, n),
                          posterior(prior_outlook.down, answer.counts.down, n)};
    answer.version = std::string(market::to_string(market)) + '-' + std::to_string(newest->year);
    if (!table.sha256.empty()) answer.version += ' ' + table.sha256.substr(0, digest_shown);
    return answer;
}

}  // namespace ec::analysis
