#include <ec/market/fundamentals.hpp>

#include <algorithm>
#include <cmath>
#include <compare>
#include <map>
#include <tuple>

namespace ec::market {
namespace {

constexpr std::int32_t quarter_min_days = 80;
constexpr std::int32_t quarter_max_days = 100;
constexpr std::int32_t year_min_days = 350;
constexpr std::int32_t year_max_days = 380;
constexpr std::int32_t year_days = 365;
constexpr std::int32_t year_tolerance_days = 10;  // years of 52 and 53 weeks
constexpr double same_value_tolerance = 0.01;
constexpr double share_count_tolerance = 1.5;
constexpr double least_told_eps = 0.05;  // below it the cents round the share count away

std::int32_t length(FiledFact const& fact) { return fact.start ? fact.end - *fact.start + 1 : 0; }

bool is_quarter(std::int32_t days) { return days >= quarter_min_days && days <= quarter_max_days; }

bool is_year(std::int32_t days) { return days >= year_min_days && days <= year_max_days; }

bool is_currency(std::string_view text) {
    return text.size() == 3 &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

auto period_key(FiledFact const& fact) { return std::tie(fact.end, fact.start); }

Figure figure_of(FiledFact const& fact) {
    return {FigureAbsence::none, fact.value, fact.start, fact.end, {fact}};
}

// The unit that an item is stated in when the statements are in `currency`.
std::string unit_of(StatementItem item, std::string const& currency) {
    if (item == StatementItem::shares_outstanding) return "shares";
    return item == StatementItem::eps_diluted ? currency + "/shares" : currency;
}

std::vector<FiledFact> public_facts(std::span<FiledFact const> facts, Date as_of) {
    std::vector<FiledFact> kept;
    for (auto const& fact : facts)
        if (fact.filed <= as_of && fact.end <= fact.filed &&
            (!fact.start || *fact.start <= fact.end) && std::isfinite(fact.value))
            kept.push_back(fact);
    auto const key = [](FiledFact const& f) { return std::tie(f.tag, f.unit, f.start, f.end); };
    // The last of each key is the newest: ties go to the greater accession number, then form and
    // value, so that the order of the input never decides.
    std::ranges::sort(kept, [&](FiledFact const& a, FiledFact const& b) {
        auto const order = key(a) <=> key(b);
        if (std::is_neq(order)) return std::is_lt(order);
        return std::tie(a.filed, a.accession, a.form, a.value) <
               std::tie(b.filed, b.accession, b.form, b.value);
    });
    std::vector<FiledFact> newest;
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (i + 1 == kept.size() || key(kept[i]) != key(kept[i + 1])) newest.push_back(kept[i]);
    return newest;
}

// Two tags stand for one quantity unless some period has both and they differ.
bool contradict(std::vector<FiledFact> const& a, std::vector<FiledFact> const& b) {
    return std::ranges::any_of(a, [&](FiledFact const& x) {
        auto const same = std::ranges::find_if(
            b, [&](FiledFact const& y) { return period_key(x) == period_key(y); });
        return same != b.end() &&
               std::fabs(x.value - same->value) > same_value_tolerance * std::fabs(x.value);
    });
}

Date newest_end(std::vector<FiledFact> const& facts) {
    return std::ranges::max(facts, {}, &FiledFact::end).end;
}

Figure sum(std::vector<std::pair<double, Figure>> const& terms, Date start, Date end) {
    Figure total{FigureAbsence::none, 0, start, end, {}};
    for (auto const& [factor, term] : terms) {
        total.value += factor * term.value;
        total.inputs.insert(total.inputs.end(), term.inputs.begin(), term.inputs.end());
    }
    return total;
}

}  // namespace

FundamentalsView::FundamentalsView(std::span<FiledFact const> facts, Date as_of)
    : as_of_(as_of), facts_(public_facts(facts, as_of)), by_item_(statement_item_count) {
    choose_currency();
    bridge_tags();
}

// Companies that file a convenience translation state few lines in it: the currency of most facts.
void FundamentalsView::choose_currency() {
    std::map<std::string, std::size_t> counts;
    for (auto const& fact : facts_)
        if (is_currency(fact.unit) && find_item(fact.tag)) ++counts[fact.unit];
    std::size_t most = 0;
    for (auto const& [unit, count] : counts)
        if (count > most) {
            most = count;
            currency_ = unit;
        }
}

void FundamentalsView::bridge_tags() {
    for (std::size_t i = 0; i < statement_item_count; ++i) {
        auto const item = static_cast<StatementItem>(i);
        auto const unit = unit_of(item, currency_);
        std::vector<std::vector<FiledFact>> tags;
        for (auto const tag : tags_of(item)) {
            std::vector<FiledFact> of_tag;
            for (auto const& fact : facts_)
                if (fact.tag == tag && fact.unit == unit) of_tag.push_back(fact);
            if (!of_tag.empty()) tags.push_back(std::move(of_tag));
        }
        // The tag in use today leads; of two, the preferred.
        std::ranges::stable_sort(tags, std::greater{}, newest_end);
        auto& bridged = by_item_[i];
        for (auto const& of_tag : tags) {
            if (contradict(bridged, of_tag)) continue;
            for (auto const& fact : of_tag)
                if (std::ranges::none_of(bridged, [&](FiledFact const& known) {
                        return period_key(known) == period_key(fact);
                    }))
                    bridged.push_back(fact);
        }
        std::ranges::sort(bridged, {}, period_key);
    }
}

Figure FundamentalsView::period(StatementItem item, Date start, Date end) const {
    for (auto const& fact : by_item_[static_cast<std::size_t>(item)])
        if (fact.end == end && fact.start == start) return figure_of(fact);
    return {};
}

Figure FundamentalsView::instant(StatementItem item, Date end) const {
    for (auto const& fact : by_item_[static_cast<std::size_t>(item)])
        if (fact.end == end && !fact.start) return figure_of(fact);
    return {};
}

std::vector<Figure> FundamentalsView::quarters(StatementItem item) const {
    auto const& facts = by_item_[static_cast<std::size_t>(item)];
    std::vector<Figure> found;
    for (auto const& fact : facts)
        if (is_quarter(length(fact))) found.push_back(figure_of(fact));
    for (auto const& later : facts)
        for (auto const& earlier : facts) {
            if (!later.start || earlier.start != later.start) continue;
            if (!is_quarter(later.end - earlier.end)) continue;
            auto const start = earlier.end + 1;
            if (std::ranges::any_of(found, [&](Figure const& known) {
                    return known.start == start && known.end == later.end;
                }))
                continue;
            found.push_back(
                sum({{1, figure_of(later)}, {-1, figure_of(earlier)}}, start, later.end));
        }
    std::ranges::sort(found, [](Figure const& a, Figure const& b) {
        return std::tie(a.end, a.start) < std::tie(b.end, b.start);
    });
    return found;
}

Figure FundamentalsView::whole_year(StatementItem item, Date end) const {
    for (auto const& fact : by_item_[static_cast<std::size_t>(item)])
        if (fact.end == end && is_year(length(fact))) return figure_of(fact);
    return {};
}

Figure FundamentalsView::rolled_year(StatementItem item, Date end) const {
    auto const& facts = by_item_[static_cast<std::size_t>(item)];
    for (auto const& to_date : facts) {
        if (to_date.end != end || length(to_date) < quarter_min_days) continue;
        auto const year = whole_year(item, *to_date.start - 1);
        if (!year.present()) continue;
        for (auto const& part : facts) {
            if (part.start != year.start) continue;
            if (std::abs((end - part.end) - year_days) > year_tolerance_days) continue;
            return sum({{1, year}, {1, figure_of(to_date)}, {-1, figure_of(part)}}, part.end + 1,
                       end);
        }
    }
    return {};
}

Figure FundamentalsView::four_quarters(StatementItem item, Date end) const {
    auto const known = quarters(item);
    std::vector<std::pair<double, Figure>> terms;
    for (auto wanted = end; terms.size() < 4; wanted = *terms.back().second.start - 1) {
        auto const quarter = std::ranges::find(known, wanted, &Figure::end);
        if (quarter == known.end()) return {};
        terms.emplace_back(1, *quarter);
    }
    return sum(terms, *terms.back().second.start, end);
}

// Net income over earnings per share is the share count behind an input; it also joins the inputs,
// since the answer depends on it.
bool FundamentalsView::one_share_basis(Figure& figure) const {
    double least = 0;
    double most = 0;
    std::vector<FiledFact> incomes;
    for (auto const& fact : figure.inputs) {
        auto const income = period(StatementItem::net_income, *fact.start, fact.end);
        if (!income.present() || std::fabs(fact.value) < least_told_eps) continue;
        auto const shares = std::fabs(income.value / fact.value);
        least = least == 0 ? shares : std::min(least, shares);
        most = std::max(most, shares);
        incomes.push_back(income.inputs[0]);
    }
    figure.inputs.insert(figure.inputs.end(), incomes.begin(), incomes.end());
    return most <= share_count_tolerance * least;
}

Figure FundamentalsView::trailing_year(StatementItem item, Date end) const {
    auto figure = whole_year(item, end);
    if (figure.present()) return figure;
    figure = rolled_year(item, end);
    if (!figure.present()) figure = four_quarters(item, end);
    if (figure.present() && item == StatementItem::eps_diluted && !one_share_basis(figure))
        figure.absent = FigureAbsence::share_basis;
    return figure;
}

Figure FundamentalsView::trailing_year_before(StatementItem item, Date end, int years) const {
    std::vector<std::pair<std::int32_t, Date>> ends;
    for (auto const& fact : by_item_[static_cast<std::size_t>(item)]) {
        auto const off = std::abs((end - fact.end) - year_days * years);
        if (off <= year_tolerance_days) ends.emplace_back(off, fact.end);
    }
    std::ranges::sort(ends);
    for (auto const& [off, day] : ends) {
        auto figure = trailing_year(item, day);
        if (figure.present()) return figure;
    }
    return {};
}

FiledFact const* FundamentalsView::find_newest(StatementItem item) const {
    FiledFact const* newest = nullptr;
    for (auto const& fact : by_item_[static_cast<std::size_t>(item)])
        if (!fact.start || length(fact) >= quarter_min_days) newest = &fact;
    return newest;
}

Fundamentals::Fundamentals(std::vector<FiledFact> facts) : facts_(std::move(facts)) {
    std::ranges::sort(facts_);
    auto const repeated = std::ranges::unique(facts_);
    facts_.erase(repeated.begin(), repeated.end());
}

}  // namespace ec::market
