#include <ec/market/csv.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <map>
#include <random>

#include <boost/test/unit_test.hpp>
#include <support/random_seed.hpp>
#include <support/source_files.hpp>

using namespace ec;
using namespace ec::market;

namespace {

using Row = std::vector<std::string>;

std::vector<Row> read_all(std::string_view text, CsvFormat const& format = {}) {
    CsvReader reader(text, format);
    std::vector<Row> rows;
    while (auto record = reader.next()) rows.push_back(record->cells);
    return rows;
}

CsvRecord::Damage damage_of(std::string_view text, CsvFormat const& format = {}) {
    return CsvReader(text, format).next()->damage;
}

std::string written(std::vector<Row> const& rows, std::string const& line_end) {
    std::string out;
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += i == 0 ? "\"" : ",\"";
            for (char const c : row[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
            out += '"';
        }
        out += line_end;
    }
    return out;
}

std::string spectrum(std::string const& name) {
    return test::read_source_file("tests/data/malformed/csv_spectrum/" + name + ".csv");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

// The expected cells are those of the JSON file that stands beside each sample.
BOOST_AUTO_TEST_CASE(spectrum_samples) {
    std::map<std::string, std::vector<Row>> const expected{
        {"comma_in_quotes",
         {{"first", "last", "address", "city", "zip"},
          {"John", "Doe", "120 any st.", "Anytown, WW", "08123"}}},
        {"empty", {{"a", "b", "c"}, {"1", "", ""}, {"2", "3", "4"}}},
        {"empty_crlf", {{"a", "b", "c"}, {"1", "", ""}, {"2", "3", "4"}}},
        {"escaped_quotes", {{"a", "b"}, {"1", "ha \"ha\" ha"}, {"3", "4"}}},
        {"json", {{"key", "val"}, {"1", "{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}"}}},
        {"newlines",
         {{"a", "b", "c"}, {"1", "2", "3"}, {"Once upon \na time", "5", "6"}, {"7", "8", "9"}}},
        {"newlines_crlf",
         {{"a", "b", "c"}, {"1", "2", "3"}, {"Once upon \r\na time", "5", "6"}, {"7", "8", "9"}}},
        {"quotes_and_newlines", {{"a", "b"}, {"1", "ha \n\"ha\" \nha"}, {"3", "4"}}},
        {"simple", {{"a", "b", "c"}, {"1", "2", "3"}}},
        {"simple_crlf", {{"a", "b", "c"}, {"1", "2", "3"}}},
        {"utf8", {{"a", "b", "c"}, {"1", "2", "3"}, {"4", "5", "ʤ"}}},
    };
    for (auto const& [name, rows] : expected) BOOST_TEST((read_all(spectrum(name)) == rows), name);
    auto const coordinates = read_all(spectrum("location_coordinates"));
    BOOST_TEST(coordinates.size() == 2U);
    BOOST_TEST(coordinates.at(1).size() == coordinates.at(0).size());
}

BOOST_AUTO_TEST_CASE(byte_order_mark_blank_lines_and_lone_returns) {
    BOOST_TEST(
        (read_all("\xEF\xBB\xBF"
                  "a,b\n\n\r\n1,2\r3,4") == std::vector<Row>{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
    BOOST_TEST(read_all("").empty());
    BOOST_TEST((read_all(",\n") == std::vector<Row>{{"", ""}}));
    BOOST_TEST((read_all("a;b", {.separator = ';'}) == std::vector<Row>{{"a", "b"}}));
}

BOOST_AUTO_TEST_CASE(lines_are_counted_through_quoted_line_ends) {
    CsvReader reader("a\n\"x\r\ny\"\nb", {});
    BOOST_TEST(reader.next()->line == 1U);
    BOOST_TEST(reader.next()->line == 2U);
    BOOST_TEST(reader.next()->line == 4U);
}

BOOST_AUTO_TEST_CASE(damage_is_told) {
    using Damage = CsvRecord::Damage;
    BOOST_TEST((damage_of("\"a,b") == Damage::open_quote));
    BOOST_TEST((damage_of("\"a\"x,b") == Damage::text_after_quote));
    BOOST_TEST((damage_of("abcdef", {.max_record_bytes = 3}) == Damage::too_long));
    BOOST_TEST((damage_of("1,2,3", {.max_fields = 2}) == Damage::too_many));
    BOOST_TEST((damage_of("a\"b,c") == Damage::none));
}

BOOST_AUTO_TEST_CASE(an_open_quote_costs_one_line_where_cells_hold_no_line_end) {
    CsvReader reader("1,\"2\n3,4\n", {.quoted_newline = CsvQuotedNewline::ends_record});
    BOOST_TEST((reader.next()->damage == CsvRecord::Damage::open_quote));
    BOOST_TEST((reader.next()->cells == Row{"3", "4"}));
}

BOOST_AUTO_TEST_CASE(anything_written_is_read_back) {
    std::mt19937_64 random(test::random_seed());
    std::string const alphabet = "ab,;\"\n\r\t 1.\xE4\xB8\xAD";
    for (int round = 0; round < 2000; ++round) {
        std::vector<Row> rows(1 + random() % 4);
        auto const width = 1 + random() % 4;
        for (auto& row : rows)
            for (std::size_t i = 0; i < width; ++i) {
                std::string cell;
                for (auto n = random() % 6; n > 0; --n)
                    cell += alphabet[random() % alphabet.size()];
                row.push_back(cell);
            }
        BOOST_REQUIRE((read_all(written(rows, "\n")) == rows));
        BOOST_REQUIRE((read_all(written(rows, "\r\n")) == rows));
    }
}

BOOST_AUTO_TEST_CASE(both_ways_of_reading_give_the_same_records) {
    std::mt19937_64 random(test::random_seed());
    constexpr std::string_view alphabet = "a1.,,\"\r\n\n;";
    std::size_t damaged = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (auto left = random() % 40; left > 0; --left)
            text += alphabet[random() % alphabet.size()];
        CsvFormat const format{.quoted_newline = round % 2 == 0 ? CsvQuotedNewline::ends_record
                                                                : CsvQuotedNewline::belongs_to_cell,
                               .max_record_bytes = 12,
                               .max_fields = 6};
        CsvReader one(text, format);
        CsvReader other(text, format);
        CsvRecords records;
        while (auto const record = one.next()) {
            BOOST_REQUIRE(other.append_next(records));
            auto const& same = records.records().back();
            BOOST_REQUIRE_EQUAL(same.line, record->line);
            BOOST_REQUIRE_EQUAL(same.text, record->text);
            BOOST_REQUIRE((same.damage == record->damage));
            auto const cells = records.cells(same);
            BOOST_REQUIRE_MESSAGE(std::ranges::equal(cells, record->cells), text);
            damaged += same.damage == CsvRecord::Damage::none ? 0 : 1;
        }
        BOOST_REQUIRE(!other.append_next(records));
    }
    BOOST_TEST(damaged > 100U);
}

BOOST_AUTO_TEST_CASE(a_table_refuses_broken_lines_and_missing_columns) {
    auto const refused = [](std::string_view reason) {
        return [reason](Error const& e) { return e.reason() == reason; };
    };
    BOOST_CHECK_EXCEPTION((void)parse_csv_table("a,b\n1\n"), Error, refused("csv.malformed"));
    BOOST_CHECK_EXCEPTION((void)parse_csv_table("a\n\"1\n"), Error, refused("csv.malformed"));
    BOOST_CHECK_EXCEPTION((void)parse_csv_table("a\n1\n").column("b"), Error,
                          refused("csv.column_missing"));
    BOOST_TEST(parse_csv_table("a,b\n1,2\n").rows.at(0).at(1) == "2");
}

BOOST_AUTO_TEST_SUITE_END()
