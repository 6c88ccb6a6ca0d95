#include "wire_sources.hpp"

#include <ec/base/json_writer.hpp>

#include <algorithm>

namespace ec::wire {
namespace {

template <class Value>
void optional_member(JsonWriter& w, std::string_view name, std::optional<Value> const& value) {
    w.key(name);
    if (value)
        w.value(*value);
    else
        w.null();
}

void optional_date(JsonWriter& w, std::string_view name, std::optional<Date> const& date) {
    optional_member(w, name, date ? std::optional(date->iso()) : std::nullopt);
}

void provider(JsonWriter& w, workflows::ProviderView const& view) {
    auto const& info = view.info;
    w.begin_object().member("name", info.name).member("title", info.title);
    w.member("standing", marketdata::to_string(info.standing));
    w.member("needs_key", info.needs_key == 1);
    w.member("answers", marketdata::to_string(info.answers));
    w.key("markets").begin_array();
    for (auto const market : info.markets) w.value(market::to_string(market));
    w.end_array().key("tried_for").begin_array();
    for (auto const& market : view.tried_for) w.value(market);
    w.end_array().key("notice").begin_object();
    w.member("en", info.notice_en).member("zh", info.notice_zh).end_object();
    w.member("enabled", view.connection.enabled == 1);
    w.member("by_configuration", view.connection.by_configuration == 1);
    w.member("key", marketdata::to_string(view.connection.key));
    optional_member(w, "notice_accepted_at_us", view.connection.notice_accepted_at_us);
    w.key("health").begin_object();
    w.member("breaker", marketdata::to_string(view.state.breaker.state));
    w.member("failures", std::int64_t{view.state.breaker.failures});
    optional_member(w, "retry_at_us", view.state.breaker.retry_at_us);
    w.member("last_reason", view.state.breaker.last_reason);
    optional_member(w, "last_success_at_us", view.state.last_success_at_us);
    optional_member(w, "last_failure_at_us", view.state.last_failure_at_us);
    optional_member(w, "last_latency_ms", view.state.last_latency_ms);
    w.member("calls_today", view.state.calls_today);
    w.member("daily_calls", view.state.daily_calls).end_object().end_object();
}

void attempts(JsonWriter& w, std::vector<FieldError> const& list) {
    w.key("attempts").begin_array();
    for (auto const& attempt : list) {
        w.begin_object().member("provider", attempt.field).member("reason", attempt.value);
        w.member("detail", attempt.problem).member("remedy", attempt.remedy).end_object();
    }
    w.end_array();
}

void refresh(JsonWriter& w, workflows::PriceRefresh const& one) {
    w.begin_object().member("symbol", one.symbol.text());
    w.member("state", workflows::to_string(one.state)).member("source", one.source);
    w.member("placement", marketdata::to_string(one.placement));
    w.member("added", one.change.added).member("changed", one.change.changed);
    optional_date(w, "expected_session", one.expected_session);
    optional_date(w, "last_session", one.last_session);
    w.member("latency_ms", one.latency_ms);
    w.member("reason", one.reason).member("detail", one.detail);
    attempts(w, one.attempts);
    w.end_object();
}

}  // namespace

std::string render_provider(workflows::ProviderView const& view) {
    JsonWriter w;
    provider(w, view);
    return w.take();
}

std::string render_providers(std::vector<workflows::ProviderView> const& views) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& view : views) provider(w, view);
    return w.end_array().end_object().take();
}

std::string render_tests(std::vector<marketdata::ConnectionTest> const& tests) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& test : tests) {
        w.begin_object().member("provider", marketdata::to_string(test.provider));
        w.member("symbol", test.symbol.text());
        w.member("market", market::to_string(test.symbol.market()));
        w.member("source", test.source).member("works", test.reason.empty());
        w.member("reason", test.reason).member("detail", test.detail);
        w.member("status", std::int64_t{test.status}).member("latency_ms", test.latency_ms);
        optional_date(w, "last_session", test.last_session);
        w.member("bars", static_cast<std::int64_t>(test.bars));
        optional_member(w, "retry_at_us", test.retry_at_us);
        w.end_object();
    }
    return w.end_array().end_object().take();
}

std::string render_refresh(workflows::PriceRefresh const& one) {
    JsonWriter w;
    refresh(w, one);
    return w.take();
}

std::string render_refreshes(std::vector<workflows::PriceRefresh> const& refreshes) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& one : refreshes) refresh(w, one);
    return w.end_array().end_object().take();
}

std::string render_import(marketdata::ImportReport const& report, marketdata::ImportMode mode,
                          std::size_t max_rows) {
    JsonWriter w;
    w.begin_object().member("dry_run", mode == marketdata::ImportMode::dry_run);
    w.member("layout", report.mapping.layout).member("encoding", report.encoding);
    w.member("basis", market::to_string(report.mapping.basis));
    w.member("basis_evidence", report.mapping.basis_evidence);
    w.member("unit_evidence", report.mapping.unit_evidence).key("columns").begin_array();
    for (auto const& column : report.mapping.columns)
        w.begin_object().member("heading", column.heading).member("role", column.role).end_object();
    w.end_array().member("rows_read", static_cast<std::int64_t>(report.rows_read));
    w.member("accepted", static_cast<std::int64_t>(report.accepted));
    w.member("rejected_count", static_cast<std::int64_t>(report.rejected.size()));
    w.member("flagged_count", static_cast<std::int64_t>(report.flagged.size()));
    w.member("added", report.change.added).member("changed", report.change.changed);
    w.member("unchanged", report.change.unchanged);
    optional_date(w, "first_date", report.first_date);
    optional_date(w, "last_date", report.last_date);
    w.key("rejected").begin_array();
    for (std::size_t i = 0; i < std::min(report.rejected.size(), max_rows); ++i) {
        auto const& row = report.rejected[i];
        w.begin_object().member("line", static_cast<std::int64_t>(row.line));
        w.member("reason", row.reason).member("text", row.text).end_object();
    }
    w.end_array().key("flagged").begin_array();
    for (std::size_t i = 0; i < std::min(report.flagged.size(), max_rows); ++i) {
        auto const& row = report.flagged[i];
        w.begin_object().member("line", static_cast<std::int64_t>(row.line));
        w.member("date", row.date.iso()).key("flags").begin_array();
        for (auto const& flag : row.flags) w.value(flag);
        w.end_array().end_object();
    }
    return w.end_array().end_object().take();
}

}  // namespace ec::wire
