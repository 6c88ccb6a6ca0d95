#include <provider_parsing.hpp>

#include <ec/market/quality.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

constexpr std::size_t shown_bytes = 200;
// No exchange kept daily prices before; a block of bars cannot hold earlier days.
constexpr Date first_day(-61'000);  // 1802-12-27

void set(market::BarFlags& flags, market::BarFlag flag) {
    flags = static_cast<market::BarFlags>(flags | static_cast<market::BarFlags>(flag));
}

std::string_view price_fault(Cell const& cell) {
    if (cell.state == Cell::State::absent) return "price.missing";
    if (cell.state == Cell::State::malformed) return "price.not_a_number";
    return cell.value <= 0 ? "price.not_positive" : "";
}

bool same_figures(market::Bar const& a, RowCells const& b) {
    auto const same = [](double x, Cell const& y) {
        return x == y.value || (is_nan(x) && is_nan(y.value));
    };
    return same(a.open, b.open) && same(a.high, b.high) && same(a.low, b.low) &&
           same(a.close, b.close) && same(a.volume, b.volume) && same(a.amount, b.amount);
}

template <class Column>
void reverse(Column& column) {
    std::reverse(column.begin(), column.end());
}

void reverse_rows(ProviderAnswer& answer) {
    auto& bars = answer.bars;
    reverse(bars.date);
    for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume, &bars.amount,
                         &bars.previous_close, &bars.turnover_pct})
        reverse(*column);
    reverse(bars.flags);
    reverse(answer.rows);
}

// Only what a row says of itself: the other checks need the whole series and are made there.
void flag_impossible(ProviderAnswer& answer) {
    auto checked = answer.bars;
    market::check_bars(checked, {answer.symbol, answer.instrument, answer.basis, {}});
    for (std::size_t i = 0; i < checked.size(); ++i)
        if (has(checked.flags[i], market::BarFlag::impossible_price))
            set(answer.bars.flags[i], market::BarFlag::impossible_price);
}

// The closing auction of Hong Kong ends between 16:08 and 16:10; the fixed-price trading of the
// STAR and ChiNext boards at 15:30.
int final_minute(market::Symbol const& symbol) {
    switch (symbol.market()) {
        case market::Market::us:
            return 16 * 60;
        case market::Market::hk:
            return 16 * 60 + 8;
        case market::Market::cn:
            break;
    }
    auto const board = market::board_of(symbol);
    bool const later = board == market::Board::star || board == market::Board::chinext;
    return later ? 15 * 60 + 30 : 15 * 60;
}

}  // namespace

void AnswerRows::add_note(std::string_view key, std::string_view text) { note(answer_, key, text); }

void AnswerRows::reject(std::string_view reason, std::string_view text) {
    ++answer_.rows_read;
    answer_.rejected.push_back(
        {answer_.rows_read, std::string(reason), std::string(text.substr(0, shown_bytes))});
}

std::string_view AnswerRows::fault_of(RowCells const& cells) const {
    if (!cells.date) return "date.malformed";
    if (*cells.date < first_day) return "date.impossible";
    if (request_.received_at_us) {
        auto const zone = market::zone_of(request_.symbol.market());
        if (*cells.date > market::to_local(zone, *request_.received_at_us).date)
            return "date.in_future";
    }
    for (auto const* price : {&cells.open, &cells.high, &cells.low, &cells.close})
        if (auto const fault = price_fault(*price); !fault.empty()) return fault;
    if (cells.volume.state == Cell::State::malformed) return "volume.not_a_number";
    if (cells.volume.value < 0) return "volume.negative";
    if (cells.amount.state == Cell::State::malformed) return "amount.not_a_number";
    if (cells.amount.value < 0) return "amount.negative";
    return "";
}

std::optional<std::size_t> AnswerRows::find(Date date) const {
    auto const& dates = answer_.bars.date;
    auto const before = [&](Date a, Date b) { return descending_ ? a > b : a < b; };
    auto const at = std::lower_bound(dates.begin(), dates.end(), date, before);
    if (at == dates.end() || *at != date) return std::nullopt;
    return static_cast<std::size_t>(at - dates.begin());
}

bool AnswerRows::follows(Date date) {
    auto const& dates = answer_.bars.date;
    if (dates.empty()) return true;
    if (order_ == RowOrder::as_first_two_rows && dates.size() == 1)
        descending_ = date < dates.front();
    return descending_ ? date < dates.back() : date > dates.back();
}

void AnswerRows::take(RowCells const& cells, std::string_view text) {
    if (auto const fault = fault_of(cells); !fault.empty()) return reject(fault, text);
    if (auto const first = find(*cells.date)) {
        bool const same = same_figures(answer_.bars.at(*first), cells);
        if (!same) set(answer_.bars.flags[*first], market::BarFlag::duplicate);
        return reject(same ? "duplicate.identical" : "duplicate.conflicting", text);
    }
    if (!follows(*cells.date)) return reject("date.out_of_order", text);
    auto const given = [](Cell const& cell) {
        return cell.value >= 0 && cell.state == Cell::State::number ? cell.value : nan_value();
    };
    answer_.bars.push_back({*cells.date, cells.open.value, cells.high.value, cells.low.value,
                            cells.close.value, given(cells.volume), given(cells.amount),
                            given(cells.previous_close), given(cells.turnover_pct), 0});
    answer_.rows.push_back(++answer_.rows_read);
    adjusted_.push_back(given(cells.adjusted_close));
    any_adjusted_ = any_adjusted_ || !is_nan(adjusted_.back());
}

void AnswerRows::finish() {
    if (answer_.rows_read == 0)
        throw answer_error(answer_.provider, AnswerFault::empty, "the answer holds no row");
    if (answer_.bars.empty())
        throw answer_error(answer_.provider, AnswerFault::bad_row,
                           fmt::format("all of {} rows rejected, the first: {}", answer_.rows_read,
                                       answer_.rejected.front().reason));
    if (descending_) {
        reverse_rows(answer_);
        reverse(adjusted_);
    }
    if (any_adjusted_) answer_.adjusted_close = std::move(adjusted_);
    flag_impossible(answer_);
    mark_unfinished(answer_, request_);
    if (std::ranges::all_of(answer_.bars.volume, is_nan))
        add_note("volume.not_given", "no row has a volume");
}

bool is_unfinished(market::Symbol const& symbol, Date session, Micros at_us) {
    auto const local = market::to_local(market::zone_of(symbol.market()), at_us);
    return local.date < session || (local.date == session && local.minute < final_minute(symbol));
}

void mark_unfinished(ProviderAnswer& answer, AnswerRequest const& request) {
    // A source's own time is the better one: an answer may be received long after it was true.
    auto const at_us = answer.as_of_us ? answer.as_of_us : request.received_at_us;
    if (!at_us)
        return note(answer, "session.unknown",
                    "without a time it is not known whether the newest row is of a finished day");
    if (is_unfinished(answer.symbol, answer.bars.date.back(), *at_us))
        set(answer.bars.flags.back(), market::BarFlag::partial);
}

}  // namespace ec::marketdata
