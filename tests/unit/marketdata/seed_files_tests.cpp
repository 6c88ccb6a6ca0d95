#include <ec/marketdata/seed.hpp>

#include <ec/market/csv.hpp>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>
#include <support/source_files.hpp>
#include <support/temporary_folder.hpp>

using namespace ec;

namespace {

std::set<std::string> files_below(std::filesystem::path const& folder) {
    std::set<std::string> out;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            out.insert(std::filesystem::relative(entry.path(), folder).string());
    return out;
}

market::CsvTable provenance() {
    return market::parse_csv_table(test::read_source_file("schema/seed/provenance.csv"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seed_files)

BOOST_AUTO_TEST_CASE(every_file_has_its_rows_and_every_row_its_file) {
    auto const table = provenance();
    auto const text = test::read_source_file("schema/seed/PROVENANCE.md");
    std::set<std::string> listed{"provenance.csv", "PROVENANCE.md"};
    for (auto const& row : table.rows) {
        auto const& file = row[table.column("file")];
        BOOST_TEST(listed.insert(file).second, file);
        auto const at = text.find("`" + file + "`");
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, file << " is not in PROVENANCE.md");
        auto const line = text.substr(at, text.find('\n', at) - at);
        auto const& doubtful = row[table.column("doubtful")];
        BOOST_TEST(line.find("| " + doubtful + " |") != std::string::npos, file);
        for (char const* column : {"source", "licence", "units", "role"})
            BOOST_TEST(!row[table.column(column)].empty(), file << ' ' << column);
    }
    BOOST_TEST(listed == files_below(test::source_path("schema/seed")),
               boost::test_tools::per_element());
}

// A source that gives no licence, or whose prices are a vendor's, never ships.
BOOST_AUTO_TEST_CASE(what_has_no_clear_licence_is_marked_doubtful) {
    auto const table = provenance();
    for (auto const& row : table.rows) {
        auto const& licence = row[table.column("licence")];
        bool const unclear = licence.find("NO LICENCE") != std::string::npos ||
                             licence.find("not stated") != std::string::npos ||
                             licence.find("doubtful") != std::string::npos ||
                             licence.find("payload is Yahoo") != std::string::npos;
        if (unclear) BOOST_TEST(row[table.column("doubtful")] == "yes", row[0]);
    }
}

BOOST_AUTO_TEST_CASE(install_leaves_doubtful_files_out) {
    test::TemporaryFolder folder;
    auto const build = std::filesystem::path(EC_BIN_DIR).parent_path() / "schema";
    auto const command = "cmake --install '" + build.string() + "' --prefix '" +
                         folder.path().string() + "' > /dev/null";
    BOOST_REQUIRE(std::system(command.c_str()) == 0);
    std::set<std::string> expected{"provenance.csv", "PROVENANCE.md"};
    auto const table = provenance();
    for (auto const& row : table.rows)
        if (row[table.column("doubtful")] == "no") expected.insert(row[0]);
    auto const installed = files_below(folder.path() / "share/equitycompass/seed");
    BOOST_TEST(installed == expected, boost::test_tools::per_element());
    BOOST_TEST(installed.size() < table.rows.size());
    BOOST_TEST(marketdata::load_calendars(folder.path() / "share/equitycompass/seed").size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
