#include "prompt_facts.hpp"

#include "format.hpp"

#include <ec/analysis/fact_catalog.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include <fmt/format.h>

namespace ec::narrative {
namespace {

// A model that saw the baseline's probabilities would only copy them.
constexpr std::array<std::string_view, 6> hidden{"call_p_up",      "call_p_inside",   "call_p_down",
                                                 "call_direction", "call_confidence", "call_edge"};

bool is_fundamental(std::string_view id) {
    constexpr std::array<std::string_view, 20> ids{"filing_date",
                                                   "filing_before_date",
                                                   "period_end",
                                                   "revenue_ttm",
                                                   "revenue_growth",
                                                   "revenue_cagr_3",
                                                   "revenue_cagr_5",
                                                   "net_income_ttm",
                                                   "gross_margin",
                                                   "operating_margin",
                                                   "net_margin",
                                                   "roe",
                                                   "roic",
                                                   "current_ratio",
                                                   "debt_to_equity",
                                                   "pe_ttm",
                                                   "pb",
                                                   "ps",
                                                   "ev_ebitda",
                                                   "fcf_yield"};
    return std::ranges::find(ids, id) != ids.end();
}

bool belongs(std::string_view id, FactGroup group) {
    if (std::ranges::find(hidden, id) != hidden.end()) return false;
    switch (group) {
        case FactGroup::all:
            return true;
        case FactGroup::technical:
            return !is_fundamental(id);
        case FactGroup::fundamental:
            return is_fundamental(id) || id == "close" || id == "session";
    }
    return true;
}

std::string name_of(std::string_view id, Language language) {
    auto const* entry = analysis::find_fact_entry(id);
    if (entry == nullptr) return std::string(id);
    auto const names = language == Language::zh ? entry->zh : entry->en;
    return std::string(names.substr(0, names.find('|')));
}

std::string number_text(analysis::Fact const& fact, Format const& format, double close) {
    using analysis::Unit;
    auto const value = *fact.value;
    switch (fact.unit) {
        case Unit::price:
            return std::abs(value) < 0.1 * close ? format.signed_small(value) : format.price(value);
        case Unit::money:
            return format.money(value);
        case Unit::percent:
            return format.percent(value);
        case Unit::percent_points:
            return format.signed_percent(value);
        case Unit::ratio:
            return format.times(value);
        case Unit::index:
            return format.reading(value);
        case Unit::shares:
            return format.shares(value);
        case Unit::atr:
            return format.atr(value);
        case Unit::sessions:
        case Unit::count:
        case Unit::date:
        case Unit::text:
            return format.count(value);
    }
    return format.count(value);
}

std::string value_text(analysis::Fact const& fact, Format const& format, double close) {
    if (fact.date) return fact.date->iso();
    if (fact.value) return number_text(fact, format, close);
    return fact.text;
}

}  // namespace

std::string render_facts_table(analysis::FactSheet const& sheet, Language language,
                               FactGroup group) {
    Format const format(language, sheet);
    auto const close = sheet.value("close").value_or(0);
    std::string table = language == Language::zh ? "编号 | 名称 | 数值\n" : "id | name | value\n";
    std::map<std::string, std::string> missing;  // reason -> ids
    for (auto const& fact : sheet.facts) {
        if (!belongs(fact.id, group)) continue;
        if (!fact.present()) {
            auto& ids = missing[fact.absent];
            ids += (ids.empty() ? "" : ", ") + fact.id;
            continue;
        }
        table += fact.id + " | " + name_of(fact.id, language) + " | " +
                 value_text(fact, format, close) + '\n';
    }
    for (auto const& [reason, ids] : missing)
        table += language == Language::zh ? fmt::format("缺失（{}）：{}\n", reason, ids)
                                          : fmt::format("absent ({}): {}\n", reason, ids);
    table.pop_back();
    return table;
}

}  // namespace ec::narrative
