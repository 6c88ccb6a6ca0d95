#include <ec/market/series.hpp>

#include <algorithm>
#include <array>

namespace ec::market {

std::string_view to_string(PriceBasis basis) noexcept {
    switch (basis) {
        case PriceBasis::raw:
            return "raw";
        case PriceBasis::split_adjusted:
            return "split_adjusted";
        case PriceBasis::adjusted:
            return "adjusted";
    }
    return "raw";
}

std::optional<PriceBasis> parse_price_basis(std::string_view text) noexcept {
    for (auto b : {PriceBasis::raw, PriceBasis::split_adjusted, PriceBasis::adjusted})
        if (to_string(b) == text) return b;
    return std::nullopt;
}

std::string_view to_string(BarFlag flag) noexcept {
    switch (flag) {
        case BarFlag::impossible_price:
            return "impossible_price";
        case BarFlag::unit_error:
            return "unit_error";
        case BarFlag::duplicate:
            return "duplicate";
        case BarFlag::unexplained_gap:
            return "unexplained_gap";
        case BarFlag::zero_volume:
            return "zero_volume";
        case BarFlag::suspended:
            return "suspended";
        case BarFlag::partial:
            return "partial";
        case BarFlag::st:
            return "st";
        case BarFlag::limit_locked_up:
            return "limit_locked_up";
        case BarFlag::limit_locked_down:
            return "limit_locked_down";
        case BarFlag::not_provable:
            return "not_provable";
    }
    return "not_provable";
}

std::string_view to_string(ActionKind kind) noexcept {
    switch (kind) {
        case ActionKind::dividend:
            return "dividend";
        case ActionKind::split:
            return "split";
        case ActionKind::rights:
            return "rights";
    }
    return "dividend";
}

void Bars::reserve(std::size_t n) {
    date.reserve(n);
    for (auto* column :
         {&open, &high, &low, &close, &volume, &amount, &previous_close, &turnover_pct})
        column->reserve(n);
    flags.reserve(n);
}

void Bars::push_back(Bar const& bar) {
    date.push_back(bar.date);
    open.push_back(bar.open);
    high.push_back(bar.high);
    low.push_back(bar.low);
    close.push_back(bar.close);
    volume.push_back(bar.volume);
    amount.push_back(bar.amount);
    previous_close.push_back(bar.previous_close);
    turnover_pct.push_back(bar.turnover_pct);
    flags.push_back(bar.flags);
}

Bar Bars::at(std::size_t i) const {
    return {date.at(i), open[i],   high[i],           low[i],          close[i],
            volume[i],  amount[i], previous_close[i], turnover_pct[i], flags[i]};
}

Bars Bars::slice(std::size_t first, std::size_t last) const {
    auto const cut = [&](auto const& column) {
        return std::decay_t<decltype(column)>(column.begin() + static_cast<std::ptrdiff_t>(first),
                                              column.begin() + static_cast<std::ptrdiff_t>(last));
    };
    return {cut(date),   cut(open),   cut(high),           cut(low),          cut(close),
            cut(volume), cut(amount), cut(previous_close), cut(turnover_pct), cut(flags)};
}

std::size_t Bars::count_until(Date day) const noexcept {
    return static_cast<std::size_t>(std::ranges::upper_bound(date, day) - date.begin());
}

}  // namespace ec::market
