#include "sections_en.hpp"
#include "texts.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ec::narrative::en {
namespace {

constexpr auto lang = Language::en;
constexpr double adx_trending = 25;
constexpr double adx_counts = 20;

std::string verb(double change, std::string_view up, std::string_view down) {
    return std::string(change < 0 ? down : up);
}

std::string averages_sentence(Writing const& w) {
    auto const& f = w.findings;
    if (!f.short_average || !f.short_average->change_pct) return {};
    auto const& near = *f.short_average;
    auto const first =
        fmt::format("In 20 sessions the 20-day average {} {}",
                    verb(*near.change_pct, "rose", "fell"), w.format.magnitude(*near.change_pct));
    if (!f.long_average || !f.long_average->change_pct) return first + ".";
    auto const& far = *f.long_average;
    bool const same = (*near.change_pct < 0) == (*far.change_pct < 0);
    auto const second =
        fmt::format("the 200-day average {} {}", verb(*far.change_pct, "rose", "fell"),
                    w.format.magnitude(*far.change_pct));
    if (far.slope == Slope::flat)
        return fmt::format("{} while {}: {}.", first, second,
                           near.slope == Slope::flat
                               ? "neither trend had much slope"
                               : "the long trend had little slope of its own");
    if (near.slope == Slope::flat)
        return fmt::format("{} while {}: the short trend had stalled.", first, second);
    return fmt::format(
        "{} {} {}: {}.", first, same ? "and" : "while", second,
        same ? "both trends moved the same way" : "the shorter trend ran against the longer");
}

std::string order_sentence(Writing const& w) {
    auto const& f = w.findings;
    if (!f.middle_average || !f.long_average) return {};
    bool const above = f.middle_average->value > f.long_average->value;
    return fmt::format("The 50-day average ({}) stood {} the 200-day average ({}).",
                       w.format.price(f.middle_average->value), above ? "above" : "below",
                       w.format.price(f.long_average->value));
}

enum class Drift { none, up, down };

Drift directional_drift(Findings const& f) {
    auto const adx = f.value("adx_14");
    auto const plus = f.value("plus_di_14");
    auto const minus = f.value("minus_di_14");
    if (!adx || !plus || !minus || *adx < adx_counts) return Drift::none;
    return *plus > *minus ? Drift::up : Drift::down;
}

std::string adx_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const adx = f.value("adx_14");
    auto const plus = f.value("plus_di_14");
    auto const minus = f.value("minus_di_14");
    if (!adx || !plus || !minus) return {};
    auto const value = w.format.reading(*adx);
    auto const drift = directional_drift(f);
    if (drift == Drift::none)
        return fmt::format("ADX(14) at {} was too low for +DI or -DI to count.", value);
    auto const order = drift == Drift::up ? "+DI above -DI" : "-DI above +DI";
    auto const way = drift == Drift::up ? "up" : "down";
    if (*adx >= adx_trending)
        return fmt::format("ADX(14) was {} with {}: the recent directional move was {}.", value,
                           order, way);
    return fmt::format("ADX(14) was {} with {}, a mild move {}.", value, order, way);
}

std::string macd_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const histogram = f.value("macd_hist");
    auto const kept = f.value("macd_hist_sessions");
    if (!histogram || !kept) return {};
    auto const sign = *histogram > 0 ? "positive" : "negative";
    auto const value = w.format.signed_small(*histogram);
    if (*kept <= 1)
        return fmt::format("The MACD histogram ({}) turned {} with this session.", value, sign);
    auto const drift = directional_drift(f);
    auto const head = fmt::format("The MACD histogram ({}) had been {} for {} sessions", value,
                                  sign, w.format.count(*kept));
    if (drift == Drift::none) return head + ".";
    bool const with = (drift == Drift::up) == (*histogram > 0);
    return head + (with ? ", in step with that move." : ": that move was losing force.");
}

std::string oscillator_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const rsi = f.value("rsi_14");
    if (!rsi) return {};
    auto const value = w.format.reading(*rsi);
    if (*rsi >= 70) return fmt::format("RSI(14) at {} was stretched upwards.", value);
    if (*rsi <= 30) return fmt::format("RSI(14) at {} was stretched downwards.", value);
    if (*rsi >= 60) return fmt::format("RSI(14) at {} leaned to the strong side.", value);
    if (*rsi <= 40) return fmt::format("RSI(14) at {} leaned to the weak side.", value);
    return {};
}

std::string band_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const close = f.value("close");
    auto const upper = f.value("boll_upper");
    auto const lower = f.value("boll_lower");
    if (!close || !upper || !lower) return {};
    if (*close > *upper)
        return fmt::format("The close lay above the upper Bollinger band ({}).",
                           w.format.price(*upper));
    if (*close < *lower)
        return fmt::format("The close lay below the lower Bollinger band ({}).",
                           w.format.price(*lower));
    return {};
}

std::string extremes_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const high_run = f.value("new_high_sessions");
    auto const low_run = f.value("new_low_sessions");
    if (high_run && *high_run >= 20)
        return fmt::format("It was the highest close in {} sessions.", w.format.count(*high_run));
    if (low_run && *low_run >= 20)
        return fmt::format("It was the lowest close in {} sessions.", w.format.count(*low_run));
    auto const from_high = f.value("close_vs_high_250");
    auto const high_day = f.date("high_250_date");
    auto const from_low = f.value("close_vs_low_250");
    auto const low_day = f.date("low_250_date");
    if (!from_high || !high_day || !from_low || !low_day) return {};
    return fmt::format(
        "The close was {} under the 250-session high ({}) and {} over the 250-session low ({}).",
        w.format.magnitude(*from_high), w.format.day(*high_day), w.format.magnitude(*from_low),
        w.format.day(*low_day));
}

std::string shape_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const divergence = f.text("divergence");
    auto const pattern = pattern_word(f.text("pattern"), lang);
    std::string text;
    if (divergence == "bullish" || divergence == "bearish")
        text =
            fmt::format("Price and RSI formed a {} divergence at the last two swings.", divergence);
    if (!pattern.empty())
        text += fmt::format("{}The session drew {}.", text.empty() ? "" : " ", pattern);
    return text;
}

std::string_view condition_name(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::close_long_average:
            return "the close against its 200-day average";
        case ConditionKind::middle_average_slope:
            return "the 50-day average against its own value of 20 sessions ago";
        case ConditionKind::average_order:
            return "the 50-day average against the 200-day average";
        case ConditionKind::histogram:
            return "the MACD histogram";
        case ConditionKind::quarter_return:
            return "the close against that of 60 sessions ago";
        case ConditionKind::directional:
            return "+DI against -DI";
    }
    return {};
}

// Only a split verdict needs its parts named.
std::string conditions_sentence(Writing const& w) {
    auto const& conditions = w.findings.conditions;
    if (!conditions || conditions->up == 6 || conditions->down == 6) return {};
    std::vector<std::string> parts;
    auto const add = [&](std::vector<ConditionKind> const& kinds, std::string_view where) {
        std::vector<std::string> names;
        for (auto const kind : kinds) names.emplace_back(condition_name(kind));
        if (!names.empty()) parts.push_back(fmt::format("{}: {}", where, join_list(names)));
    };
    add(conditions->up_kinds, "Conditions up");
    add(conditions->down_kinds, "Conditions down");
    add(conditions->neither_kinds, "Neither way");
    std::string text;
    for (auto const& part : parts) text += (text.empty() ? "" : " ") + part + ".";
    return text;
}

std::string zone_line(Writing const& w, ZoneFinding const& zone, Side side) {
    std::vector<std::string> days;
    for (auto const day : zone.swings) days.push_back(w.format.day(day));
    std::vector<std::string> made_of;
    if (!days.empty()) {
        auto const kind = side == Side::above ? "swing high" : "swing low";
        made_of.push_back(
            fmt::format("{}{} of {}", kind, days.size() > 1 ? "s" : "", join_list(days)));
    }
    if (zone.average_days > 0)
        made_of.push_back(fmt::format("the {}-day average", zone.average_days));
    auto text = w.format.zone(zone.low, zone.high) + ": ";
    if (!made_of.empty()) text += join_list(made_of) + ", ";
    text +=
        fmt::format("{} ATR {}", w.format.atr_range(zone.near_atr, zone.far_atr), side_word(side));
    return text + (zone.near ? ", near the close." : ".");
}

std::string missing_side(Writing const& w, Side side) {
    auto const& f = w.findings;
    auto const run = f.value(side == Side::above ? "new_high_sessions" : "new_low_sessions");
    if (run && *run >= 60)
        return fmt::format("No zone {} the close: it was the {} close in {} sessions.",
                           side_word(side), side == Side::above ? "highest" : "lowest",
                           w.format.count(*run));
    return fmt::format("No confirmed swing forms a zone {} the close.", side_word(side));
}

}  // namespace

std::vector<Block> write_trend(Writing const& w) {
    BlockList blocks;
    auto const averages =
        join_sentences({averages_sentence(w), order_sentence(w), extremes_sentence(w)});
    auto const momentum = join_sentences({adx_sentence(w), macd_sentence(w), oscillator_sentence(w),
                                          band_sentence(w), shape_sentence(w)});
    if (averages.empty() && momentum.empty())
        return blocks
            .paragraph(
                "Trend and momentum are not shown: too few sessions are stored. Importing a "
                "longer history would fill this section.")
            .take();
    return blocks.paragraph(averages).paragraph(momentum).paragraph(conditions_sentence(w)).take();
}

std::vector<Block> write_levels(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    if (f.supports.empty() && f.resistances.empty())
        return blocks
            .paragraph(
                "No zone is shown: the stored sessions hold no swing or average in reach. "
                "Importing a longer history would fill this section.")
            .take();
    std::vector<std::string> items;
    for (auto zone = f.resistances.rbegin(); zone != f.resistances.rend(); ++zone)
        items.push_back(zone_line(w, *zone, Side::above));
    if (f.resistances.empty()) items.push_back(missing_side(w, Side::above));
    for (auto const& zone : f.supports) items.push_back(zone_line(w, zone, Side::below));
    if (f.supports.empty()) items.push_back(missing_side(w, Side::below));
    return blocks.list(std::move(items)).take();
}

}  // namespace ec::narrative::en
