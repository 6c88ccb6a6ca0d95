#include <ec/market/market_rules.hpp>

#include <array>
#include <cmath>
#include <cstdint>

namespace ec::market {
namespace {

struct LimitRow {
    Board board;
    std::int32_t from_days;  // days since 1970-01-01
    double limit;
    double limit_st;
    std::size_t free_sessions;  // sessions after listing without a limit
};

constexpr std::int32_t days_1996_12_16 = 9846;
constexpr std::int32_t days_2019_07_22 = 18099;
constexpr std::int32_t days_2020_08_24 = 18498;
constexpr std::int32_t days_2021_11_15 = 18946;
constexpr std::int32_t days_2023_04_10 = 19457;

// Latest row whose day has come wins. Sources: trading rules of the exchanges: limits of 1996-12-16
// (10 %, ST 5 %); STAR opening 2019-07-22; ChiNext reform 2020-08-24; Beijing opening 2021-11-15;
// registration system on the main boards 2023-04-10.
constexpr std::array limit_rows{
    LimitRow{Board::main, days_1996_12_16, 0.10, 0.05, 1},
    LimitRow{Board::main, days_2023_04_10, 0.10, 0.05, 5},
    LimitRow{Board::chinext, days_1996_12_16, 0.10, 0.05, 1},
    LimitRow{Board::chinext, days_2020_08_24, 0.20, 0.20, 5},
    LimitRow{Board::star, days_2019_07_22, 0.20, 0.20, 5},
    LimitRow{Board::bse, days_2021_11_15, 0.30, 0.30, 1},
};

// Funds on the ChiNext index moved to 20 % with it; Shenzhen does not number them apart, so only
// the STAR funds (588, 589) are told by their code. A fund has a limit from its first session.
std::size_t free_sessions(LimitRow const& row, InstrumentKind kind) {
    return kind == InstrumentKind::etf ? 0 : row.free_sessions;
}

}  // namespace

std::optional<double> price_limit(Symbol const& symbol, InstrumentKind kind, Date day,
                                  BarFlags flags,
                                  std::optional<std::size_t> sessions_since_listing) {
    if (kind == InstrumentKind::index) return std::nullopt;
    auto const board = board_of(symbol);
    LimitRow const* found = nullptr;
    for (auto const& row : limit_rows)
        if (row.board == board && row.from_days <= day.days()) found = &row;
    if (found == nullptr) return std::nullopt;
    if (sessions_since_listing && *sessions_since_listing < free_sessions(*found, kind))
        return std::nullopt;
    return has(flags, BarFlag::st) ? found->limit_st : found->limit;
}

double limit_price(double reference, double signed_limit, double tick) noexcept {
    // The small addend keeps an exact half, which binary fractions miss, on the upper side.
    double const ticks = std::floor(reference * (1 + signed_limit) / tick + 0.5 + 1e-6);
    return ticks * tick;
}

double tick_size(Symbol const& symbol, InstrumentKind kind) noexcept {
    return symbol.market() == Market::cn && kind == InstrumentKind::etf ? 0.001 : 0.01;
}

}  // namespace ec::market
