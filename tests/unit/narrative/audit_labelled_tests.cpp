#include <ec/narrative/audit.hpp>

#include "audit_sheet.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace ec;
using narrative::Verdict;

namespace {

struct Labelled {
    std::string sentence, figure, verdict;
};

std::vector<Labelled> read_labelled(std::string const& name) {
    std::ifstream file(std::filesystem::path(EC_SOURCE_DIR) / "tests/data/audit" / name);
    BOOST_REQUIRE_MESSAGE(file.good(), name << " is missing");
    std::vector<Labelled> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        auto const one = line.find('\t');
        auto const two = line.find('\t', one + 1);
        BOOST_REQUIRE_MESSAGE(two != std::string::npos, line);
        rows.push_back(
            {line.substr(0, one), line.substr(one + 1, two - one - 1), line.substr(two + 1)});
    }
    return rows;
}

// The verdict on the claim over the figure, "none" when there is no claim.
std::string verdict_on(Labelled const& row) {
    static auto const sheet = test::aapl_sheet();
    auto const begin = row.sentence.find(row.figure);
    BOOST_REQUIRE_MESSAGE(begin != std::string::npos, row.sentence << " lacks " << row.figure);
    auto const end = begin + row.figure.size();
    auto const result =
        narrative::audit_text(row.sentence, narrative::detect_language(row.sentence), sheet);
    for (auto const& claim : result.claims)
        if (claim.begin < end && claim.end > begin) return std::string(to_string(claim.verdict));
    return "none";
}

bool is_mark(std::string const& verdict) {
    return verdict == "unsupported" || verdict == "contradicted";
}

struct Score {
    int right = 0, rows = 0;
    int marked = 0, wrong = 0, marked_wrong = 0;  // wrong: the label asks for a mark
};

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_labelled)

BOOST_AUTO_TEST_CASE(verdicts_on_texts_from_elsewhere) {
    Score score;
    for (auto const* name : {"english.tsv", "chinese.tsv"})
        for (auto const& row : read_labelled(name)) {
            auto const found = verdict_on(row);
            ++score.rows;
            score.right += found == row.verdict;
            score.marked += is_mark(found);
            score.wrong += is_mark(row.verdict);
            score.marked_wrong += is_mark(found) && is_mark(row.verdict);
            if (found != row.verdict)
                BOOST_TEST_MESSAGE(row.sentence << " [" << row.figure << "] is " << found
                                                << ", labelled " << row.verdict);
        }
    auto const share = [](int a, int b) { return b == 0 ? 0.0 : 100.0 * a / b; };
    char line[160];
    std::snprintf(line, sizeof line,
                  "%d labelled figures: %.1f %% exact, marks: precision %.1f %%, recall %.1f %%",
                  score.rows, share(score.right, score.rows),
                  share(score.marked_wrong, score.marked), share(score.marked_wrong, score.wrong));
    BOOST_TEST_MESSAGE(line);
    BOOST_TEST(score.rows >= 60);
    BOOST_TEST(share(score.right, score.rows) >= 97);
    BOOST_TEST(share(score.marked_wrong, score.marked) >= 97);
    BOOST_TEST(share(score.marked_wrong, score.wrong) >= 97);
}

BOOST_AUTO_TEST_SUITE_END()
