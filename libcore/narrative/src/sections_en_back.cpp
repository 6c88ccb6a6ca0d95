#include "sections_en.hpp"
#include "texts.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ec::narrative::en {
namespace {

constexpr auto lang = Language::en;

std::string strength_point(Writing const& w) {
    auto const& f = w.findings;
    auto const excess = f.value("excess_return_60").value_or(0);
    auto const own = f.value("return_60").value_or(0);
    auto const market = f.value("benchmark_return_60").value_or(0);
    auto const head = fmt::format("{} points {} {} in 60 sessions", w.format.points(excess),
                                  excess > 0 ? "ahead of" : "behind", f.benchmark_en);
    if (excess < 0 && own < 0 && market > 0) return head + ", a loss while its market gained";
    if (excess > 0 && own > 0 && market < 0) return head + ", a gain while its market lost";
    if (excess > 0)
        return head + (own < 0 ? ", a smaller loss than its market's"
                               : ", a larger gain than its market's");
    return head +
           (own > 0 ? ", a smaller gain than its market's" : ", a deeper loss than its market's");
}

std::string slope_point(Writing const& w) {
    auto const& average = *w.findings.long_average;
    bool const up = *average.change_pct > 0;
    return fmt::format("the 200-day average {} {} in 20 sessions, and it turns only over months",
                       up ? "rose" : "fell", w.format.magnitude(*average.change_pct));
}

std::string middle_point(Writing const& w) {
    auto const& average = *w.findings.middle_average;
    bool const up = average.side == Side::above;
    return fmt::format(
        "the close was {} {} the 50-day average, which left the mean purchase of ten "
        "weeks {}",
        w.format.magnitude(average.distance_pct), side_word(average.side),
        up ? "in profit" : "under water");
}

std::string move_point(Writing const& w, Side side) {
    auto const adx = w.format.reading(w.findings.value("adx_14").value_or(0));
    return fmt::format("{} with ADX(14) at {}, a trending move rather than noise",
                       side == Side::above ? "+DI stood above -DI" : "-DI stood above +DI", adx);
}

std::string stretched_point(Writing const& w, Side side) {
    auto const rsi = w.format.reading(w.findings.value("rsi_14").value_or(0));
    return side == Side::above
               ? fmt::format(
                     "RSI(14) at {} was stretched downwards, so much of the selling had "
                     "already shown",
                     rsi)
               : fmt::format(
                     "RSI(14) at {} was stretched upwards, so much of the buying had "
                     "already shown",
                     rsi);
}

std::string zone_point(Writing const& w, Side side) {
    auto const& zones = side == Side::above ? w.findings.supports : w.findings.resistances;
    auto const& zone = zones.front();
    return side == Side::above ? fmt::format("a support zone began {} ATR under the close",
                                             w.format.atr(zone.near_atr))
                               : fmt::format("a resistance zone began {} ATR over the close",
                                             w.format.atr(zone.near_atr));
}

std::string range_point(Writing const& w, Side side) {
    auto const& f = w.findings;
    if (side == Side::above)
        return fmt::format(
            "the close was {} under the 250-session high, with little of the past "
            "year's trading above it",
            w.format.magnitude(f.value("close_vs_high_250").value_or(0)));
    return fmt::format(
        "the close was {} over the 250-session low, with most of the past year's "
        "trading above it",
        w.format.magnitude(f.value("close_vs_low_250").value_or(0)));
}

std::string long_return_point(Writing const& w, Side side) {
    auto const& f = w.findings;
    auto const year = w.format.signed_percent(f.value("return_250").value_or(0));
    auto const drawdown = f.value("max_drawdown_250");
    if (side == Side::below)
        return fmt::format("the 250-session return was {}, so a year of holding had not paid",
                           year);
    if (!drawdown || *drawdown < 10) return fmt::format("the 250-session return was {}", year);
    return fmt::format("the 250-session return of {} held through a maximum drawdown of {}", year,
                       w.format.magnitude(*drawdown));
}

std::string point_text(Writing const& w, Point const& point, Side side) {
    auto const& f = w.findings;
    auto const value = [&](std::string_view id) { return f.value(id).value_or(0); };
    bool const up = side == Side::above;
    switch (point.kind) {
        case PointKind::relative_strength:
            return strength_point(w);
        case PointKind::long_average_slope:
            return slope_point(w);
        case PointKind::directional_move:
            return move_point(w, side);
        case PointKind::middle_average:
            return middle_point(w);
        case PointKind::growth:
            return fmt::format("trailing revenue was {} {} than a year before",
                               w.format.magnitude(value("revenue_growth")), up ? "more" : "less");
        case PointKind::range_position:
            return range_point(w, side);
        case PointKind::volume_agrees:
            return fmt::format("the close {} {} while volume was {} times the 20-day average",
                               up ? "rose" : "fell", w.format.magnitude(value("return_1")),
                               w.format.times(value("volume_ratio_20")));
        case PointKind::average_order:
            return fmt::format(
                "the 50-day average stood {} the 200-day average, the medium trend {} "
                "the long one",
                up ? "above" : "below", up ? "leading" : "dragging on");
        case PointKind::histogram:
            return fmt::format(
                "the MACD histogram had been {} for {} sessions, which put "
                "short-term momentum on this side",
                up ? "positive" : "negative", w.format.count(value("macd_hist_sessions")));
        case PointKind::long_return:
            return long_return_point(w, side);
        case PointKind::stretched:
            return stretched_point(w, side);
        case PointKind::divergence:
            return fmt::format("price and RSI showed a {} divergence at the last two swings",
                               up ? "bullish" : "bearish");
        case PointKind::widening_swings:
            return fmt::format(
                "20-day volatility of {} exceeded the 60-day volatility of {}: the "
                "swings were widening",
                w.format.whole_percent(value("volatility_20")),
                w.format.whole_percent(value("volatility_60")));
        case PointKind::nearby_zone:
            return zone_point(w, side);
    }
    return {};
}

std::vector<std::string> point_items(Writing const& w, std::vector<Point> const& points,
                                     Side side) {
    std::vector<std::string> items;
    auto const label = side == Side::above ? "For: " : "Against: ";
    for (auto const& point : points) items.push_back(label + point_text(w, point, side) + ".");
    if (items.empty())
        items.push_back(std::string(label) + "no measured fact stood out on this side.");
    return items;
}

std::string with_day(Writing const& w, double value, std::optional<Date> day,
                     std::string_view what) {
    auto const level = w.format.level(value);
    return day ? fmt::format("{} ({} {})", level, w.format.day(*day), what) : level;
}

std::string both_ways(Writing const& w) {
    auto const& call = *w.findings.input->call;
    auto const& s = *w.findings.scenario;
    auto const above = w.format.price(call.reopen_above);
    auto const below = w.format.price(call.reopen_below);
    auto const up = s.next_above ? "the next reference would be " +
                                       with_day(w, *s.next_above, s.next_above_date, "high")
                                 : std::string("no confirmed swing high would stand in the way");
    auto const down = s.next_below
                          ? "it would be " + with_day(w, *s.next_below, s.next_below_date, "low")
                          : std::string("no confirmed swing low would stand beneath");
    return fmt::format("If a session closed above {}, {}; below {}, {}.", above, up, below,
                       s.next_above || !s.next_below
                           ? down
                           : "the next reference would be " +
                                 with_day(w, *s.next_below, s.next_below_date, "low"));
}

std::string upward_plan(Writing const& w) {
    auto const& f = w.findings;
    auto const& call = *f.input->call;
    auto const& s = *f.scenario;
    auto const& zone = f.supports.front();
    auto const end = w.format.price(call.reopen_below);
    if (s.kind == ScenarioKind::upward_too_short)
        return fmt::format(
            "If a close below {} is the invalidation, the way up to the next level "
            "would be too short for a plan.",
            end);
    return fmt::format(
        "Upward, the reference zone would be {}. If a session closed below {}, the plan "
        "would be void; the first resistance would begin at {}.",
        w.format.zone(zone.low, zone.high), end, w.format.level(*s.target));
}

bool mentions(std::vector<std::string> const& notes, std::string const& what) {
    for (auto const& note : notes)
        if (note.find(what) != std::string::npos) return true;
    return false;
}

std::string split_note(Writing const& w) {
    auto const& f = w.findings;
    auto const ratio = f.value("split_ratio");
    auto const day = f.date("split_date");
    if (!ratio || !day || mentions(f.input->data_notes_en, day->iso())) return {};
    if (*ratio >= 1) return fmt::format("{:g}-for-1 split of {} applied.", *ratio, day->iso());
    return fmt::format("1-for-{:g} reverse split of {} applied.",
                       std::round(1 / *ratio * 100) / 100, day->iso());
}

std::string basis_note(Writing const& w) {
    auto const& sheet = w.findings.sheet();
    if (!sheet.vintage_adjusted) return {};
    auto const base = sheet.base_date ? " of " + sheet.base_date->iso() : std::string();
    return fmt::format(
        "Prices are known only in the adjusted form{}, after this session: levels differ from "
        "those "
        "quoted on the day, percentages do not.",
        base);
}

std::string code_note(Writing const& w) {
    auto const& f = w.findings;
    auto const since = f.date("code_since");
    if (!since) return {};
    return fmt::format("The code changed from {} on {}.", f.text("former_code"), since->iso());
}

std::string currency_note(Writing const& w) {
    auto const& f = w.findings;
    auto const since = f.date("currency_since");
    if (!since) return {};
    return fmt::format(
        "The currency of the quotation changed from {} to {} on {}: bars before that day are left "
        "out.",
        f.text("currency_before"), f.sheet().currency, since->iso());
}

}  // namespace

std::vector<Block> write_for_against(Writing const& w) {
    auto const& f = w.findings;
    auto items = point_items(w, f.points_for, Side::above);
    for (auto& item : point_items(w, f.points_against, Side::below))
        items.push_back(std::move(item));
    BlockList blocks;
    return blocks.list(std::move(items)).take();
}

std::vector<Block> write_scenarios(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    if (!f.scenario) return blocks.paragraph("No scenario is drawn without a call.").take();
    std::vector<std::string> sentences{both_ways(w)};
    if (f.scenario->kind != ScenarioKind::both_ways) sentences.push_back(upward_plan(w));
    if (f.scenario->kind == ScenarioKind::both_ways)
        sentences.emplace_back("Between them no plan is given.");
    return blocks.paragraph(join_sentences(sentences)).take();
}

std::vector<Block> write_ahead(Writing const& w) {
    BlockList blocks;
    auto const horizon = w.findings.sheet().horizon;
    if (w.findings.is_index)
        return blocks
            .paragraph(fmt::format("No event calendar is connected: macro releases in the next {} "
                                   "sessions are unknown.",
                                   horizon))
            .take();
    auto const lockups = w.findings.sheet().symbol.market() == market::Market::cn
                             ? "earnings, ex-dates and lock-up expiries"
                             : "earnings and ex-dates";
    return blocks
        .paragraph(fmt::format("No event calendar is connected: {} in the next {} sessions are "
                               "unknown.",
                               lockups, horizon))
        .take();
}

std::vector<Block> write_data_notes(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> notes;
    auto const add = [&](std::string text) {
        if (!text.empty()) notes.push_back(std::move(text));
    };
    add(split_note(w));
    if (auto const paid = f.value("dividends_250"); paid && *paid > 0)
        add(fmt::format("{} cash dividend{} of the last 250 sessions worked into the prices.",
                        capitalised(number_word(static_cast<std::int32_t>(*paid))),
                        *paid > 1 ? "s" : ""));
    add(basis_note(w));
    add(currency_note(w));
    add(code_note(w));
    if (auto const flagged = f.value("flagged_bars_250"); flagged && *flagged > 0)
        add(fmt::format("{} of the last 250 bars carr{} a data flag.", w.format.count(*flagged),
                        *flagged > 1 ? "y" : "ies"));
    for (auto const& note : f.input->data_notes_en) add(note);
    auto const bars = f.value("bars");
    auto const first = f.date("first_session");
    if (bars && first)
        add(fmt::format("Source: {}; {} complete sessions since {}.", f.sheet().source,
                        w.format.count(*bars), first->iso()));
    else
        add(fmt::format("Source: {}.", f.sheet().source));
    BlockList blocks;
    return blocks.list(std::move(notes)).take();
}

std::vector<Block> write_audit(Document const& document) {
    auto const& audit = document.audit;
    BlockList blocks;
    if (audit.total() == 0)
        return blocks.paragraph("This text holds no figure or relation that can be checked.")
            .take();
    auto const problem = [](std::int32_t n, std::string_view what) {
        return (n == 0 ? std::string("none") : std::to_string(n)) + ' ' + std::string(what);
    };
    blocks.paragraph(fmt::format(
        "{} figures and relations checked: {} supported, {} derived, {}, {}.", audit.total(),
        audit.supported, audit.derived, problem(audit.unsupported, "unsupported"),
        problem(audit.contradicted, "contradicted")));
    std::vector<std::string> cells{"Text", "Kind", "Verdict", "Data"};
    for (auto const& claim : document.claims) {
        if (claim.verdict == Verdict::supported || claim.verdict == Verdict::derived) continue;
        cells.push_back(claim.text);
        cells.emplace_back(claim_kind_word(claim.kind, lang));
        cells.emplace_back(verdict_word(claim.verdict, lang));
        cells.push_back(claim.expected.empty() ? "no such fact" : claim.expected);
    }
    if (cells.size() > 4) blocks.table(4, std::move(cells));
    auto const measured = checker_accuracy();
    if (measured.mutants > 0)
        blocks.paragraph(fmt::format(
            "The checker's own accuracy, measured on {} seeded errors in such reports: {:.1f} % "
            "caught, {} false marks on {} untouched claims.",
            measured.mutants, 100.0 * measured.caught / measured.mutants, measured.false_marks,
            measured.originals));
    else
        blocks.paragraph("The checker's own accuracy has not been measured for this version.");
    return blocks.take();
}

std::vector<Block> write_method(Writing const& w, Provenance const& provenance) {
    bool const rules = provenance.analyst.starts_with("rules/");
    auto const& call = w.findings.input->call;
    std::vector<std::string> cells{"Item", "Value"};
    auto const row = [&](std::string name, std::string value) {
        cells.push_back(std::move(name));
        cells.push_back(std::move(value));
    };
    row(rules ? "Rules" : "Model", provenance.analyst);
    row("Prompt", provenance.prompt_version.empty() ? "none" : provenance.prompt_version);
    auto table = provenance.table_version;
    if (table.empty() && call) table = call->table_version;
    row("Probability table", table.empty() ? "none used" : table);
    row("Fact sheet SHA-256", provenance.fact_sheet_sha256);
    BlockList blocks;
    blocks.table(2, std::move(cells));
    bool const shows_call = w.findings.input->profile != "facts_only";
    if (call && call->windows == 0 && shows_call)
        blocks.paragraph(
            "No probability table was complete before this session, so the stated "
            "chances are the drift-free prior.");
    blocks.note(origin_label(rules ? std::string_view() : provenance.analyst, lang));
    blocks.note(std::string(disclaimer(lang)));
    return blocks.take();
}

}  // namespace ec::narrative::en
