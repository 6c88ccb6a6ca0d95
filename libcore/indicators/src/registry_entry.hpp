#pragma once

#include <ec/indicators/registry.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::indicators {

/// Parameters of one call, already checked against the specification.
class Values {
  public:
    void set(std::string name, double value) { values_.emplace_back(std::move(name), value); }
    [[nodiscard]] double real(std::string_view name) const;
    [[nodiscard]] int integer(std::string_view name) const;
    /// Position in the specification's list of choices, which follows the enumerators.
    template <class Enum>
    [[nodiscard]] Enum choice(std::string_view name) const {
        return static_cast<Enum>(integer(name));
    }

  private:
    std::vector<std::pair<std::string, double>> values_;
};

/// What an entry sees while it runs: parameters, columns, outputs in the order of the spec.
class Call {
  public:
    Call(Values const& values, Columns const& columns, Input series, std::vector<NamedColumn>& out)
        : v(values), bars(columns), x(series), outputs_(out) {}

    Values const& v;
    Columns const& bars;
    Input x;  // the chosen column of a one-series indicator

    [[nodiscard]] Output out(std::size_t index) { return outputs_[index].values; }
    [[nodiscard]] Output scratch();

  private:
    std::vector<NamedColumn>& outputs_;
    std::vector<double> scratch_;
};

struct Entry {
    IndicatorSpec spec;
    std::function<void(Call&)> run;
    std::function<int(Values const&)> warm_up;
};

// Parameter specifications that many entries share.
[[nodiscard]] ParamSpec whole(std::string name, int value, int minimum = 1);
[[nodiscard]] ParamSpec period(int value, int minimum = 1);
[[nodiscard]] ParamSpec number(std::string name, std::string value, double minimum, double maximum);
[[nodiscard]] ParamSpec choice(std::string name, std::vector<std::string> choices);
[[nodiscard]] ParamSpec aliased(ParamSpec spec, std::vector<std::string> aliases);
/// Which column a one-series indicator reads.
[[nodiscard]] ParamSpec input();
[[nodiscard]] ParamSpec seed();
[[nodiscard]] ParamSpec chain();
[[nodiscard]] ParamSpec average_choice(std::string name, std::string value,
                                       std::vector<std::string> choices);

/// Rows a seed costs: period - 1, or none.
[[nodiscard]] int seed_rows(Values const& v, int length);

/// Rows that `stages` chained averages of one length cost.
[[nodiscard]] int chain_rows(Values const& v, int length, int stages);

/// Throws invalid_input ("indicators.missing_column").
[[noreturn]] void missing_column(std::string_view indicator, Column column);

void add_averages(std::vector<Entry>& entries);
void add_momentum(std::vector<Entry>& entries);
void add_stochastics(std::vector<Entry>& entries);
void add_trend(std::vector<Entry>& entries);
void add_bands(std::vector<Entry>& entries);
void add_volume(std::vector<Entry>& entries);

}  // namespace ec::indicators
