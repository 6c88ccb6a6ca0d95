#include <ec/market/unit_proof.hpp>

namespace ec::market {
namespace {

constexpr double rounding = 0.005;  // of the price's last digit, with room for a rounded amount
constexpr std::size_t percent_within = 99;

bool tells(Bars const& bars, std::size_t i) noexcept {
    return !has(bars.flags[i], BarFlag::suspended) && bars.amount[i] > 0 && bars.volume[i] > 0;
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
    if (basis != PriceBasis::raw || kind == InstrumentKind::index) return proof;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (!tells(bars, i)) continue;
        double const average = bars.amount[i] / bars.volume[i];
        bool const inside = average >= bars.low[i] - rounding && average <= bars.high[i] + rounding;
        ++(inside ? proof.within : proof.outside);
    }
    auto const told = proof.within + proof.outside;
    if (told == 0) return proof;
    proof.verdict =
        proof.within * 100 >= told * percent_within ? UnitVerdict::proved : UnitVerdict::refuted;
    return proof;
}

}  // namespace ec::market
