#include "json_text.hpp"

#include <ec/analysis/fact_sheet.hpp>
#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>

#include <boost/json.hpp>

namespace ec::analysis {
namespace {

constexpr std::string_view format_name = "equitycompass.facts/1";

// --- writing -----------------------------------------------------------------------------------

void append_member(std::string& out, std::string_view key, std::string_view text) {
    append_json_string(out, key);
    out += ':';
    append_json_string(out, text);
    out += ',';
}

void append_date(std::string& out, std::optional<Date> date) {
    if (date)
        append_json_string(out, date->iso());
    else
        out += "null";
}

void append_value(std::string& out, Fact const& fact) {
    if (!fact.present())
        out += "null";
    else if (fact.unit == Unit::date)
        append_date(out, fact.date);
    else if (fact.unit == Unit::text)
        append_json_string(out, fact.text);
    else
        out += fact.value ? format_canonical(*fact.value) : "null";
}

void append_fact(std::string& out, Fact const& fact) {
    out += '{';
    append_member(out, "id", fact.id);
    append_member(out, "unit", to_string(fact.unit));
    out += "\"value\":";
    append_value(out, fact);
    out += ",\"absent\":";
    if (fact.present())
        out += "null";
    else
        append_json_string(out, fact.absent);
    out += ',';
    append_member(out, "formula", fact.formula);
    if (fact.unit != Unit::text && !fact.text.empty()) append_member(out, "note", fact.text);
    out += "\"window\":";
    if (fact.window_first && fact.window_last) {
        out += "{\"first\":";
        append_date(out, fact.window_first);
        out += ",\"last\":";
        append_date(out, fact.window_last);
        out += ",\"bars\":" + std::to_string(fact.bars) + '}';
    } else {
        out += "null";
    }
    out += '}';
}

// --- reading -----------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string_view member, std::string_view problem) {
    throw invalid_field("facts.invalid", std::string(member), "", std::string(problem),
                        "give the JSON that `equitycompass facts SYMBOL --json` writes");
}

/// A JSON object of exactly the given members; names them in errors by their path.
class Members {
  public:
    Members(boost::json::value const& value, std::string path,
            std::initializer_list<std::string_view> allowed)
        : path_(std::move(path)) {
        if (!value.is_object()) refuse(path_.empty() ? "document" : path_, "is not an object");
        object_ = &value.get_object();
        for (auto const& member : *object_)
            if (std::ranges::find(allowed, std::string_view(member.key())) == allowed.end())
                refuse(name(member.key()), "is not a member of a fact sheet");
    }

    [[nodiscard]] std::string name(std::string_view key) const {
        return path_.empty() ? std::string(key) : path_ + '.' + std::string(key);
    }
    [[nodiscard]] boost::json::value const& get(std::string_view key) const {
        auto const* value = object_->if_contains(key);
        if (value == nullptr) refuse(name(key), "is missing");
        return *value;
    }
    [[nodiscard]] bool has(std::string_view key) const { return object_->contains(key); }
    [[nodiscard]] std::string text(std::string_view key) const {
        auto const& value = get(key);
        if (!value.is_string()) refuse(name(key), "is not a string");
        return std::string(value.get_string());
    }
    [[nodiscard]] bool flag(std::string_view key) const {
        auto const& value = get(key);
        if (!value.is_bool()) refuse(name(key), "is not true or false");
        return value.get_bool();
    }
    [[nodiscard]] std::optional<Date> date(std::string_view key) const {
        auto const& value = get(key);
        if (value.is_null()) return std::nullopt;
        auto const day = value.is_string() ? Date::try_parse(value.get_string()) : std::nullopt;
        if (!day) refuse(name(key), "is not a date YYYY-MM-DD");
        return day;
    }
    [[nodiscard]] Date required_date(std::string_view key) const {
        auto const day = date(key);
        if (!day) refuse(name(key), "is not a date YYYY-MM-DD");
        return *day;
    }
    [[nodiscard]] std::int32_t whole(std::string_view key) const {
        auto const& value = get(key);
        if (!value.is_int64() || value.get_int64() < 0 || value.get_int64() > 1'000'000'000)
            refuse(name(key), "is not a whole number from 0 to 1000000000");
        return static_cast<std::int32_t>(value.get_int64());
    }

  private:
    std::string path_;
    boost::json::object const* object_ = nullptr;
};

double parse_number(Members const& members) {
    auto const& value = members.get("value");
    double number = 0;
    if (value.is_int64())
        number = static_cast<double>(value.get_int64());
    else if (value.is_uint64())
        number = static_cast<double>(value.get_uint64());
    else if (value.is_double())
        number = value.get_double();
    else
        refuse(members.name("value"), "is not a number");
    if (!std::isfinite(number)) refuse(members.name("value"), "is not a finite number");
    return round_canonical(number);
}

void parse_value(Fact& fact, Members const& members) {
    auto const& absent = members.get("absent");
    if (!absent.is_null()) {
        fact.absent = members.text("absent");
        if (fact.absent.empty()) refuse(members.name("absent"), "gives no reason");
        if (!members.get("value").is_null())
            refuse(members.name("value"), "stands beside a reason for absence");
    } else if (fact.unit == Unit::date) {
        fact.date = members.required_date("value");
    } else if (fact.unit == Unit::text) {
        fact.text = members.text("value");
    } else {
        fact.value = parse_number(members);
    }
}

Fact parse_fact(boost::json::value const& value, std::string path) {
    Members const members(value, std::move(path),
                          {"id", "unit", "value", "absent", "formula", "note", "window"});
    Fact fact;
    fact.id = members.text("id");
    auto const unit = parse_unit(members.text("unit"));
    if (!unit) refuse(members.name("unit"), "is not a unit of the fact catalogue");
    fact.unit = *unit;
    parse_value(fact, members);
    fact.formula = members.text("formula");
    if (members.has("note")) {
        if (fact.unit == Unit::text) refuse(members.name("note"), "stands beside a word");
        fact.text = members.text("note");
    }
    if (auto const& window = members.get("window"); !window.is_null()) {
        Members const inner(window, members.name("window"), {"first", "last", "bars"});
        fact.window_first = inner.required_date("first");
        fact.window_last = inner.required_date("last");
        fact.bars = inner.whole("bars");
    }
    return fact;
}

boost::json::value parse_document(std::string_view json) {
    boost::json::error_code failure;
    boost::json::parse_options options;
    options.max_depth = 8;
    auto value = boost::json::parse(json, failure, {}, options);
    if (failure) refuse("document", "is not JSON: " + failure.message());
    return value;
}

void parse_header(FactSheet& sheet, Members const& members) {
    if (members.text("format") != format_name)
        refuse("format", "is not " + std::string(format_name));
    auto const symbol = market::Symbol::try_parse(members.text("symbol"));
    if (!symbol) refuse("symbol", "is not a canonical symbol");
    sheet.symbol = *symbol;
    sheet.name_en = members.text("name_en");
    sheet.name_zh = members.text("name_zh");
    sheet.industry_en = members.text("industry_en");
    sheet.industry_zh = members.text("industry_zh");
    sheet.exchange_name = members.text("exchange_name");
    sheet.currency = members.text("currency");
    sheet.benchmark = members.text("benchmark");
    sheet.source = members.text("source");
    auto const basis = market::parse_price_basis(members.text("basis"));
    if (!basis) refuse("basis", "is not raw, split_adjusted or adjusted");
    sheet.basis = *basis;
    sheet.base_date = members.date("base_date");
    sheet.sample = members.flag("sample");
    sheet.vintage_adjusted = members.flag("vintage_adjusted");
    sheet.as_of = members.required_date("as_of");
    sheet.horizon = members.whole("horizon");
}

}  // namespace

double round_canonical(double value) {
    auto const text = format_canonical(value);
    double rounded = 0;
    std::from_chars(text.data(), text.data() + text.size(), rounded);
    return rounded;
}

std::string render_facts_json(FactSheet const& sheet) {
    std::string out;
    out.reserve(512 + sheet.facts.size() * 200);
    out += '{';
    append_member(out, "format", format_name);
    append_member(out, "symbol", sheet.symbol.text());
    append_member(out, "name_en", sheet.name_en);
    append_member(out, "name_zh", sheet.name_zh);
    append_member(out, "industry_en", sheet.industry_en);
    append_member(out, "industry_zh", sheet.industry_zh);
    append_member(out, "exchange_name", sheet.exchange_name);
    append_member(out, "currency", sheet.currency);
    append_member(out, "benchmark", sheet.benchmark);
    append_member(out, "source", sheet.source);
    append_member(out, "basis", market::to_string(sheet.basis));
    out += "\"base_date\":";
    append_date(out, sheet.base_date);
    out += sheet.sample ? ",\"sample\":true" : ",\"sample\":false";
    out += sheet.vintage_adjusted ? ",\"vintage_adjusted\":true" : ",\"vintage_adjusted\":false";
    out += ",\"as_of\":";
    append_date(out, sheet.as_of);
    out += ",\"horizon\":" + std::to_string(sheet.horizon) + ",\"facts\":[";
    for (auto const& fact : sheet.facts) {
        if (&fact != sheet.facts.data()) out += ',';
        append_fact(out, fact);
    }
    out += "]}";
    return out;
}

FactSheet parse_facts_json(std::string_view json) {
    auto const document = parse_document(json);
    Members const members(document, "",
                          {"format", "symbol", "name_en", "name_zh", "industry_en", "industry_zh",
                           "exchange_name", "currency", "benchmark", "source", "basis", "base_date",
                           "sample", "vintage_adjusted", "as_of", "horizon", "facts"});
    FactSheet sheet;
    parse_header(sheet, members);
    auto const& facts = members.get("facts");
    if (!facts.is_array()) refuse("facts", "is not an array");
    for (auto const& fact : facts.get_array())
        sheet.facts.push_back(
            parse_fact(fact, "facts[" + std::to_string(sheet.facts.size()) + "]"));
    auto const not_ascending = [](Fact const& a, Fact const& b) { return a.id >= b.id; };
    if (auto const found = std::ranges::adjacent_find(sheet.facts, not_ascending);
        found != sheet.facts.end())
        refuse("facts", "are not sorted by id without repetition at " + found->id);
    return sheet;
}

}  // namespace ec::analysis
