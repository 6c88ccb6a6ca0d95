#include <ec/market/unit_proof.hpp>

#include "seed_bars.hpp"

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::market;

BOOST_AUTO_TEST_SUITE(unit_proof)

BOOST_AUTO_TEST_CASE(shipped_unadjusted_series_prove_their_shares) {
    for (auto const* file : {"cn/601919.SH_raw_2018_2026.csv", "cn/588000.SH_raw_2020_2021.csv"}) {
        auto const bars = test::seed_bars(std::string("schema/seed/market/") + file);
        auto const proof = prove_units(bars, PriceBasis::raw, InstrumentKind::stock);
        BOOST_TEST((proof.verdict == UnitVerdict::proved),
                   file << ": " << proof.inside << " of " << proof.tested);
        auto lots = bars;
        for (double& volume : lots.volume) volume /= 100;
        BOOST_TEST((prove_units(lots, PriceBasis::raw, InstrumentKind::stock).verdict ==
                    UnitVerdict::refuted));
    }
}

BOOST_AUTO_TEST_CASE(adjusted_prices_indices_and_missing_amounts_prove_nothing) {
    auto const bars = test::seed_bars("schema/seed/market/cn/601919.SH_raw_2018_2026.csv");
    auto const verdict = [](Bars const& b, PriceBasis basis, InstrumentKind kind) {
        return prove_units(b, basis, kind).verdict;
    };
    using enum UnitVerdict;
    BOOST_TEST((verdict(bars, PriceBasis::adjusted, InstrumentKind::stock) == not_provable));
    BOOST_TEST((verdict(bars, PriceBasis::raw, InstrumentKind::index) == not_provable));
    auto const apple = test::seed_bars("schema/seed/market/us/AAPL.csv");
    BOOST_TEST((verdict(apple, PriceBasis::raw, InstrumentKind::stock) == not_provable));
    BOOST_TEST((verdict({}, PriceBasis::raw, InstrumentKind::stock) == not_provable));
}

BOOST_AUTO_TEST_SUITE_END()
