#include "registry_entry.hpp"

#include <ec/base/error.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::indicators {

double Values::real(std::string_view name) const {
    auto const found = std::find_if(values_.begin(), values_.end(),
                                    [&](auto const& value) { return value.first == name; });
    EC_CHECK(found != values_.end());
    return found->second;
}

int Values::integer(std::string_view name) const { return static_cast<int>(real(name)); }

Output Call::scratch() {
    scratch_.resize(outputs_.front().values.size());
    return scratch_;
}

ParamSpec whole(std::string name, int value, int minimum) {
    return {std::move(name),
            ParamType::integer,
            fmt::format("{}", value),
            static_cast<double>(minimum),
            max_period,
            {},
            {}};
}

ParamSpec period(int value, int minimum) {
    return aliased(whole("period", value, minimum), {"length", "n"});
}

ParamSpec number(std::string name, std::string value, double minimum, double maximum) {
    return {std::move(name), ParamType::real, std::move(value), minimum, maximum, {}, {}};
}

ParamSpec choice(std::string name, std::vector<std::string> choices) {
    std::string first = choices.front();
    return {std::move(name), ParamType::choice, std::move(first), 0, 0, std::move(choices), {}};
}

ParamSpec aliased(ParamSpec spec, std::vector<std::string> aliases) {
    spec.aliases = std::move(aliases);
    return spec;
}

ParamSpec input() {
    ParamSpec spec = choice("input", {"open", "high", "low", "close", "volume"});
    spec.default_value = "close";
    spec.aliases = {"source"};
    return spec;
}

ParamSpec seed() { return choice("seed", {"sma", "first_value"}); }

ParamSpec chain() { return choice("chain", {"at_once", "after_period"}); }

ParamSpec average_choice(std::string name, std::string value, std::vector<std::string> choices) {
    ParamSpec spec = choice(std::move(name), std::move(choices));
    spec.default_value = std::move(value);
    spec.aliases = {"ma"};
    return spec;
}

int seed_rows(Values const& v, int length) {
    return v.choice<Seed>("seed") == Seed::sma ? length - 1 : 0;
}

int chain_rows(Values const& v, int length, int stages) {
    if (v.choice<Seed>("seed") == Seed::sma) return stages * (length - 1);
    bool const late = v.choice<ChainStart>("chain") == ChainStart::after_period;
    return late ? (stages - 1) * (length - 1) : 0;
}

void missing_column(std::string_view indicator, Column column) {
    throw invalid_field("indicators.missing_column", std::string(to_string(column)), "",
                        fmt::format("{} reads this column", indicator),
                        "give bars with this column");
}

}  // namespace ec::indicators
