#include <ec/marketdata/provider_answers.hpp>

namespace ec::marketdata {
namespace {

constexpr double tolerance = 0.002;
constexpr double far_off = 5;

bool about_100(double ratio) {
    double const off = ratio < 1 ? 1 / ratio : ratio;
    return off > 70 && off < 140;
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

UnitProof unit_verdict(ProviderAnswer const& answer) {
    UnitProof proof;
    if (answer.instrument == market::InstrumentKind::index) return proof;
    bool const raw = answer.basis == market::PriceBasis::raw;
    bool any_far = false;
    for (std::size_t i = 0; i < answer.bars.size(); ++i) {
        auto const bar = answer.bars.at(i);
        if (!(bar.volume > 0) || !(bar.amount > 0)) continue;
        if (has(bar.flags, market::BarFlag::impossible_price)) continue;
        double const average = bar.amount / bar.volume;
        ++proof.tested;
        if (average >= bar.low * (1 - tolerance) && average <= bar.high * (1 + tolerance))
            ++proof.inside;
        bool const far = average * far_off < bar.low || average > bar.high * far_off;
        any_far = any_far || (raw ? far : about_100(average / bar.close));
    }
    if (proof.tested == 0) return proof;
    if (any_far || (raw && proof.inside * 2 < proof.tested))
        proof.verdict = UnitVerdict::refuted;
    else if (raw && proof.inside * 10 >= proof.tested * 9)
        proof.verdict = UnitVerdict::proved;
    return proof;
}

}  // namespace ec::marketdata
