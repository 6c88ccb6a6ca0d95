#include <ec/base/error.hpp>

#include <array>
#include <span>

#include <fmt/format.h>
#include <boost/json.hpp>
#include <wire/wire.hpp>
#include <wire/wire_sources.hpp>

namespace ec::wire {
namespace json = boost::json;
namespace {

constexpr std::size_t max_depth = 64;

json::object parse_object(std::string_view body) {
    json::parse_options options;
    options.max_depth = max_depth;
    boost::system::error_code error;
    auto value = json::parse(body, error, {}, options);
    if (error)
        throw invalid_field("json.malformed", "body", "", error.message(), "Send a JSON object.");
    if (!value.is_object())
        throw invalid_field("json.malformed", "body", "", "not an object", "Send a JSON object.");
    return std::move(value.as_object());
}

void refuse_unknown(json::object const& object, std::span<std::string_view const> known) {
    for (auto const& member : object) {
        bool found = false;
        for (auto const name : known) found = found || member.key() == name;
        if (found) continue;
        std::string list;
        for (auto const name : known) list += (list.empty() ? "" : ", ") + std::string(name);
        throw invalid_field("json.unknown_member", std::string(member.key()).substr(0, 60), "",
                            "is not known here", fmt::format("Known members: {}.", list));
    }
}

std::string text_member(json::object const& object, std::string_view name, std::size_t limit) {
    auto const* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    if (!value->is_string())
        throw invalid_field("json.type", std::string(name), json::serialize(*value).substr(0, 40),
                            "not a text", "Put it between quotes.");
    std::string text(value->get_string());
    if (text.size() > limit)
        throw invalid_field("json.too_long", std::string(name), text.substr(0, 40),
                            fmt::format("longer than {} bytes", limit), "Shorten it.");
    return text;
}

std::string required_text(json::object const& object, std::string_view name, std::size_t limit) {
    auto text = text_member(object, name, limit);
    if (text.empty())
        throw invalid_field("json.missing", std::string(name), "", "missing or empty",
                            "Give it a value.");
    return text;
}

std::optional<Date> date_member(json::object const& object, std::string_view name) {
    auto const text = text_member(object, name, 40);
    if (text.empty()) return std::nullopt;
    return Date::parse(text, name);
}

std::optional<narrative::Language> language_member(json::object const& object) {
    auto const text = text_member(object, "language", 40);
    if (text.empty()) return std::nullopt;
    if (auto const language = narrative::parse_language(text)) return language;
    throw invalid_field("language.unknown", "language", text, "no such language", "Use en or zh.");
}

std::int32_t horizon_member(json::object const& object) {
    auto const* horizon = object.if_contains("horizon");
    if (horizon == nullptr) return 20;
    if (!horizon->is_int64())
        throw invalid_field("json.type", "horizon", json::serialize(*horizon).substr(0, 40),
                            "not a whole number", "Use 5, 20 or 60.");
    auto const sessions = horizon->get_int64();
    if (sessions != 5 && sessions != 20 && sessions != 60)
        throw invalid_field("call.horizon", "horizon", std::to_string(sessions), "no such horizon",
                            "Use 5, 20 or 60.");
    return static_cast<std::int32_t>(sessions);
}

bool flag_member(json::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    if (value == nullptr) return false;
    if (!value->is_bool())
        throw invalid_field("json.type", std::string(name), json::serialize(*value).substr(0, 40),
                            "neither true nor false", "Use true or false.");
    return value->get_bool();
}

std::optional<market::Market> market_member(json::object const& object) {
    auto const text = text_member(object, "market", 10);
    if (text.empty()) return std::nullopt;
    for (auto const market : {market::Market::us, market::Market::hk, market::Market::cn})
        if (market::to_string(market) == text) return market;
    throw invalid_field("market.unknown", "market", text, "no such market", "Use us, hk or cn.");
}

}  // namespace

ConnectBody parse_connect(std::string_view body, ConnectUse use) {
    static constexpr std::array<std::string_view, 3> known{"accept_notice", "key", "market"};
    auto const object = parse_object(body.empty() ? "{}" : body);
    refuse_unknown(object, std::span(known).first(use == ConnectUse::test ? 3 : 2));
    ConnectBody parsed;
    if (flag_member(object, "accept_notice")) parsed.notice = marketdata::NoticeAnswer::accepted;
    // A key is never repeated in an error, so its length is for the connections to judge.
    if (auto const* key = object.if_contains("key"); key != nullptr && !key->is_null()) {
        if (!key->is_string())
            throw invalid_field("json.type", "key", "", "not a text", "Put it between quotes.");
        parsed.key = std::string(key->get_string());
    }
    if (use == ConnectUse::test) parsed.market = market_member(object);
    return parsed;
}

workflows::AnalysisOrder parse_analysis_order(std::string_view body) {
    static constexpr std::array<std::string_view, 5> known{"symbol", "as_of", "language", "horizon",
                                                           "analyst"};
    auto const object = parse_object(body);
    refuse_unknown(object, known);
    workflows::AnalysisOrder order;
    order.symbol = required_text(object, "symbol", 32);
    order.as_of = date_member(object, "as_of");
    order.language = language_member(object).value_or(narrative::Language::en);
    order.horizon = horizon_member(object);
    if (auto analyst = text_member(object, "analyst", 100); !analyst.empty())
        order.analyst = std::move(analyst);
    order.surface = "api";
    return order;
}

AuditOrder parse_audit_order(std::string_view body) {
    static constexpr std::array<std::string_view, 4> known{"text", "symbol", "as_of", "language"};
    auto const object = parse_object(body);
    refuse_unknown(object, known);
    AuditOrder order;
    order.text = required_text(object, "text", 262'144);
    order.symbol = required_text(object, "symbol", 32);
    order.as_of = date_member(object, "as_of");
    order.language = language_member(object);
    return order;
}

}  // namespace ec::wire
