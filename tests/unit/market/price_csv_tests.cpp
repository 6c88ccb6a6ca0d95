#include <ec/market/price_csv.hpp>

#include "seed_bars.hpp"

#include <ec/base/error.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/market/quality.hpp>

#include <cstdlib>
#include <map>
#include <random>

#include <boost/test/unit_test.hpp>
#include <support/random_seed.hpp>

using namespace ec;
using namespace ec::market;

namespace {

PriceCsvOptions options_of(char const* symbol, std::optional<PriceBasis> basis = std::nullopt) {
    PriceCsvOptions options;
    options.symbol = Symbol::parse(symbol);
    options.kind = kind_by_code(options.symbol);
    options.basis = basis;
    return options;
}

Date day(char const* text) { return Date::parse(text, "day"); }

void check_refused(std::string const& text, PriceCsvOptions const& options,
                   std::string const& reason) {
    BOOST_CHECK_EXCEPTION((void)parse_price_csv(text, options), Error, [&](Error const& e) {
        BOOST_TEST(e.reason() == reason);
        BOOST_TEST(!e.fields().at(0).remedy.empty());
        return e.code() == ErrorCode::invalid_input;
    });
}

std::map<std::string, int> reasons(PriceCsv const& csv) {
    std::map<std::string, int> out;
    for (auto const& row : csv.rejected) ++out[row.reason];
    return out;
}

// 30 weekdays of prices around 10 with an average that lies inside the day's range.
struct Day {
    Date date;
    double price;
};
std::vector<Day> thirty_days() {
    std::vector<Day> out;
    for (auto d = day("2021-03-01"); out.size() < 30; d = d + 1)
        if (d.weekday() != 0 && d.weekday() != 6)
            out.push_back({d, 10 + 0.05 * static_cast<double>(out.size())});
    return out;
}

std::string tushare_text(double volume_unit, double amount_unit) {
    std::string text =
        "ts_code,trade_date,open,high,low,close,pre_close,change,pct_chg,vol,amount\n";
    auto days = thirty_days();
    std::ranges::reverse(days);
    for (auto const& [date, price] : days) {
        auto iso = date.iso();
        std::erase(iso, '-');
        auto const n = [](double x) { return std::to_string(x); };
        text += "601919.SH," + iso + ',' + n(price) + ',' + n(price + 0.1) + ',' + n(price - 0.1) +
                ',' + n(price + 0.02) + ",9.9,0.1,1," + n(1e6 / volume_unit) + ',' +
                n(1e6 * price / amount_unit) + '\n';
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(price_csv)

BOOST_AUTO_TEST_CASE(every_shipped_price_file_is_read_whole) {
    struct Case {
        char const* file;
        char const* symbol;
        std::optional<PriceBasis> given;
        PriceBasis basis;
        std::size_t rows;
    };
    auto const adjusted = PriceBasis::adjusted;
    auto const split = PriceBasis::split_adjusted;
    auto const raw = PriceBasis::raw;
    for (auto const& c : {
             Case{"us/AAPL.csv", "AAPL", {}, raw, 5849},
             Case{"us/MSFT.csv", "MSFT", adjusted, adjusted, 7605},
             Case{"us/MSFT_2021_yahoo.csv", "MSFT", {}, split, 252},
             Case{"us/NVDA.csv", "NVDA", {}, split, 252},
             Case{"us/TSLA.csv", "TSLA", split, split, 3303},
             Case{"index/GSPC.csv", "^GSPC", {}, raw, 5105},
             Case{"hk/0700.HK.csv", "0700.HK", adjusted, adjusted, 1323},
             Case{"hk/0005.HK_raw_2012_2020.csv", "0005.HK", {}, split, 2110},
             Case{"index/2800.HK.csv", "2800.HK", {}, split, 2329},
             Case{"cn/600519.SH.csv", "600519.SH", adjusted, adjusted, 4609},
             Case{"cn/601919.SH_raw_2018_2026.csv", "601919.SH", {}, raw, 1989},
             Case{"cn/588000.SH_raw_2020_2021.csv", "588000.SH", {}, raw, 92},
             Case{"cn/688981.SH_raw_2020_2022.csv", "688981.SH", raw, raw, 592},
         }) {
        auto const path = std::string("schema/seed/market/") + c.file;
        auto const csv =
            parse_price_csv(test::read_source_file(path), options_of(c.symbol, c.given));
        auto const expected = test::seed_bars(path);
        BOOST_TEST_CONTEXT(c.file) {
            BOOST_TEST((csv.mapping.basis == c.basis), csv.mapping.basis_evidence);
            BOOST_TEST(csv.bars.size() == c.rows);
            BOOST_TEST(csv.rejected.empty());
            BOOST_TEST((csv.bars.close == expected.close));
            BOOST_TEST((csv.bars.flags == expected.flags));
            BOOST_TEST(csv.mapping.volume_scale == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(dividends_of_an_adjusted_close_give_it_back) {
    auto const text = test::read_source_file("schema/seed/market/hk/0005.HK_raw_2012_2020.csv");
    auto const csv = parse_price_csv(text, options_of("0005.HK"));
    BOOST_TEST(csv.actions.size() > 25U);
    Series series;
    series.basis = csv.mapping.basis;
    series.bars = csv.bars;
    series.actions = csv.actions;
    auto const view = view_as_of(series, csv.bars.date.back());
    auto const expected = *test::number_column(parse_csv_table(text), "adj_close");
    double worst = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        worst = std::max(worst, std::abs(view.bars.close[i] / expected[i] - 1));
    BOOST_TEST(worst < 1e-3);
}

BOOST_AUTO_TEST_CASE(stated_dividends_carry_their_cash) {
    auto const csv = parse_price_csv(
        test::read_source_file("schema/seed/market/us/MSFT_2021_yahoo.csv"), options_of("MSFT"));
    BOOST_REQUIRE(csv.actions.size() == 4U);
    BOOST_TEST(csv.action_amounts[0] == 0.56);
    BOOST_TEST(csv.actions[0].note == "cash dividend 0.56");
}

BOOST_AUTO_TEST_CASE(units_and_basis_are_proved_by_the_average_price) {
    for (auto const& [volume, amount] : {std::pair{100.0, 1e3}, {1.0, 1.0}, {100.0, 1.0}}) {
        auto const csv = parse_price_csv(tushare_text(volume, amount), options_of("601919.SH"));
        BOOST_TEST((csv.mapping.basis == PriceBasis::raw));
        BOOST_TEST(csv.mapping.layout == "tushare");
        BOOST_TEST(csv.mapping.volume_scale == volume);
        BOOST_TEST(csv.mapping.amount_scale == amount);
        BOOST_TEST(csv.bars.volume[0] == 1e6, boost::test_tools::tolerance(1e-9));
        BOOST_TEST((csv.bars.date.front() == day("2021-03-01")), "newest first is turned round");
    }
    auto const lots =
        parse_price_csv(tushare_text(100, 1e3), options_of("601919.SH", PriceBasis::adjusted));
    BOOST_TEST(lots.mapping.volume_scale == 100);
    BOOST_TEST((lots.mapping.base_date == lots.bars.date.back()));
}

BOOST_AUTO_TEST_CASE(other_symbols_in_the_file_are_listed) {
    auto const csv = parse_price_csv(
        tushare_text(100, 1e3) + "600519.SH,20210430,1,1,1,1,1,0,0,1,1\n", options_of("601919.SH"));
    BOOST_TEST(reasons(csv).at("symbol.differs") == 1);
    check_refused(tushare_text(100, 1e3), options_of("600519.SH"), "import.no_rows");
}

BOOST_AUTO_TEST_CASE(layouts_people_have) {
    auto const raw = PriceBasis::raw;
    auto const read = [&](std::string const& text, char const* symbol, char const* layout) {
        auto const csv = parse_price_csv(text, options_of(symbol, raw));
        BOOST_TEST(csv.mapping.layout == layout);
        BOOST_TEST(csv.bars.size() >= 1U);
        BOOST_TEST((csv.bars.date[0] == day("2021-03-31")), csv.bars.date[0].iso());
        BOOST_TEST(csv.bars.open[0] == 10.0);
        BOOST_TEST(csv.bars.high[0] == 12.0);
        BOOST_TEST(csv.bars.low[0] == 9.0);
        BOOST_TEST(csv.bars.close[0] == 11.0);
        BOOST_TEST(csv.bars.volume[0] == 1234500.0);
        return csv;
    };
    (void)read("Date,Open,High,Low,Close,Adj Close,Volume\r\n2021-03-31,10,12,9,11,11,1234500\r\n",
               "AAPL", "yahoo");
    (void)read("Date,Open,High,Low,Close,Volume\n2021-03-31,10,12,9,11,1234500\n", "AAPL", "stooq");
    (void)read("time,open,high,low,close,Volume\n1617197400,10,12,9,11,1234500\n", "AAPL",
               "tradingview");
    (void)read("time,open,close,low,high,Volume\n2021-03-31T13:30:00Z,10,11,9,12,1234500\n", "AAPL",
               "tradingview");
    (void)read("时间;开盘价;收盘价;最高价;最低价;成交量(股)\n2021/3/31;10;11;12;9;1234500\n",
               "0700.HK", "futu");
    (void)read(
        "\xEF\xBB\xBF时间,开盘,收盘,最高,最低,总手,换手率\n2021-03-31,10,11,12,9,12345,0.5%\n",
        "600519.SH", "futu");
    auto const tdx = read(
        "600519 贵州茅台 日线 不复权\n日期\t开盘\t最高\t最低\t收盘\t成交量\t成交额\n"
        "2021/03/31\t10\t12\t9\t11\t1234500\t13000000\n数据来源:通达信\n",
        "600519.SH", "tongdaxin");
    BOOST_TEST(tdx.mapping.stated_code == "600519");
    BOOST_TEST(reasons(tdx).at("line.cell_count") == 1);
    (void)read("Date|Close/Last|Volume|Open|High|Low\n03/31/2021|$11.00|1,234,500|$10.00|$12|$9\n",
               "AAPL", "generic");
    (void)read("Date,Price,Open,High,Low,Vol.\n\"31/03/2021\",11,10,12,9,1.2345M\n", "AAPL",
               "generic");
    (void)read("日期,开盘,最高,最低,收盘,成交量（手）\n2021年3月31日,10,12,9,11,\"12,345\"\n",
               "600519.SH", "generic");
    auto const stated = parse_price_csv(
        "600519 贵州茅台 日线 前复权\n日期,开盘,最高,最低,收盘,成交量,成交额\n"
        "2021/03/31,10,12,9,11,1234500,13000000\n",
        options_of("600519.SH"));
    BOOST_TEST((stated.mapping.basis == PriceBasis::adjusted));
    BOOST_TEST((stated.mapping.base_date == day("2021-03-31")));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_proved_is_refused_with_a_remedy) {
    auto const us = options_of("AAPL");
    std::string const plain = "date,open,high,low,close,volume\n";
    check_refused(plain + "2021-03-31,10,12,9,11,5\n", us, "import.basis_unknown");
    check_refused("date,open,high,low,close,adj close,volume\n2021-03-31,10,12,9,11,11,5\n", us,
                  "import.basis_unknown");
    check_refused(plain + "03/04/2021,10,12,9,11,5\n", us, "import.date_order_unknown");
    check_refused("2021-03-31,10,12,9,11,5\n", us, "import.heading_missing");
    check_refused("", us, "import.heading_missing");
    check_refused("date,open,high,close\n", us, "import.columns_missing");
    check_refused("date;open;high;low;close\n2021-03-31;10;12;9;11,5\n", us,
                  "import.decimal_comma");
    check_refused(plain + "soon,10,12,9,11,5\n", us, "import.no_rows");
    auto const cn = options_of("600519.SH", PriceBasis::raw);
    check_refused("day,open,high,low,close,volume,x,y\n2021-03-31,10,12,9,11,5,1,1\n", cn,
                  "import.volume_unit_unknown");
    check_refused(std::string(max_price_csv_bytes + 1, ' '), us, "import.too_large");
    auto many = plain;
    for (std::size_t i = 0; i <= max_price_csv_rows; ++i) many += "x\n";
    check_refused(many, us, "import.too_large");
    // Forward-adjusted prices, called raw.
    check_refused(test::read_source_file("schema/seed/market/cn/600519.SH.csv"), cn,
                  "import.basis_contradicted");
    check_refused(test::read_source_file("tests/data/malformed/zeros_bom_2digit_year.csv"), us,
                  "import.no_rows");
}

BOOST_AUTO_TEST_CASE(the_caller_settles_what_the_file_does_not) {
    auto options = options_of("600519.SH", PriceBasis::raw);
    options.volume_unit = VolumeUnit::lots_of_100;
    options.date_order = DateOrder::day_first;
    auto const csv = parse_price_csv(
        "day,open,high,low,close,volume,x,y\n03/05/2021,10,12,9,11,5,1,1\n", options);
    BOOST_TEST((csv.bars.date[0] == day("2021-05-03")));
    BOOST_TEST(csv.bars.volume[0] == 500);
    BOOST_TEST(csv.mapping.date_format == "DD/MM/YYYY");
}

BOOST_AUTO_TEST_CASE(bad_rows_are_listed_with_line_and_reason) {
    auto const csv = parse_price_csv(
        "date,open,high,low,close,volume\n"
        "2021-03-29,10,12,9,11,5\n"
        "2021-03-30,10,x,9,11,5\n"               // 3
        "2021-02-30,10,12,9,11,5\n"              // 4
        "2021-03-30,null,null,null,null,null\n"  // 5
        "2021-03-30,10,12\n"                     // 6
        "2021-03-29,10,12,9,11,5\n"              // 7
        "2021-03-29,10,12,9,11.5,5\n"            // 8
        "2021-03-28,10,12,9,11,5\n"              // 9: a Sunday
        "2021-03-31,10,12,9,11,-5\n"             // 10
        "2021-03-31,\"10,12,9,11,5\n"            // 11
        "2021-03-31,10,12,9,11,many\n"           // 12
        "2021-03-26,-1,12,9,11,\n",              // 13: kept for the checks to mark
        options_of("AAPL", PriceBasis::raw));
    std::vector<std::pair<std::size_t, std::string>> const expected{
        {3, "price.malformed"},  {4, "date.malformed"},      {5, "price.missing"},
        {6, "line.cell_count"},  {7, "duplicate.identical"}, {8, "duplicate.conflicting"},
        {9, "date.weekend"},     {10, "volume.negative"},    {11, "line.broken_quote"},
        {12, "volume.malformed"}};
    BOOST_REQUIRE(csv.rejected.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        BOOST_TEST(csv.rejected[i].line == expected[i].first);
        BOOST_TEST(csv.rejected[i].reason == expected[i].second);
        BOOST_TEST(!csv.rejected[i].text.empty());
    }
    BOOST_REQUIRE(csv.bars.size() == 2U);
    BOOST_TEST(csv.bars.open[0] == -1);
    BOOST_TEST(is_nan(csv.bars.volume[0]));
    BOOST_TEST(has(csv.bars.flags[1], BarFlag::duplicate));
    BOOST_TEST(csv.lines[0] == 13U);
    BOOST_TEST(csv.rows_read == 12U);
}

BOOST_AUTO_TEST_CASE(what_no_exchange_ever_had_is_no_row) {
    auto const csv = parse_price_csv(
        "date,open,high,low,close,volume\n"
        "1700-01-04,10,12,9,11,5\n"          // no block of bars could hold it
        "2021-03-29,10,12,9,11,1e308T\n"     // beyond a double
        "2021-03-30,1e308T,12,9,11,5\n"      //
        "2021-03-31,10,12,9,11,10000000B\n"  // more shares than a double counts
        "2021-04-01,10,12,9,11,5\n",
        options_of("AAPL", PriceBasis::raw));
    BOOST_TEST((reasons(csv) == std::map<std::string, int>{{"date.impossible", 1},
                                                           {"price.malformed", 1},
                                                           {"volume.impossible", 1},
                                                           {"volume.malformed", 1}}));
    BOOST_TEST(csv.bars.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_split_beyond_all_splits_is_damage) {
    auto const stated = parse_price_csv(
        "date,open,high,low,close,splits\n2021-03-29,1,1,1,1,0\n2021-03-30,1,1,1,1,1e9\n"
        "2021-03-31,1,1,1,1,1e-9\n2021-04-01,1,1,1,1,2\n",
        options_of("AAPL", PriceBasis::raw));
    BOOST_TEST(reasons(stated).at("split.impossible") == 2);
    BOOST_TEST(stated.actions.size() == 1U);
    // Found by fuzzing: the adjusted close steps by a factor of thousands of millions.
    auto const implied = parse_price_csv(
        "Date,Open,High,Low,Close,AdjClose\n2010-1-6,3,0,1,91,5\n2010-1-8,0,9,1,7,6666666666\n",
        options_of("AAPL", PriceBasis::raw));
    BOOST_TEST(implied.actions.empty());
    BOOST_TEST(split_action(day("2021-03-29"), 1e12).note == "split, ratio 1e+12");
}

BOOST_AUTO_TEST_CASE(short_numbers_are_read_to_the_bit) {
    std::mt19937_64 random(test::random_seed());
    std::string text = "date,open,high,low,close,volume\n";
    std::vector<double> expected;
    auto date = day("1990-01-01");
    for (std::size_t i = 0; i < 5'000; ++i, date = date + 1) {
        while (date.weekday() == 0 || date.weekday() == 6) date = date + 1;
        auto number = std::to_string(random() % 10'000'000'000'000'000ULL >> random() % 50);
        auto const point = random() % (number.size() + 1);
        if (point > 0 && point < number.size()) number.insert(point, ".");
        expected.push_back(std::strtod(number.c_str(), nullptr));
        text += date.iso() + ",1,1,1," + number + ",1\n";
    }
    auto const csv = parse_price_csv(text, options_of("AAPL", PriceBasis::raw));
    BOOST_TEST(csv.bars.close == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_names_its_own_code) {
    BOOST_TEST(find_stated_code("ts_code,trade_date,open,high,low,close\n 600519.SH,1,1,1,1,1\n") ==
               "600519.SH");
    BOOST_TEST(find_stated_code("600519 name\ndate\topen\thigh\tlow\tclose\n") == "600519");
    BOOST_TEST(find_stated_code("date,open,high,low,close\n2020-01-02,1,1,1,1\n") == "");
    BOOST_TEST(find_stated_code("no table") == "");
}

BOOST_AUTO_TEST_CASE(recorded_defects_are_rejected_or_marked) {
    auto const yahoo = parse_price_csv(
        test::read_source_file("tests/data/malformed/yahoo_0005.HK_2010_2011_as_downloaded.csv"),
        options_of("0005.HK"));
    BOOST_TEST(reasons(yahoo).at("price.missing") > 0);
    auto const text = test::read_source_file("tests/data/malformed/scenarios_labelled.csv");
    auto csv = parse_price_csv(text, options_of("AAPL", PriceBasis::raw));
    BOOST_TEST(reasons(csv).at("price.missing") == 51, "the rows labelled nulls");
    QualityContext context;
    (void)check_bars(csv.bars, context);
    auto const table = parse_csv_table(text);
    std::map<std::string, std::string> label;
    for (auto const& row : table.rows) label[row[0]] = row[6];
    for (std::size_t i = 0; i < csv.bars.size(); ++i) {
        auto const& name = label.at(csv.bars.date[i].iso());
        bool const impossible = has(csv.bars.flags[i], BarFlag::impossible_price);
        // The row of 2018-06-01 is sound; six tiny closes are rounded out of their range.
        auto const iso = csv.bars.date[i].iso();
        bool const labelled = name == "negative" || name == "illogical" || name == "zeros";
        bool const rounded = iso >= "2017-12-29" && iso <= "2018-01-08";
        bool const expected = rounded || (labelled && iso != "2018-06-01");
        BOOST_TEST(impossible == expected, csv.bars.date[i].iso() << ' ' << name);
    }
    auto const slashes =
        parse_price_csv(test::read_source_file("tests/data/malformed/bad_m_d_yyyy.csv"),
                        options_of("AAPL", PriceBasis::raw));
    BOOST_TEST(slashes.mapping.date_format == "MM/DD/YYYY");
    BOOST_TEST(slashes.bars.size() == csv.bars.size());
}

BOOST_AUTO_TEST_CASE(damaged_bytes_never_break_the_reader) {
    std::mt19937_64 random(test::random_seed());
    auto const whole = test::read_source_file("schema/seed/market/us/NVDA.csv");
    for (int round = 0; round < 400; ++round) {
        auto text = whole.substr(0, random() % whole.size());
        for (auto n = random() % 40; n > 0 && !text.empty(); --n)
            text[random() % text.size()] = static_cast<char>(random());
        try {
            auto const csv = parse_price_csv(text, options_of("NVDA", PriceBasis::split_adjusted));
            BOOST_REQUIRE(std::ranges::is_sorted(csv.bars.date, std::less_equal<>()));
            BOOST_REQUIRE(csv.rows_read == csv.bars.size() + csv.rejected.size());
        } catch (Error const& error) {
            BOOST_REQUIRE(error.code() == ErrorCode::invalid_input);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
