#include <ec/market/market_rules.hpp>

#include <ec/base/math.hpp>

#include <array>

namespace ec::market {
namespace {

using enum Rule;
constexpr auto all = RuleScope::all;
constexpr auto stock = RuleScope::stock;
constexpr auto fund = RuleScope::fund;
constexpr auto main_board = RuleScope::main;
constexpr auto chinext = RuleScope::chinext;
constexpr auto star = RuleScope::star;
constexpr auto bse = RuleScope::bse;
constexpr auto cn = Market::cn;
constexpr auto hk = Market::hk;
constexpr auto us = Market::us;
constexpr auto verified = RuleStanding::verified;
constexpr auto unseen = RuleStanding::unverified;  // its source was not at hand
constexpr double endless = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Days since 1970-01-01 of a day of the Gregorian calendar.
consteval Date on(int year, int month, int day) {
    int const y = month <= 2 ? year - 1 : year;
    int const era_year = y % 400;
    int const year_day = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int const era_day = era_year * 365 + era_year / 4 - era_year / 100 + year_day;
    return Date(y / 400 * 146097 + era_day - 719468);
}

constexpr std::string_view cn_trading = "trading rules of SSE, SZSE and BSE";
constexpr std::string_view cn_tax = "notices of the Ministry of Finance on stamp duty";
constexpr std::string_view cn_clearing = "ChinaClear fee notices";
constexpr std::string_view hk_trading = "HKEX trading rules, Second Schedule (spread table)";
constexpr std::string_view hk_clearing = "HKEX trading rules and CCASS rules";
constexpr std::string_view hk_stamp = "Hong Kong Stamp Duty Ordinance, Cap. 117";
constexpr std::string_view hk_fees = "HKEX and SFC fee notices";
constexpr std::string_view us_settlement = "SEC Rule 15c6-1";
constexpr std::string_view us_tick = "Regulation NMS Rule 612";
constexpr std::string_view calendars = "shipped trading calendars";
constexpr std::string_view none = "";

constexpr std::array rules{
    MarketRule{
        price_limit, cn, main_board, on(1996, 12, 16), {}, 0.10, "share", cn_trading, unseen},
    MarketRule{price_limit, cn, chinext, on(1996, 12, 16), on(2020, 8, 23), 0.10, "share",
               cn_trading, unseen},
    MarketRule{price_limit, cn, chinext, on(2020, 8, 24), {}, 0.20, "share", cn_trading, verified},
    MarketRule{price_limit, cn, star, on(2019, 7, 22), {}, 0.20, "share", cn_trading, unseen},
    MarketRule{price_limit, cn, bse, on(2021, 11, 15), {}, 0.30, "share", cn_trading, unseen},
    MarketRule{price_limit_st,
               cn,
               main_board,
               on(1996, 12, 16),
               {},
               0.05,
               "share",
               cn_trading,
               verified,
               0,
               endless,
               "ST marks exist since 1998-04"},
    MarketRule{price_limit_st, cn, chinext, on(1996, 12, 16), on(2020, 8, 23), 0.05, "share",
               cn_trading, unseen},
    MarketRule{price_limit_st, cn, chinext, on(2020, 8, 24), {}, 0.20, "share", cn_trading, unseen},
    MarketRule{price_limit_st, cn, star, on(2019, 7, 22), {}, 0.20, "share", cn_trading, unseen},
    MarketRule{price_limit_st, cn, bse, on(2021, 11, 15), {}, 0.30, "share", cn_trading, unseen},
    MarketRule{sessions_without_limit, cn, main_board, on(1996, 12, 16), on(2023, 4, 9), 1,
               "sessions", cn_trading, unseen},
    MarketRule{sessions_without_limit,
               cn,
               main_board,
               on(2023, 4, 10),
               {},
               5,
               "sessions",
               cn_trading,
               verified},
    MarketRule{sessions_without_limit, cn, chinext, on(1996, 12, 16), on(2020, 8, 23), 1,
               "sessions", cn_trading, unseen},
    MarketRule{sessions_without_limit,
               cn,
               chinext,
               on(2020, 8, 24),
               {},
               5,
               "sessions",
               cn_trading,
               verified},
    MarketRule{
        sessions_without_limit, cn, star, on(2019, 7, 22), {}, 5, "sessions", cn_trading, unseen},
    MarketRule{
        sessions_without_limit, cn, bse, on(2021, 11, 15), {}, 1, "sessions", cn_trading, unseen},
    MarketRule{same_day_sale,
               cn,
               all,
               on(1995, 1, 1),
               {},
               0,
               "1 yes, 0 no",
               cn_trading,
               verified,
               0,
               endless,
               "T+1; funds on bonds, gold and foreign markets are T+0"},
    MarketRule{settlement_days,
               cn,
               all,
               on(1995, 1, 1),
               {},
               1,
               "sessions",
               cn_clearing,
               verified,
               0,
               endless,
               "cash; shares change hands on the evening of the trade"},
    MarketRule{lot_size, cn, all, on(1990, 12, 19), {}, 100, "shares", cn_trading, unseen},
    MarketRule{lot_size, cn, star, on(2019, 7, 22), {}, 1, "shares", cn_trading, unseen},
    MarketRule{lot_size, cn, bse, on(2021, 11, 15), {}, 1, "shares", cn_trading, unseen},
    MarketRule{lot_minimum, cn, star, on(2019, 7, 22), {}, 200, "shares", cn_trading, unseen},
    MarketRule{lot_minimum, cn, bse, on(2021, 11, 15), {}, 100, "shares", cn_trading, unseen},
    MarketRule{tick_size, cn, stock, on(1990, 12, 19), {}, 0.01, "CNY", cn_trading, unseen},
    MarketRule{tick_size, cn, fund, on(1990, 12, 19), {}, 0.001, "CNY", cn_trading, unseen},
    MarketRule{stamp_duty_buy, cn, fund, on(1990, 12, 19), {}, 0, "share", cn_tax, unseen},
    MarketRule{stamp_duty_buy, cn, stock, on(2008, 9, 19), {}, 0, "share", cn_tax, unseen},
    MarketRule{stamp_duty_sell, cn, fund, on(1990, 12, 19), {}, 0, "share", cn_tax, unseen},
    MarketRule{stamp_duty_sell, cn, stock, on(2008, 9, 19), on(2023, 8, 27), 0.001, "share", cn_tax,
               unseen},
    MarketRule{stamp_duty_sell, cn, stock, on(2023, 8, 28), {}, 0.0005, "share", cn_tax, unseen},
    MarketRule{transfer_fee, cn, stock, on(2015, 8, 1), on(2022, 4, 28), 0.00002, "share",
               cn_clearing, unseen},
    MarketRule{transfer_fee, cn, stock, on(2022, 4, 29), {}, 0.00001, "share", cn_clearing, unseen},
    MarketRule{transfer_fee, cn, fund, on(2015, 8, 1), {}, 0, "share", cn_clearing, unseen},
    MarketRule{exchange_fee, cn, all, on(2015, 8, 1), on(2023, 8, 27), 0.0000487, "share", none,
               unseen},
    MarketRule{exchange_fee,
               cn,
               all,
               on(2023, 8, 28),
               {},
               0.0000341,
               "share",
               none,
               unseen,
               0,
               endless,
               "the Beijing exchange takes more"},
    MarketRule{regulator_fee, cn, all, on(2015, 8, 1), {}, 0.00002, "share", none, unseen},
    MarketRule{
        session_open, cn, all, on(1998, 1, 1), {}, 570, "minute of the day", calendars, verified},
    MarketRule{
        break_start, cn, all, on(1998, 1, 1), {}, 690, "minute of the day", calendars, verified},
    MarketRule{
        break_end, cn, all, on(1998, 1, 1), {}, 780, "minute of the day", calendars, verified},
    MarketRule{
        session_close, cn, all, on(1998, 1, 1), {}, 900, "minute of the day", calendars, verified},
    MarketRule{definition,
               cn,
               all,
               on(1990, 12, 19),
               {},
               not_a_number,
               none,
               cn_trading,
               verified,
               0,
               endless,
               "ex-date reference price: (previous close - cash + rights price x rights) / "
               "(1 + bonus + rights), rounded half up to the tick"},
    MarketRule{definition,
               cn,
               all,
               on(1990, 12, 19),
               {},
               not_a_number,
               none,
               none,
               unseen,
               0,
               endless,
               "turnover rate: volume / floating shares, percent, as the source states it"},
    MarketRule{definition,
               cn,
               all,
               on(1990, 12, 19),
               {},
               not_a_number,
               none,
               none,
               unseen,
               0,
               endless,
               "volume ratio (liangbi): volume per minute so far / that of the last 5 sessions"},
    MarketRule{definition,
               cn,
               all,
               on(1998, 4, 22),
               {},
               not_a_number,
               none,
               cn_trading,
               unseen,
               0,
               endless,
               "ST is what the source marks on the day, never today's name"},

    MarketRule{same_day_sale, hk, all, on(1992, 6, 24), {}, 1, "1 yes, 0 no", hk_clearing, unseen},
    MarketRule{settlement_days, hk, all, on(1992, 6, 24), {}, 2, "sessions", hk_clearing, unseen},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 0.001, "HKD", hk_trading, verified, 0.01, 0.25},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 0.005, "HKD", hk_trading, verified, 0.25, 0.5},
    MarketRule{tick_size,
               hk,
               stock,
               on(2005, 7, 4),
               {},
               0.01,
               "HKD",
               hk_trading,
               unseen,
               0.5,
               10,
               "a cut to 0.005 was planned for 2026"},
    MarketRule{tick_size, hk, stock, on(2005, 7, 4), on(2025, 8, 3), 0.02, "HKD", hk_trading,
               verified, 10, 20},
    MarketRule{tick_size, hk, stock, on(2025, 8, 4), {}, 0.01, "HKD", hk_trading, unseen, 10, 20},
    MarketRule{tick_size, hk, stock, on(2005, 7, 4), on(2025, 8, 3), 0.05, "HKD", hk_trading,
               verified, 20, 50},
    MarketRule{tick_size, hk, stock, on(2025, 8, 4), {}, 0.02, "HKD", hk_trading, unseen, 20, 50},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 0.05, "HKD", hk_trading, verified, 50, 100},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 0.1, "HKD", hk_trading, verified, 100, 200},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 0.2, "HKD", hk_trading, verified, 200, 500},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 0.5, "HKD", hk_trading, verified, 500, 1000},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 1, "HKD", hk_trading, verified, 1000, 2000},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 2, "HKD", hk_trading, verified, 2000, 5000},
    MarketRule{
        tick_size, hk, stock, on(2005, 7, 4), {}, 5, "HKD", hk_trading, verified, 5000, 9995},
    MarketRule{stamp_duty_buy, hk, stock, on(2001, 9, 1), on(2021, 7, 31), 0.001, "share", hk_stamp,
               unseen},
    MarketRule{stamp_duty_buy, hk, stock, on(2021, 8, 1), on(2023, 11, 16), 0.0013, "share",
               hk_stamp, unseen},
    MarketRule{stamp_duty_buy, hk, stock, on(2023, 11, 17), {}, 0.001, "share", hk_stamp, unseen},
    MarketRule{stamp_duty_buy, hk, fund, on(2015, 2, 13), {}, 0, "share", hk_stamp, unseen},
    MarketRule{stamp_duty_sell, hk, stock, on(2001, 9, 1), on(2021, 7, 31), 0.001, "share",
               hk_stamp, unseen},
    MarketRule{stamp_duty_sell, hk, stock, on(2021, 8, 1), on(2023, 11, 16), 0.0013, "share",
               hk_stamp, unseen},
    MarketRule{stamp_duty_sell, hk, stock, on(2023, 11, 17), {}, 0.001, "share", hk_stamp, unseen},
    MarketRule{stamp_duty_sell, hk, fund, on(2015, 2, 13), {}, 0, "share", hk_stamp, unseen},
    MarketRule{exchange_fee, hk, all, on(2005, 7, 4), on(2022, 12, 31), 0.00005, "share", hk_fees,
               unseen},
    MarketRule{exchange_fee, hk, all, on(2023, 1, 1), {}, 0.0000565, "share", hk_fees, unseen},
    MarketRule{regulator_fee,
               hk,
               all,
               on(2014, 11, 1),
               {},
               0.000027,
               "share",
               hk_fees,
               unseen,
               0,
               endless,
               "SFC transaction levy"},
    MarketRule{audit_levy,
               hk,
               all,
               on(2022, 1, 1),
               {},
               0.0000015,
               "share",
               hk_fees,
               unseen,
               0,
               endless,
               "AFRC transaction levy"},
    MarketRule{
        session_open, hk, all, on(2012, 3, 5), {}, 570, "minute of the day", calendars, verified},
    MarketRule{
        break_start, hk, all, on(2012, 3, 5), {}, 720, "minute of the day", calendars, verified},
    MarketRule{
        break_end, hk, all, on(2012, 3, 5), {}, 780, "minute of the day", calendars, verified},
    MarketRule{
        session_close, hk, all, on(2012, 3, 5), {}, 960, "minute of the day", calendars, verified},
    MarketRule{half_day_close,
               hk,
               all,
               on(2012, 3, 5),
               {},
               720,
               "minute of the day",
               calendars,
               verified,
               0,
               endless,
               "eves of Christmas, New Year and Lunar New Year"},
    MarketRule{definition,
               hk,
               all,
               on(1992, 6, 24),
               {},
               not_a_number,
               none,
               hk_clearing,
               verified,
               0,
               endless,
               "board lot: set by each issuer; the instrument list has it"},
    MarketRule{definition,
               hk,
               all,
               on(2023, 6, 19),
               {},
               not_a_number,
               none,
               hk_clearing,
               verified,
               0,
               endless,
               "dual counters: 8 before the five-digit code is the RMB counter"},

    MarketRule{same_day_sale, us, all, on(1995, 6, 7), {}, 1, "1 yes, 0 no", none, unseen},
    MarketRule{settlement_days, us, all, on(1995, 6, 7), on(2017, 9, 4), 3, "sessions",
               us_settlement, unseen},
    MarketRule{settlement_days, us, all, on(2017, 9, 5), on(2024, 5, 27), 2, "sessions",
               us_settlement, unseen},
    MarketRule{settlement_days, us, all, on(2024, 5, 28), {}, 1, "sessions", us_settlement, unseen},
    MarketRule{lot_size, us, all, on(1995, 6, 7), {}, 1, "shares", none, unseen},
    MarketRule{tick_size, us, all, on(2005, 8, 29), {}, 0.0001, "USD", us_tick, verified, 0, 1},
    MarketRule{tick_size, us, all, on(2005, 8, 29), {}, 0.01, "USD", us_tick, verified, 1},
    MarketRule{stamp_duty_buy, us, all, on(1995, 6, 7), {}, 0, "share", none, unseen},
    MarketRule{stamp_duty_sell, us, all, on(1995, 6, 7), {}, 0, "share", none, unseen},
    MarketRule{regulator_fee_sell, us, all, on(2024, 5, 22), on(2025, 5, 13), 0.0000278, "share",
               none, unseen, 0, endless, "SEC Section 31 fee; set anew each year"},
    MarketRule{definition,
               us,
               all,
               on(1995, 6, 7),
               {},
               not_a_number,
               none,
               none,
               unseen,
               0,
               endless,
               "FINRA trading activity fee is taken by share and is not in the rates"},
    MarketRule{session_open,
               us,
               all,
               on(1998, 1, 1),
               {},
               570,
               "minute of the day",
               calendars,
               verified,
               0,
               endless,
               "regular session only"},
    MarketRule{
        session_close, us, all, on(1998, 1, 1), {}, 960, "minute of the day", calendars, verified},
    MarketRule{
        half_day_close, us, all, on(1998, 1, 1), {}, 780, "minute of the day", calendars, verified},
};

}  // namespace

std::span<MarketRule const> market_rules() noexcept { return rules; }

}  // namespace ec::market
