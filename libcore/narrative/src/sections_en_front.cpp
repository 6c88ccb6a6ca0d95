#include "sections_en.hpp"
#include "texts.hpp"

#include <ec/analysis/call_rules.hpp>

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>

namespace ec::narrative::en {
namespace {

constexpr auto lang = Language::en;

std::string price_basis(Writing const& w) {
    auto const& sheet = w.findings.sheet();
    if (w.findings.is_index) return "index level";
    if (sheet.vintage_adjusted && sheet.base_date)
        return "adjusted to " + sheet.base_date->iso() + ", after that day";
    if (sheet.basis == market::PriceBasis::split_adjusted) return "adjusted for splits only";
    return "adjusted to that day";
}

std::string market_line(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> parts;
    if (auto const board = board_word(f.text("board"), lang); !board.empty())
        parts.push_back(std::string(board));
    if (auto const limit = f.value("price_limit_pct"))
        parts.push_back("price limit ±" + w.format.whole_percent(*limit));
    if (auto const turnover = f.value("turnover_pct"))
        parts.push_back("turnover rate " + fmt::format("{:.2f} %", *turnover));
    if (auto const lot = f.value("board_lot"))
        parts.push_back("board lot " + w.format.count(*lot) + " shares");
    if (auto const other = f.text("other_counter"); !other.empty())
        parts.push_back("other counter " + std::string(other));
    if (parts.empty()) return {};
    std::string line = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) line += ", " + parts[i];
    return capitalised(line) + ".";
}

std::string flags_line(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> flags;
    if (f.text("special_treatment") == "yes") flags.emplace_back("special treatment (ST)");
    if (f.text("suspended") == "yes")
        flags.emplace_back("trading suspended");
    else if (auto const since = f.date("suspended_since"))
        flags.push_back("trading suspended since " + since->iso());
    if (f.text("delisting_state") == "period") flags.emplace_back("in its delisting period");
    if (auto const day = f.date("delisted_on"))
        flags.push_back(fmt::format("delisted on {}, its last session is described", day->iso()));
    auto const state = f.text("limit_state");
    if (!state.empty() && state != "none") flags.emplace_back(limit_word(state, lang));
    auto const action = f.text("ex_date");
    if (!action.empty() && action != "none")
        flags.push_back(fmt::format("ex-date of a {} on this session", action));
    if (f.text("session_kind") == "half_day") flags.emplace_back("half-day session");
    if (flags.empty()) return {};
    return capitalised(join_list(flags)) + ".";
}

std::string average_clause(Writing const& w, AverageFinding const& average) {
    auto const distance = w.format.magnitude(average.distance_pct);
    auto slope = std::string(slope_word(average.slope));
    if (!slope.empty()) slope += ' ';
    return fmt::format("{} {} its {}{}-day average{}", distance, side_word(average.side), slope,
                       average.days, average.near ? " (near it)" : "");
}

std::string state_sentence(Writing const& w) {
    auto const& f = w.findings;
    auto const close = f.value("close");
    std::vector<std::string> clauses;
    for (auto const& average : {f.long_average, f.middle_average})
        if (average) clauses.push_back(average_clause(w, *average));
    if (!clauses.empty())
        return capitalised(fmt::format("{} closed {}.", f.name_en, join_list(clauses)));
    if (!close) return "No complete session is stored for " + f.name_en + ".";
    auto const move = f.value("return_1");
    if (!move)
        return capitalised(fmt::format("{} closed at {}.", f.name_en, w.format.price(*close)));
    return capitalised(fmt::format("{} closed at {}, {} on the day.", f.name_en,
                                   w.format.price(*close), w.format.signed_percent(*move)));
}

std::string conditions_clause(Conditions const& c) {
    if (c.up == 6) return "All six measured conditions pointed up";
    if (c.down == 6) return "All six measured conditions pointed down";
    if (c.up == 3 && c.down == 3) return "Six measured conditions split three to three";
    std::vector<std::string> parts;
    auto const add = [&](std::int32_t n, std::string_view where) {
        if (n > 0)
            parts.push_back(number_word(n) + (parts.empty() ? " pointed " : " ") +
                            std::string(where));
    };
    add(c.up, "up");
    add(c.down, "down");
    if (c.neither > 0) parts.push_back(number_word(c.neither) + " neither way");
    return "Of six measured conditions " + join_list(parts);
}

std::string lean_clause(Writing const& w) {
    auto const& f = w.findings;
    if (f.lean.empty()) return {};
    auto const word = lean_word(f.lean, lang);
    if (f.lean_new) return fmt::format("; with this session the lean turned {}", word);
    auto const since = f.date("lean_since");
    if (f.lean == "mixed" || !since) return {};
    bool const thin = f.conditions && std::abs(f.conditions->up - f.conditions->down) < 3;
    return fmt::format("; the lean has {} {} since {}", thin ? "still been" : "been", word,
                       w.format.day(*since));
}

std::string conditions_sentence(Writing const& w) {
    if (!w.findings.conditions) return {};
    return conditions_clause(*w.findings.conditions) + lean_clause(w) + ".";
}

std::string whole(double fraction) { return fmt::format("{:.0f}", fraction * 100); }

std::vector<std::string> call_sentences(analysis::Call const& call, Format const& format) {
    std::vector<std::string> sentences;
    sentences.push_back(fmt::format("The {}-session call is {} at {} % (base rate {} %, {}).",
                                    call.horizon, direction_word(call.direction, lang),
                                    whole(call.confidence),
                                    whole(analysis::share_of(call.direction, call.base_rate)),
                                    call.measured_edge ? "a measured edge" : "no measured edge"));
    if (call.against_lean)
        sentences.push_back(fmt::format(
            "Trend evidence is {}, yet the opposite outcome followed such readings more often.",
            lean_word(analysis::to_string(call.lean), lang)));
    auto const above = format.price(call.reopen_above);
    auto const below = format.price(call.reopen_below);
    if (call.direction == analysis::Direction::up)
        sentences.push_back(fmt::format("A close below {} would reopen it.", below));
    else if (call.direction == analysis::Direction::down)
        sentences.push_back(fmt::format("A close above {} would reopen it.", above));
    else
        sentences.push_back(
            fmt::format("A close above {} or below {} would reopen it.", above, below));
    return sentences;
}

std::string_view event_word(analysis::Direction direction) {
    return direction == analysis::Direction::neutral ? "inside" : direction_word(direction, lang);
}

std::string likelier_sentence(Findings const& f) {
    if (!f.likelier) return {};
    return fmt::format("The direction follows the lean; the largest share belongs to {}{}.",
                       event_word(*f.likelier),
                       f.likelier_in_base ? ", as it does in the base rates" : "");
}

std::string abstain_reason(Writing const& w, analysis::AbstainReason reason) {
    auto const bars = w.findings.value("bars");
    if (reason == analysis::AbstainReason::too_few_sessions && bars)
        return fmt::format("{} complete sessions are too few", w.format.count(*bars));
    return std::string(abstain_words(reason, lang));
}

std::string no_call_sentence(Writing const& w) {
    auto const& input = *w.findings.input;
    if (!input.abstained.empty()) {
        std::vector<std::string> reasons;
        for (auto const reason : input.abstained) reasons.push_back(abstain_reason(w, reason));
        return fmt::format("No call is given: {}.", join_list(reasons));
    }
    if (!input.void_reason.empty())
        return fmt::format("The call was removed: {}.", void_words(input.void_reason, lang));
    return "No call was made for this session.";
}

std::string change_sentence(Writing const& w, Change const& change) {
    auto const& f = w.findings;
    auto const value = [&](std::string_view id) { return f.value(id).value_or(0); };
    switch (change.kind) {
        case ChangeKind::crossed_average:
            return fmt::format("{} the {}-day average ({}).",
                               change.side == Side::above ? "Closed back above" : "Fell below",
                               change.days,
                               w.format.price(value(fmt::format("sma_{}", change.days))));
        case ChangeKind::lean_turned:
            return fmt::format("The lean turned from {} to {}.", lean_word(change.from, lang),
                               lean_word(change.to, lang));
        case ChangeKind::call_turned:
            return fmt::format("The call moved from {} to {}.", change.from, change.to);
        case ChangeKind::histogram_turned:
            return fmt::format("The MACD histogram turned {} ({}).",
                               change.side == Side::above ? "positive" : "negative",
                               w.format.signed_small(value("macd_hist")));
        case ChangeKind::stretch_began:
            return fmt::format("RSI(14) became stretched at {}.",
                               w.format.reading(value("rsi_14")));
        case ChangeKind::stretch_ended:
            return fmt::format("RSI(14) came back into its middle range at {}.",
                               w.format.reading(value("rsi_14")));
        case ChangeKind::volume_heavy:
            return fmt::format("Volume was heavy at {} times the 20-day average.",
                               w.format.times(value("volume_ratio_20")));
        case ChangeKind::sharp_move:
            return fmt::format(
                "The close {} {}, a sharp move beside a daily standard deviation of {}.",
                value("return_1") > 0 ? "rose" : "fell", w.format.magnitude(value("return_1")),
                w.format.percent(value("daily_sd_60")));
    }
    return {};
}

}  // namespace

std::string write_status(Writing const& w, AuditSummary const& audit, std::string_view model) {
    auto const& sheet = w.findings.sheet();
    auto const kind = w.findings.text("session_kind");
    auto const suspended = w.findings.text("suspended") == "yes";
    std::string line = sheet.sample ? "Sample data" : sheet.source;
    line += fmt::format(" · last session {} ({})", sheet.as_of.iso(),
                        suspended            ? "trading suspended"
                        : kind == "half_day" ? "half day, complete"
                        : kind == "regular"  ? "regular, complete"
                                             : "complete, hours not in the calendar");
    line += " · " + price_basis(w);
    line += model.empty() ? " · rule-based analyst" : fmt::format(" · analyst {}", model);
    if (audit.total() == 0) return line;
    auto const matching = audit.supported + audit.derived;
    return line + fmt::format(" · {} figures checked, {} match", audit.total(), matching);
}

std::vector<Block> write_header(Writing const& w) {
    auto const& f = w.findings;
    auto const& sheet = f.sheet();
    std::vector<std::string> names;
    for (auto const& name : {sheet.name_en, sheet.name_zh})
        if (!name.empty()) names.push_back(name);
    std::string line = names.empty() ? "Name unknown" : names[0];
    if (names.size() > 1) line += " (" + names[1] + ")";
    line += " · " + sheet.symbol.text();
    if (!sheet.exchange_name.empty()) line += " · " + sheet.exchange_name;
    line += " · " + (f.is_index ? std::string("points") : sheet.currency);
    if (!sheet.industry_en.empty()) line += " · " + sheet.industry_en;

    std::string quote;
    auto const close = f.value("close");
    auto const previous = f.value("previous_close");
    auto const change = f.value("change");
    auto const move = f.value("return_1");
    if (close) quote = "Close " + w.format.price(*close);
    if (close && previous && change && move)
        quote += fmt::format(", {} ({}) against the {}previous close of {}",
                             w.format.signed_price(*change), w.format.signed_percent(*move),
                             f.is_index ? "" : "adjusted ", w.format.price(*previous));
    if (close) quote += ".";
    BlockList blocks;
    blocks.paragraph(line).paragraph(quote).paragraph(market_line(w)).paragraph(flags_line(w));
    return blocks.take();
}

std::vector<Block> write_bottom_line(Writing const& w) {
    auto const& input = *w.findings.input;
    BlockList blocks;
    if (input.profile == "facts_only" && input.abstained.empty())
        return blocks.paragraph(state_sentence(w)).take();
    std::vector<std::string> sentences{state_sentence(w)};
    if (input.abstained.empty()) sentences.push_back(conditions_sentence(w));
    if (input.call)
        for (auto& sentence : call_sentences(*input.call, w.format))
            sentences.push_back(std::move(sentence));
    else if (input.profile != "facts_only" || !input.abstained.empty())
        sentences.push_back(no_call_sentence(w));
    return blocks.paragraph(join_sentences(sentences)).take();
}

std::vector<Block> write_call_card(Writing const& w) {
    auto const& input = *w.findings.input;
    BlockList blocks;
    if (!input.call) return blocks.paragraph(no_call_sentence(w)).take();
    auto const& call = *input.call;
    auto const windows =
        call.windows > 0
            ? fmt::format("{} comparable windows", call.windows)
            : std::string("no comparable windows, so the drift-free prior stands alone");
    auto const share = share_digits(call.probability);
    auto const base = share_digits(call.base_rate);
    blocks.paragraph(fmt::format(
        "Up (close above {}) {} %, inside {} %, down (below {}) {} %; base rates {}/{}/{}; {}.",
        w.format.price(call.up_above), share[0], share[1], w.format.price(call.down_below),
        share[2], base[0], base[1], base[2], windows));
    blocks.paragraph(likelier_sentence(w.findings));
    std::string lean = fmt::format("Lean: {}", lean_word(analysis::to_string(call.lean), lang));
    if (call.lean_since) lean += " since " + w.format.day(*call.lean_since);
    if (auto const kept = w.findings.value("lean_sessions"))
        lean += fmt::format(" ({} {})", w.format.count(*kept), *kept == 1 ? "session" : "sessions");
    blocks.paragraph(lean + ".");
    if (!call.thesis.empty()) blocks.paragraph(call.thesis);
    return blocks.take();
}

std::vector<Block> write_changes(Writing const& w) {
    auto const& f = w.findings;
    std::vector<std::string> sentences;
    bool call_turned = false;
    for (auto const& change : f.changes) {
        if (change.kind == ChangeKind::call_turned && f.input->profile == "facts_only") continue;
        call_turned = call_turned || change.kind == ChangeKind::call_turned;
        sentences.push_back(change_sentence(w, change));
    }
    auto const& previous = f.input->previous;
    bool const had_call = previous && previous->find("call_direction") != nullptr &&
                          previous->find("call_direction")->present();
    if (sentences.empty())
        sentences.emplace_back(previous ? "Nothing material changed."
                                        : "No earlier session is stored to compare with.");
    else if (had_call && f.input->call && !call_turned && f.input->profile != "facts_only")
        sentences.emplace_back("Call unchanged.");
    BlockList blocks;
    return blocks.paragraph(join_sentences(sentences)).take();
}

std::vector<Block> write_chart(Writing const& w) {
    auto const& f = w.findings;
    BlockList blocks;
    blocks.chart();
    std::vector<std::string> averages;
    for (auto const& average : {f.short_average, f.middle_average, f.long_average})
        if (average) averages.push_back(fmt::format("{}-day", average->days));
    std::string line = "Candles up to " + f.session().iso();
    if (!averages.empty()) line += " with the " + join_list(averages) + " averages";
    bool const zones = !f.supports.empty() || !f.resistances.empty();
    blocks.paragraph(line + (zones ? " and the zones listed below." : "."));
    std::vector<std::string> cells{"On the chart", "Value"};
    auto const row = [&](std::string name, std::string value) {
        cells.push_back(std::move(name));
        cells.push_back(std::move(value));
    };
    if (auto const close = f.value("close")) row("Close", w.format.price(*close));
    for (auto const& average : {f.short_average, f.middle_average, f.long_average})
        if (average)
            row(fmt::format("{}-day average", average->days), w.format.price(average->value));
    if (auto const volume = f.value("volume")) row("Volume", w.format.shares(*volume));
    if (cells.size() > 2) blocks.table(2, std::move(cells));
    return blocks.take();
}

}  // namespace ec::narrative::en
