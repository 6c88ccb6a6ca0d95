// Source by instrument kind: the recorded and constructed answers of tests/data/providers against
// bars that were read from the payloads by hand.
#include "provider_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

using ec::market::UnitVerdict;
using namespace ec::marketdata;
using namespace ec::test;

namespace {

ProviderAnswer answer_of(TableRow const& row) {
    auto const kind = ec::market::parse_instrument_kind(row.at("kind"));
    auto request = asked(row.at("symbol"), kind.value());
    request.basis = ec::market::parse_price_basis(row.at("basis")).value();
    return parse_answer(parse_provider(row.at("provider")).value(), request,
                        {provider_file(row.at("file")), 200});
}

bool as_expected(ProviderAnswer const& answer, TableRow const& row) {
    return has_bar(answer, row) && answer.bars.date.back().iso() == row.at("date") &&
           to_string(unit_proof(answer).verdict) == row.at("verdict") &&
           to_string(answer.basis) == row.at("basis") && answer.currency == row.at("currency") &&
           std::to_string(answer.bars.size()) == row.at("rows");
}

// Rows that vanished, and prices that do not stand in the payload as they were taken.
std::size_t silent_repairs(ProviderAnswer const& answer, std::string const& payload) {
    std::size_t repairs = answer.rows_read - answer.bars.size() - answer.rejected.size();
    for (std::size_t i = 0; i < answer.bars.size(); ++i) {
        auto const bar = answer.bars.at(i);
        for (double const price : {bar.open, bar.high, bar.low, bar.close})
            if (payload.find(fmt::format("{}", price)) == std::string::npos) ++repairs;
    }
    return repairs;
}

Provider provider_of_file(std::string_view file) {
    for (auto const provider : all_providers)
        if (file.starts_with(to_string(provider))) return provider;
    if (file.starts_with("eastmoney")) return Provider::eastmoney_kline;
    return Provider::sina_quote;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(provider_cells)

BOOST_AUTO_TEST_CASE(every_cell_gives_its_bars_and_its_verdict) {
    std::size_t recorded = 0, constructed = 0, right = 0, repairs = 0;
    auto const cells = provider_table("cells.csv");
    BOOST_TEST(cells.size() == 50U);
    std::string table = "source, instrument, provenance, symbol, verdict\n";
    for (auto const& row : cells) {
        auto const answer = answer_of(row);
        bool const good = as_expected(answer, row);
        auto const verdict = to_string(unit_proof(answer).verdict);
        BOOST_TEST(good, row.at("provider") << ' ' << row.at("cell") << ' ' << row.at("symbol")
                                            << " is not as expected: " << verdict);
        right += good ? 1 : 0;
        repairs += silent_repairs(answer, provider_file(row.at("file")));
        (row.at("provenance") == "constructed" ? constructed : recorded) += 1;
        table += fmt::format("{}, {}, {}, {}, {}\n", row.at("provider"), row.at("cell"),
                             row.at("provenance"), row.at("symbol"), verdict);
    }
    auto const line = fmt::format(
        "{} recorded or documented + {} constructed cells, {} of {} right, {} silent repairs",
        recorded, constructed, right, cells.size(), repairs);
    BOOST_TEST_MESSAGE(table << line);
    BOOST_TEST(repairs == 0U);
    if (char const* folder = std::getenv("EC_PROOFS_DIR");
        folder != nullptr && right == cells.size())
        std::ofstream(std::string(folder) + "/3.1") << line << '\n';
}

BOOST_AUTO_TEST_CASE(further_rows_are_as_read_by_hand) {
    for (auto const& row : provider_table("first_bars.csv")) {
        auto const answer = parsed(provider_of_file(row.at("file")), row.at("symbol"),
                                   provider_file(row.at("file")));
        BOOST_TEST(has_bar(answer, row), row.at("file") << ' ' << row.at("date"));
    }
}

BOOST_AUTO_TEST_CASE(every_file_is_listed_with_its_provenance) {
    std::set<std::string> listed;
    for (auto const& row : provider_table("index.csv")) {
        listed.insert(row.at("file"));
        auto const& from = row.at("provenance");
        BOOST_TEST((from == "recorded" || from == "documented" || from == "constructed"));
        BOOST_TEST(!row.at("source").empty());
        BOOST_TEST(!row.at("licence").empty());
    }
    for (auto const& row : provider_table("cells.csv")) BOOST_TEST(listed.contains(row.at("file")));
}

// The figure that tells the units: the same quote with its volume a hundred times too large or
// too small is refuted, on every cell whose units can be proved.
BOOST_AUTO_TEST_CASE(a_wrong_unit_is_refuted) {
    std::size_t proved = 0;
    for (auto const& row : provider_table("cells.csv")) {
        auto answer = answer_of(row);
        if (unit_proof(answer).verdict != UnitVerdict::proved) continue;
        ++proved;
        for (double const factor : {100.0, 0.01}) {
            auto wrong = answer;
            for (auto& volume : wrong.bars.volume) volume *= factor;
            BOOST_TEST((unit_proof(wrong).verdict == UnitVerdict::refuted), row.at("file"));
        }
    }
    BOOST_TEST(proved == 21U);
}

BOOST_AUTO_TEST_CASE(adjusted_prices_prove_nothing_but_refute_a_factor_100) {
    auto answer =
        parsed(Provider::tencent_kline, "001216.SZ", provider_file("tencent_kline_001216.json"));
    BOOST_TEST((unit_proof(answer).verdict == UnitVerdict::not_provable));
    for (auto& volume : answer.bars.volume) volume /= 100;
    BOOST_TEST((unit_proof(answer).verdict == UnitVerdict::refuted));
}

// The recorded prices lie 3 % below amount / volume on every day: forward-adjusted, whatever the
// description that came with them says.
BOOST_AUTO_TEST_CASE(adjusted_prices_called_raw_are_refuted) {
    auto const answer =
        parsed(Provider::eastmoney_kline, "601872.SH", provider_file("eastmoney_601872.json"));
    auto const proof = unit_proof(answer);
    BOOST_TEST((proof.verdict == UnitVerdict::refuted));
    BOOST_TEST(proof.tested == 10U);
    BOOST_TEST(proof.inside == 0U);
}

BOOST_AUTO_TEST_CASE(one_row_in_another_unit_refutes_the_answer) {
    auto answer =
        parsed(Provider::eastmoney_kline, "000001.SZ", provider_file("eastmoney_000001.json"));
    answer.bars.amount.back() /= 1000;
    BOOST_TEST((unit_proof(answer).verdict == UnitVerdict::refuted));
}

BOOST_AUTO_TEST_SUITE_END()
