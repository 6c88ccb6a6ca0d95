#include <ec/market/unit_proof.hpp>

#include "unit_scale.hpp"

namespace ec::market {
namespace {

constexpr double tolerance = 0.002;
constexpr double far_off = 5;

bool tells(Bars const& bars, std::size_t i) noexcept {
    return !has(bars.flags[i], BarFlag::suspended) &&
           !has(bars.flags[i], BarFlag::impossible_price) && bars.amount[i] > 0 &&
           bars.volume[i] > 0;
}

}  // namespace

std::string_view to_string(UnitVerdict verdict) noexcept {
    switch (verdict) {
        case UnitVerdict::proved:
            return "proved";
        case UnitVerdict::refuted:
            return "refuted";
        case UnitVerdict::not_provable:
            return "not_provable";
    }
    return "not_provable";
}

UnitProof prove_units(Bars const& bars, PriceBasis basis, InstrumentKind kind) noexcept {
    UnitProof proof;
    if (kind == InstrumentKind::index) return proof;
    bool const raw = basis == PriceBasis::raw;
    bool any_far = false;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (!tells(bars, i)) continue;
        double const average = bars.amount[i] / bars.volume[i];
        ++proof.tested;
        if (average >= bars.low[i] * (1 - tolerance) && average <= bars.high[i] * (1 + tolerance))
            ++proof.inside;
        bool const far = average * far_off < bars.low[i] || average > bars.high[i] * far_off;
        any_far = any_far || (raw ? far : about_100(average / bars.close[i]));
    }
    if (proof.tested == 0) return proof;
    if (any_far || (raw && proof.inside * 2 < proof.tested))
        proof.verdict = UnitVerdict::refuted;
    else if (raw && proof.inside * 10 >= proof.tested * 9)
        proof.verdict = UnitVerdict::proved;
    return proof;
}

}  // namespace ec::market
