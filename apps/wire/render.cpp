#include <wire/wire.hpp>
#include <wire/wire_events.hpp>

#include <ec/base/json_writer.hpp>
#include <ec/indicators/registry.hpp>

#include <algorithm>
#include <array>

namespace ec::wire {
namespace {

void write_problem(JsonWriter& w, workflows::AnalysisTask const& task, std::string_view trace_id) {
    w.key("error").begin_object();
    w.member("type", "about:blank").member("title", "Analysis failed").member("status", 422);
    w.member("detail", task.error_message).member("code", task.error_code);
    w.text_member("reason", task.error_reason);
    w.member("trace_id", trace_id).end_object();
}

void write_task(JsonWriter& w, workflows::AnalysisTask const& task, std::string_view trace_id) {
    w.begin_object().member("id", task.id).member("symbol", task.symbol);
    w.member("as_of", task.as_of.iso());
    w.member("language", narrative::to_string(task.language)).member("horizon", task.horizon);
    w.text_member("analyst", task.analyst);
    w.member("state", workflows::to_string(task.state));
    w.member("step", workflows::to_string(task.step)).member("progress", task.percent);
    w.text_member("outcome", task.outcome);
    w.text_member("report_id", task.report_id.value_or(""));
    if (!task.error_message.empty()) write_problem(w, task, trace_id);
    w.member("created_at_us", task.created_at_us);
    if (task.finished_at_us) w.member("finished_at_us", *task.finished_at_us);
    w.end_object();
}

void write_summary(JsonWriter& w, narrative::AuditSummary const& audit) {
    w.begin_object().member("supported", audit.supported).member("derived", audit.derived);
    w.member("unsupported", audit.unsupported).member("contradicted", audit.contradicted);
    w.end_object();
}

void write_claim(JsonWriter& w, narrative::Claim const& claim) {
    w.begin_object().member("id", claim.id);
    w.member("begin", static_cast<std::int64_t>(claim.begin));
    w.member("end", static_cast<std::int64_t>(claim.end)).member("text", claim.text);
    w.member("kind", narrative::to_string(claim.kind));
    if (claim.value) w.member("value", *claim.value);
    w.member("verdict", narrative::to_string(claim.verdict)).key("facts").begin_array();
    for (auto const& fact : claim.facts) w.value(fact);
    w.end_array();
    w.text_member("operation", claim.operation).text_member("expected", claim.expected);
    w.text_member("reason", claim.reason).end_object();
}

void write_numbers(JsonWriter& w, std::string_view name, std::vector<double> const& values,
                   std::size_t first) {
    w.key(name).begin_array();
    for (std::size_t i = first; i < values.size(); ++i) w.value(values[i]);
    w.end_array();
}

void write_dates(JsonWriter& w, std::vector<Date> const& dates, std::size_t first) {
    w.key("date").begin_array();
    for (std::size_t i = first; i < dates.size(); ++i) w.value(dates[i].iso());
    w.end_array();
}

void write_flags(JsonWriter& w, std::vector<market::BarFlags> const& flags, std::size_t first) {
    using market::BarFlag;
    static constexpr std::array all{
        BarFlag::impossible_price,  BarFlag::unit_error,  BarFlag::duplicate,
        BarFlag::unexplained_gap,   BarFlag::zero_volume, BarFlag::suspended,
        BarFlag::partial,           BarFlag::st,          BarFlag::limit_locked_up,
        BarFlag::limit_locked_down, BarFlag::not_provable};
    w.key("flags").begin_array();
    for (std::size_t i = first; i < flags.size(); ++i) {
        w.begin_array();
        for (auto const flag : all)
            if (market::has(flags[i], flag)) w.value(market::to_string(flag));
        w.end_array();
    }
    w.end_array();
}

struct BarsHead {
    std::string symbol;
    std::string currency;
    std::string source;
    market::PriceBasis basis = market::PriceBasis::raw;
    std::optional<Date> base_date;
    bool sample = false;
    Date as_of;
    bool vintage_adjusted = false;
};

void write_bars(JsonWriter& w, BarsHead const& head, market::Bars const& bars, std::size_t first) {
    w.begin_object().member("symbol", head.symbol).member("currency", head.currency);
    w.member("source", head.source).member("basis", market::to_string(head.basis));
    if (head.base_date) w.member("base_date", head.base_date->iso());
    w.member("sample", head.sample).member("as_of", head.as_of.iso());
    w.member("vintage_adjusted", head.vintage_adjusted);
    write_dates(w, bars.date, first);
    write_numbers(w, "open", bars.open, first);
    write_numbers(w, "high", bars.high, first);
    write_numbers(w, "low", bars.low, first);
    write_numbers(w, "close", bars.close, first);
    write_numbers(w, "volume", bars.volume, first);
    write_flags(w, bars.flags, first);
    w.end_object();
}

std::size_t first_row(std::size_t rows, std::size_t sessions) {
    return rows > sessions ? rows - sessions : 0;
}

void write_row(JsonWriter& w, reports::StoredReport const& row) {
    w.begin_object().member("id", row.id).member("symbol", row.symbol);
    w.text_member("name_en", row.name_en).text_member("name_zh", row.name_zh);
    w.member("as_of", row.as_of.iso());
    w.member("language", narrative::to_string(row.language)).member("horizon", row.horizon);
    w.member("outcome", analysis::to_string(row.outcome));
    w.text_member("direction", row.direction);
    w.member("analyst", row.analyst).member("sample", row.sample).key("audit");
    write_summary(w, row.audit);
    w.member("sha256", row.sha256).member("created_at_us", row.created_at_us).end_object();
}

void write_symbol(JsonWriter& w, workflows::SymbolListing const& item) {
    auto const& known = item.instrument;
    w.begin_object().member("symbol", known.symbol.text());
    w.member("market", market::to_string(known.symbol.market()));
    w.text_member("name_en", known.name_en).text_member("name_zh", known.name_zh);
    w.text_member("exchange", known.exchange);
    bool const ascii = std::ranges::all_of(
        known.industry, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    w.text_member(ascii ? "industry_en" : "industry_zh", known.industry);
    w.member("currency", known.currency).member("kind", market::to_string(known.kind));
    bool const has_bars = item.series && item.series->bars > 0;
    w.member("has_bars", has_bars).member("sample", has_bars && item.series->sample == 1);
    if (has_bars) {
        if (item.series->first_date) w.member("first_session", item.series->first_date->iso());
        if (item.series->last_date) w.member("last_session", item.series->last_date->iso());
        if (item.replay_as_of) w.member("replay_as_of", item.replay_as_of->iso());
        w.member("source", item.series->source);
        w.member("basis", market::to_string(item.series->basis));
    }
    w.text_member("former_code", known.former_code);
    write_listing_state(w, item.events.state);
    write_events(w, item.events.events);
    w.end_object();
}

}  // namespace

std::string render_task(workflows::AnalysisTask const& task, std::string_view trace_id) {
    JsonWriter w;
    write_task(w, task, trace_id);
    return w.take();
}

std::string render_task_page(workflows::TaskPage const& page, std::string_view trace_id) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& task : page.items) write_task(w, task, trace_id);
    w.end_array().text_member("next_cursor", page.next_cursor).end_object();
    return w.take();
}

std::string render_symbol(workflows::SymbolListing const& symbol) {
    JsonWriter w;
    write_symbol(w, symbol);
    return w.take();
}

std::string render_symbols(std::vector<workflows::SymbolListing> const& symbols) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& symbol : symbols) write_symbol(w, symbol);
    w.end_array().end_object();
    return w.take();
}

std::string render_bars(workflows::MarketView const& view, std::size_t sessions) {
    JsonWriter w;
    auto const& series = *view.series;
    write_bars(w,
               {series.symbol.text(), series.currency, series.source, series.basis,
                series.base_date, series.sample == 1, view.view.as_of, view.view.vintage_adjusted},
               view.view.bars, first_row(view.view.bars.size(), sessions));
    return w.take();
}

std::string render_indicators(workflows::MarketView const& view, std::size_t sessions,
                              std::vector<workflows::IndicatorColumns> const& columns) {
    std::size_t const first = first_row(view.view.bars.size(), sessions);
    JsonWriter w;
    w.begin_object().member("symbol", view.series->symbol.text());
    w.member("as_of", view.view.as_of.iso());
    write_dates(w, view.view.bars.date, first);
    w.key("items").begin_array();
    for (auto const& item : columns) {
        w.begin_object().member("name", item.text).key("columns").begin_object();
        for (auto const& [name, values] : item.columns) write_numbers(w, name, values, first);
        w.end_object().end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::string render_indicator_list() {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& spec : indicators::list_indicators()) {
        w.begin_object().member("name", spec.name).member("title", spec.title);
        w.member("group", spec.group).key("inputs").begin_array();
        for (auto const input : spec.inputs) w.value(indicators::to_string(input));
        w.end_array().key("parameters").begin_array();
        for (auto const& param : spec.parameters) {
            w.begin_object().member("name", param.name);
            w.member("type", indicators::to_string(param.type));
            w.member("default", param.default_value);
            if (param.type == indicators::ParamType::choice) {
                w.key("choices").begin_array();
                for (auto const& choice : param.choices) w.value(choice);
                w.end_array();
            } else {
                w.member("minimum", param.minimum).member("maximum", param.maximum);
            }
            w.end_object();
        }
        w.end_array().key("outputs").begin_array();
        for (auto const& output : spec.outputs) w.value(output);
        w.end_array().member("warm_up", spec.warm_up).member("formula", spec.formula);
        w.member("source", spec.source).end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::string render_report_page(reports::ReportPage const& page) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& row : page.rows) write_row(w, row);
    w.end_array().text_member("next_cursor", page.next_cursor).end_object();
    return w.take();
}

std::string render_report_detail(reports::StoredReport const& row, reports::Report const& report,
                                 reports::RenderOptions const& options) {
    JsonWriter w;
    w.begin_object().key("row");
    write_row(w, row);
    w.key("report").raw(reports::render_view_json(report, options)).end_object();
    return w.take();
}

std::string render_reveal(workflows::Reveal const& reveal) {
    JsonWriter w;
    w.begin_object().member("symbol", reveal.symbol).member("as_of", reveal.as_of.iso());
    w.member("horizon", reveal.horizon).member("sessions", reveal.sessions);
    w.member("complete", reveal.complete()).member("close", reveal.close).key("bars");
    write_bars(w,
               {reveal.symbol, reveal.currency, reveal.source, reveal.basis, reveal.base_date,
                reveal.sample, reveal.as_of, false},
               reveal.bars, 0);
    if (reveal.final_close) w.member("final_close", *reveal.final_close);
    if (reveal.change_pct) w.member("change_pct", *reveal.change_pct);
    if (reveal.direction) w.member("direction", analysis::to_string(*reveal.direction));
    if (reveal.score) {
        w.member("event", analysis::to_string(reveal.score->event));
        w.member("hit", reveal.hit()).member("brier", reveal.score->brier);
        w.member("brier_base", reveal.score->base_brier);
    }
    w.end_object();
    return w.take();
}

std::string render_audit(workflows::CheckedText const& checked) {
    JsonWriter w;
    w.begin_object().member("symbol", checked.symbol).member("as_of", checked.as_of.iso());
    w.member("language", narrative::to_string(checked.language));
    w.member("sample", checked.sheet.sample).key("summary");
    write_summary(w, checked.audit.summary);
    w.key("claims").begin_array();
    for (auto const& claim : checked.audit.claims) write_claim(w, claim);
    w.end_array().end_object();
    return w.take();
}

std::string render_verification(reports::Verification const& verification) {
    JsonWriter w;
    w.begin_object().member("ok", verification.ok());
    w.member("rederived", verification.rederived);
    w.text_member("not_rederived", verification.not_rederived);
    w.member("bundle_sha256", verification.bundle_sha256).key("findings").begin_array();
    for (auto const& finding : verification.findings) {
        w.begin_object().member("kind", reports::to_string(finding.kind));
        w.member("part", finding.part).text_member("pointer", finding.pointer);
        if (finding.offset) w.member("offset", static_cast<std::int64_t>(*finding.offset));
        w.text_member("expected", finding.expected).text_member("found", finding.found);
        w.member("message", finding.message).end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::string render_session(SessionView const& session) {
    JsonWriter w;
    w.begin_object().key("user").begin_object().member("id", session.user_id);
    w.member("local", session.local).end_object().member("profile", session.profile);
    w.key("analysts").begin_array().begin_object().member("id", workflows::rules_analyst);
    w.member("kind", "rules").end_object();
    if (!session.model.empty())
        w.begin_object().member("id", session.model).member("kind", "model").end_object();
    w.end_array().member("sample_only", session.sample_only).key("connected").begin_array();
    for (auto const& market : session.connected) w.value(market);
    w.end_array();
    if (session.recorded_until) w.member("recorded_until", session.recorded_until->iso());
    w.member("version", session.version).end_object();
    return w.take();
}

}  // namespace ec::wire
