#include <ec/market/ratios.hpp>

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::market {
namespace {

using enum RatioUnit;

constexpr std::array definitions{
    RatioDefinition{"revenue_growth", percent, "revenue_ttm / revenue_ttm_1 - 1", false},
    RatioDefinition{"revenue_cagr_3", percent, "(revenue_ttm / revenue_ttm_3) ^ (1 / 3) - 1",
                    false},
    RatioDefinition{"revenue_cagr_5", percent, "(revenue_ttm / revenue_ttm_5) ^ (1 / 5) - 1",
                    false},
    RatioDefinition{"gross_margin", percent, "gross_profit_ttm / revenue_ttm", false},
    RatioDefinition{"operating_margin", percent, "operating_income_ttm / revenue_ttm", false},
    RatioDefinition{"net_margin", percent, "net_income_ttm / revenue_ttm", false},
    RatioDefinition{"roe", percent, "net_income_ttm / equity", false},
    RatioDefinition{"roic", percent,
                    "operating_income_ttm * (1 - income_tax_ttm / pretax_income_ttm) / (debt + "
                    "equity - cash)",
                    false},
    RatioDefinition{"current_ratio", times, "current_assets / current_liabilities", false},
    RatioDefinition{"debt_to_equity", times, "debt / equity", false},
    RatioDefinition{"pe_ttm", times, "close / eps_ttm", true},
    RatioDefinition{"pb", times, "market_cap / equity", true},
    RatioDefinition{"ps", times, "market_cap / revenue_ttm", true},
    RatioDefinition{"ev_ebitda", times,
                    "(market_cap + debt - cash) / (operating_income_ttm + depreciation_ttm)", true},
    RatioDefinition{"fcf_yield", percent,
                    "(operating_cash_flow_ttm - capital_expenditure_ttm) / market_cap", true},
};

// One ratio in the making: takes figures by name, remembers the first reason for silence.
class Working {
  public:
    Working(Statements const& statements, MarketPrice const* price)
        : statements_(statements), price_(price) {}

    double take(std::string_view id) {
        auto const& figure = statements_.figure(id);
        inputs_.insert(inputs_.end(), figure.inputs.begin(), figure.inputs.end());
        if (!figure.present()) refuse(figure.absent);
        return figure.value;
    }
    // Shares of the price's day for one share of the filing.
    double share_factor(std::string_view id) {
        double shares = 1;
        auto const& figure = statements_.figure(id);
        if (price_ == nullptr || figure.inputs.empty()) return shares;
        auto const filed = std::ranges::max(figure.inputs, {}, &FiledFact::filed).filed;
        for (auto const& action : price_->actions)
            if (action.kind == ActionKind::split && action.ex_date > filed) shares /= action.a;
        return shares;
    }
    double close() {
        if (price_ == nullptr) {
            refuse(FigureAbsence::not_in_filing);
            return 0;
        }
        if (price_->currency != statements_.currency) refuse(FigureAbsence::currency_differs);
        return price_->close;
    }
    double market_cap() {
        return close() * take("shares_outstanding") * share_factor("shares_outstanding");
    }
    double divide(double above, double below) {
        if (!(below > 0)) refuse(FigureAbsence::not_positive);
        return absent_ == FigureAbsence::none ? above / below : 0;
    }
    double growth(std::string_view base, int years) {
        auto const now = take("revenue_ttm");
        auto const times = divide(now, take(base));
        if (times < 0) refuse(FigureAbsence::not_positive);
        if (absent_ != FigureAbsence::none) return 0;
        return years == 1 ? times - 1 : portable_pow(times, 1.0 / years) - 1;
    }
    [[nodiscard]] Ratio finish(RatioDefinition const& definition, double value) && {
        std::ranges::sort(inputs_);
        auto const repeated = std::ranges::unique(inputs_);
        inputs_.erase(repeated.begin(), repeated.end());
        if (definition.unit == percent) value *= 100;
        if (absent_ == FigureAbsence::none && !std::isfinite(value))
            absent_ = FigureAbsence::not_positive;
        return {&definition, absent_, absent_ == FigureAbsence::none ? value : 0,
                std::move(inputs_)};
    }

  private:
    void refuse(FigureAbsence reason) {
        if (absent_ == FigureAbsence::none) absent_ = reason;
    }

    Statements const& statements_;
    MarketPrice const* price_;
    FigureAbsence absent_ = FigureAbsence::none;
    std::vector<FiledFact> inputs_;
};

double return_on_invested_capital(Working& w) {
    auto const operating = w.take("operating_income_ttm");
    auto const tax_rate = w.divide(w.take("income_tax_ttm"), w.take("pretax_income_ttm"));
    auto const capital = w.take("debt") + w.take("equity") - w.take("cash");
    return w.divide(operating * (1 - tax_rate), capital);
}

double statement_ratio(Working& w, std::string_view id) {
    auto const share = [&w](std::string_view above, std::string_view below) {
        auto const value = w.take(above);
        return w.divide(value, w.take(below));
    };
    if (id == "revenue_growth") return w.growth("revenue_ttm_1", 1);
    if (id == "revenue_cagr_3") return w.growth("revenue_ttm_3", 3);
    if (id == "revenue_cagr_5") return w.growth("revenue_ttm_5", 5);
    if (id == "gross_margin") return share("gross_profit_ttm", "revenue_ttm");
    if (id == "operating_margin") return share("operating_income_ttm", "revenue_ttm");
    if (id == "net_margin") return share("net_income_ttm", "revenue_ttm");
    if (id == "roe") return share("net_income_ttm", "equity");
    if (id == "roic") return return_on_invested_capital(w);
    if (id == "current_ratio") return share("current_assets", "current_liabilities");
    EC_CHECK(id == "debt_to_equity");
    return share("debt", "equity");
}

double price_ratio(Working& w, std::string_view id) {
    if (id == "pe_ttm") {
        auto const per_share = w.take("eps_ttm") / w.share_factor("eps_ttm");
        return w.divide(w.close(), per_share);
    }
    auto const value = w.market_cap();
    if (id == "pb") return w.divide(value, w.take("equity"));
    if (id == "ps") return w.divide(value, w.take("revenue_ttm"));
    if (id == "ev_ebitda") {
        auto const enterprise = value + w.take("debt") - w.take("cash");
        return w.divide(enterprise, w.take("operating_income_ttm") + w.take("depreciation_ttm"));
    }
    EC_CHECK(id == "fcf_yield");
    return w.divide(w.take("operating_cash_flow_ttm") - w.take("capital_expenditure_ttm"), value);
}

}  // namespace

std::span<RatioDefinition const> ratio_definitions() noexcept { return definitions; }

std::vector<Ratio> compute_ratios(Statements const& statements,
                                  std::optional<MarketPrice> const& price) {
    std::vector<Ratio> ratios;
    for (auto const& definition : definitions) {
        Working working(statements, price ? &*price : nullptr);
        auto const value = definition.needs_price ? price_ratio(working, definition.id)
                                                  : statement_ratio(working, definition.id);
        ratios.push_back(std::move(working).finish(definition, value));
    }
    return ratios;
}

}  // namespace ec::market
