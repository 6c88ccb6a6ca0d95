#include <wire/wire_rules.hpp>

#include <ec/base/json_writer.hpp>
#include <ec/base/math.hpp>

#include <cmath>

namespace ec::wire {

std::string render_market_rules(std::vector<market::MarketRule> const& rows) {
    JsonWriter w;
    w.begin_object().key("items").begin_array();
    for (auto const& row : rows) {
        w.begin_object().member("rule", market::to_string(row.rule));
        w.member("market", market::to_string(row.market));
        w.member("scope", market::to_string(row.scope)).member("from", row.from.iso());
        row.until ? w.member("until", row.until->iso()) : w.key("until").null();
        w.member("value", row.value).member("unit", row.unit);
        w.member("price_from", row.price_from);
        w.member("price_below", std::isfinite(row.price_below) ? row.price_below : nan_value());
        w.member("source", row.source).member("standing", market::to_string(row.standing));
        w.member("note", row.note).end_object();
    }
    return w.end_array().end_object().take();
}

}  // namespace ec::wire
