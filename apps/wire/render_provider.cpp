#include <wire/wire_provider.hpp>

#include <ec/base/json_writer.hpp>
#include <ec/market/unit_proof.hpp>

namespace ec::wire {
namespace {

void write_flags(JsonWriter& w, market::BarFlags flags) {
    w.key("flags").begin_array();
    for (unsigned bit = 0; bit < 11; ++bit) {
        auto const flag = static_cast<market::BarFlag>(1U << bit);
        if (has(flags, flag)) w.value(market::to_string(flag));
    }
    w.end_array();
}

void write_bars(JsonWriter& w, marketdata::ProviderAnswer const& answer) {
    w.key("bars").begin_array();
    for (std::size_t i = 0; i < answer.bars.size(); ++i) {
        auto const bar = answer.bars.at(i);
        w.begin_object().member("row", static_cast<std::int64_t>(answer.rows[i]));
        w.member("date", bar.date.iso()).member("open", bar.open).member("high", bar.high);
        w.member("low", bar.low).member("close", bar.close).member("volume", bar.volume);
        w.member("amount", bar.amount).member("previous_close", bar.previous_close);
        w.member("turnover_pct", bar.turnover_pct);
        if (!answer.adjusted_close.empty()) w.member("adjusted_close", answer.adjusted_close[i]);
        write_flags(w, bar.flags);
        w.end_object();
    }
    w.end_array();
}

void write_proof(JsonWriter& w, market::UnitProof const& proof) {
    w.key("units").begin_object().member("verdict", market::to_string(proof.verdict));
    w.member("tested", static_cast<std::int64_t>(proof.tested));
    w.member("inside", static_cast<std::int64_t>(proof.inside)).end_object();
}

}  // namespace

std::string render_provider_answer(marketdata::ProviderAnswer const& answer) {
    JsonWriter w;
    w.begin_object().member("provider", marketdata::to_string(answer.provider));
    w.member("kind", marketdata::to_string(answer.kind)).member("symbol", answer.symbol.text());
    w.member("instrument", market::to_string(answer.instrument));
    w.text_member("source_symbol", answer.source_symbol).text_member("name", answer.name);
    w.text_member("exchange", answer.exchange).member("currency", answer.currency);
    w.member("basis", market::to_string(answer.basis));
    if (answer.as_of_us) w.member("as_of", format_utc(*answer.as_of_us));
    w.member("volume_scale", answer.volume_scale).member("amount_scale", answer.amount_scale);
    write_proof(w, market::prove_units(answer.bars, answer.basis, answer.instrument));
    w.member("rows_read", static_cast<std::int64_t>(answer.rows_read));
    write_bars(w, answer);
    w.key("actions").begin_array();
    for (auto const& action : answer.actions) {
        w.begin_object().member("ex_date", action.ex_date.iso());
        w.member("kind", market::to_string(action.kind)).member("amount", action.amount);
        w.end_object();
    }
    w.end_array().key("rejected").begin_array();
    for (auto const& row : answer.rejected) {
        w.begin_object().member("row", static_cast<std::int64_t>(row.line));
        w.member("reason", row.reason).member("text", row.text).end_object();
    }
    w.end_array().key("notes").begin_array();
    for (auto const& one : answer.notes)
        w.begin_object().member("key", one.key).member("text", one.text).end_object();
    return w.end_array().end_object().take();
}

}  // namespace ec::wire
