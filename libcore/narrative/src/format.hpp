#pragma once

#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/language.hpp>

#include <string>

namespace ec::narrative {

/// The one place where a fact's value becomes text: decimals follow the price scale, scales and
/// dates follow the language. The audit reads back what is written here.
class Format {
  public:
    Format(Language language, analysis::FactSheet const& sheet);

    [[nodiscard]] std::string price(double value) const;         // 122.15
    [[nodiscard]] std::string signed_price(double value) const;  // +2.25
    [[nodiscard]] std::string level(double value) const;         // 137.9
    [[nodiscard]] std::string zone(double low, double high) const;
    [[nodiscard]] std::string percent(double value) const;         // 4.2 %
    [[nodiscard]] std::string signed_percent(double value) const;  // +4.2 %
    [[nodiscard]] std::string magnitude(double value) const;       // 4.2 % of -4.2
    [[nodiscard]] std::string whole_percent(double value) const;   // 33 %
    [[nodiscard]] std::string points(double value) const;          // 13.3 of -13.3
    [[nodiscard]] std::string times(double value) const;           // 1.00
    [[nodiscard]] std::string reading(double value) const;         // 25.9
    [[nodiscard]] std::string signed_small(double value) const;    // +0.31
    [[nodiscard]] std::string atr(double value) const;             // 1.1
    [[nodiscard]] std::string atr_range(double near, double far) const;
    [[nodiscard]] std::string shares(double value) const;  // 109.0 m, 1.09 亿股
    [[nodiscard]] std::string money(double value) const;   // USD 13.3 bn, 133.2 亿美元
    [[nodiscard]] std::string count(double value) const;   // 158
    /// Day and month within a year of the session, else with the year.
    [[nodiscard]] std::string day(Date date) const;

  private:
    [[nodiscard]] std::string number(double value, int decimals) const;
    [[nodiscard]] std::string with_percent_sign(std::string const& digits) const;
    [[nodiscard]] std::string scaled_en(double value) const;
    [[nodiscard]] std::string scaled_zh(double value) const;

    Language language_;
    Date as_of_;
    std::string currency_;
    int price_decimals_ = 2;
    int level_decimals_ = 1;
};

}  // namespace ec::narrative
