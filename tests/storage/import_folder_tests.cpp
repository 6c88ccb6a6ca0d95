#include "folder_services.hpp"
#include "import_fixture.hpp"

#include <support/random_seed.hpp>
#include <support/soak.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

using namespace ec;
using test::FolderServices;
using test::ImportStore;
using workflows::FileResult;

namespace {

constexpr std::size_t files_of_the_proof = 24;
constexpr std::int64_t rows_of_a_file = 300;

void write(std::filesystem::path const& path, std::string const& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::string prices(std::uint64_t seed, std::int64_t rows) {
    std::mt19937_64 random(seed);
    std::string out = "Date,Open,High,Low,Close,Volume\n";
    double price = 50;
    auto day = Date::from_ymd(2019, 1, 2);
    for (std::int64_t i = 0; i < rows; day = day + 1) {
        if (day.weekday() == 0 || day.weekday() == 6) continue;
        price *= 0.98 + 0.0004 * static_cast<double>(random() % 101);
        out += fmt::format("{},{:.2f},{:.2f},{:.2f},{:.2f},{}\n", day.iso(), price, price * 1.01,
                           price * 0.99, price, 1000 + random() % 9000);
        ++i;
    }
    return out;
}

struct FolderStore {
    explicit FolderStore(std::string const& engine)
        : store(engine), parts(store.test.database(), data.path()) {}

    workflows::FolderImport import(workflows::FolderOptions const& options) {
        return workflows::import_folder(parts.services(), store.context(), {files.path()}, options);
    }
    workflows::FolderImport import() { return import(FolderServices::options()); }
    void add(std::string const& name, std::string const& text) { write(files.path() / name, text); }

    // Everything that an import leaves, but for ids and moments.
    std::vector<std::string> rows() {
        std::vector<std::string> out;
        for (auto const row : store.test.query(
                 "SELECT s.symbol_id, s.source, s.basis, s.shown, s.bars, s.revision, b.year, "
                 "b.bars, b.sha256 FROM series s JOIN bar_blocks b ON b.series_id = s.id "
                 "ORDER BY s.symbol_id, s.source, b.year"))
            out.push_back(fmt::format("{} {} {} {} {} {} {} {} {}", row.text(0), row.text(1),
                                      row.text(2), row.integer(3), row.integer(4), row.integer(5),
                                      row.integer(6), row.integer(7), row.text(8)));
        for (auto const row : store.test.query(
                 "SELECT series_id, file_sha256, rows_read, rows_accepted, rows_changed FROM "
                 "imports ORDER BY series_id"))
            out.push_back(fmt::format("{} {} {} {} {}", row.text(0), row.text(1), row.integer(2),
                                      row.integer(3), row.integer(4)));
        return out;
    }
    void clear() {
        for (char const* table : {"imports", "corporate_actions", "bar_blocks", "series",
                                  "instrument_names", "instruments"})
            store.test.execute(std::string("DELETE FROM ") + table);
    }

    ImportStore store;
    test::TemporaryFolder data;
    test::TemporaryFolder files;
    FolderServices parts;
};

std::map<std::string, workflows::FileReport> by_name(workflows::FolderImport const& done) {
    std::map<std::string, workflows::FileReport> out;
    for (auto const& file : done.files)
        out[std::filesystem::path(file.path).filename().string()] = file;
    return out;
}

// Starts the import in a process of its own and signals it after `delay`; how it ended.
int signal_an_import(FolderStore& f, int number, std::chrono::microseconds delay) {
    std::string words[] = {EC_FOLDER_WORKER, f.store.test.url(), f.data.path().string(),
                           f.files.path().string()};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(),
                         nullptr};
    int ready[2];
    BOOST_REQUIRE(::pipe2(ready, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ready[1], STDOUT_FILENO);
    pid_t child = 0;
    BOOST_REQUIRE(::posix_spawn(&child, arguments[0], &actions, nullptr, arguments, environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ready[1]);
    char byte = 0;
    BOOST_REQUIRE(::read(ready[0], &byte, 1) == 1);  // it is about to import
    std::this_thread::sleep_for(delay);
    ::kill(child, number);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ready[0]);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

// Every symbol is whole or absent, and the log has exactly the whole ones.
std::int64_t check_whole_files(FolderStore& f) {
    auto const series = f.store.count("series");
    BOOST_REQUIRE_EQUAL(f.store.count("imports"), series);
    for (auto const row : f.store.test.query(
             "SELECT s.bars, s.shown, CAST(SUM(b.bars) AS BIGINT) FROM series s LEFT JOIN "
             "bar_blocks b ON b.series_id = s.id GROUP BY s.id, s.bars, s.shown")) {
        BOOST_REQUIRE_EQUAL(row.integer(0), rows_of_a_file);
        BOOST_REQUIRE_EQUAL(row.integer(1), 1);
        BOOST_REQUIRE_EQUAL(row.integer(2), rows_of_a_file);
    }
    return series;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(import_folder)

BOOST_DATA_TEST_CASE(names_are_understood_or_refused, test::engines(), engine) {
    FolderStore f(engine);
    f.add("AAPL.csv", prices(1, 30));
    f.add("deeper/0700.HK.csv", prices(2, 30));
    f.add("hk00005.txt", prices(3, 30));
    f.add("quotes.csv", prices(4, 30));  // lower case, in no list: no symbol
    f.add("000001.csv", prices(5, 30));  // a stock in Shenzhen or an index of Shanghai
    f.add("MSFT.csv", "no prices\n");
    f.add("a/IBM.csv", prices(6, 30));
    f.add("b/IBM.csv", prices(7, 30));
    f.add("notes.md", "not looked at");
    std::string coded = "ts_code,trade_date,open,high,low,close,vol\n";
    for (int day = 2; day < 28; ++day)
        coded += fmt::format("600519.SH,202001{:02},10,11,9,10,100\n", day);
    f.add("export (1).csv", coded);
    auto const done = f.import();
    auto const files = by_name(done);
    BOOST_TEST(done.files.size() == 9U);
    BOOST_TEST(files.at("AAPL.csv").symbol == "AAPL");
    BOOST_TEST(files.at("AAPL.csv").added == 30);
    BOOST_TEST(files.at("0700.HK.csv").symbol == "0700.HK");
    BOOST_TEST(files.at("hk00005.txt").symbol == "0005.HK");
    BOOST_TEST(files.at("export (1).csv").symbol == "600519.SH");
    BOOST_TEST(files.at("export (1).csv").added == files.at("export (1).csv").accepted);
    BOOST_TEST(files.at("quotes.csv").reason == "import.symbol_unknown");
    BOOST_TEST(files.at("000001.csv").reason == "import.symbol_unknown");
    BOOST_TEST(files.at("MSFT.csv").reason == "import.heading_missing");
    BOOST_TEST(files.at("IBM.csv").reason == "import.symbol_twice");
    BOOST_TEST(done.count(FileResult::imported) == 4U);
    BOOST_TEST(done.count(FileResult::refused) == 5U);
    BOOST_TEST((done.end == workflows::ImportEnd::complete));
    BOOST_TEST(f.store.count("series") == 4);
}

BOOST_DATA_TEST_CASE(a_second_run_reads_nothing_again_unless_asked_otherwise, test::engines(),
                     engine) {
    FolderStore f(engine);
    for (std::size_t i = 0; i < 7; ++i) f.add(fmt::format("ZZ{}.csv", i), prices(i, 40));
    BOOST_TEST(f.import().added == 7 * 40);
    auto const first = f.rows();
    auto const again = f.import();
    BOOST_TEST(again.count(FileResult::done) == 7U);
    BOOST_TEST(again.rows_read == 0U);
    BOOST_TEST(f.rows() == first, boost::test_tools::per_element());
    // The remedy of a wrong unit is the same file with another option.
    auto other = FolderServices::options();
    other.request.volume_unit = market::VolumeUnit::lots_of_100;
    BOOST_TEST(f.import(other).changed == 7 * 40);
    BOOST_TEST(f.import().changed == 7 * 40);
    f.add("ZZ3.csv", prices(3, 41));
    auto const grown = f.import();
    BOOST_TEST(grown.added == 1);
    BOOST_TEST(grown.count(FileResult::done) == 6U);
}

BOOST_DATA_TEST_CASE(one_bad_file_of_a_transaction_is_refused_alone, test::engines(), engine) {
    FolderStore f(engine);
    auto options = FolderServices::options();
    options.request.basis = market::PriceBasis::adjusted;
    f.add("ZZA.csv", prices(1, 40));
    BOOST_TEST(f.import(options).added == 40);
    // Later days on another basis: one series would be on two.
    auto text = prices(1, 60);
    auto const cut = text.find("2019-01-15");
    text = "Date,Open,High,Low,Close,Volume\n" + text.substr(cut);
    auto const at = text.find(',', text.find("2019-01-15"));
    text.replace(at + 1, text.find('\n', at) - at - 1, "7,7,7,7,100");
    f.add("ZZA.csv", text);
    f.add("ZZB.csv", prices(2, 40));
    f.add("ZZC.csv", prices(3, 40));
    auto const files = by_name(f.import(options));
    BOOST_TEST(files.at("ZZA.csv").reason == "marketdata.mixed_vintages");
    BOOST_TEST(files.at("ZZA.csv").added == 0);
    BOOST_TEST(files.at("ZZB.csv").added == 40);
    BOOST_TEST(files.at("ZZC.csv").added == 40);
    BOOST_TEST(f.store.count("series") == 3);
}

BOOST_DATA_TEST_CASE(a_dry_run_stores_nothing, test::engines(), engine) {
    FolderStore f(engine);
    f.add("ZZA.csv", prices(1, 40) + "2019-05-01,x,1,1,1,1\n");
    auto options = FolderServices::options();
    options.request.mode = marketdata::ImportMode::dry_run;
    auto const done = f.import(options);
    BOOST_TEST(done.files[0].accepted == 40U);
    BOOST_TEST(done.files[0].rejected == 1U);
    BOOST_TEST(done.files[0].rejected_rows[0].reason == "price.malformed");
    BOOST_TEST(f.store.count("series") == 0);
}

BOOST_DATA_TEST_CASE(a_stop_ends_between_transactions, test::engines(), engine) {
    FolderStore f(engine);
    for (std::size_t i = 0; i < 20; ++i) f.add(fmt::format("ZZ{:02}.csv", i), prices(i, 40));
    std::stop_source stop;
    auto options = FolderServices::options();
    options.progress = [&](workflows::FolderProgress const& now) {
        if (now.files_done >= 5) stop.request_stop();
    };
    auto context = f.store.context();
    context.stop = stop.get_token();
    auto const done =
        workflows::import_folder(f.parts.services(), context, {f.files.path()}, options);
    BOOST_TEST((done.end == workflows::ImportEnd::interrupted));
    BOOST_TEST(done.count(FileResult::imported) == 6U);
    BOOST_TEST(done.count(FileResult::not_reached) == 14U);
    BOOST_TEST(f.store.count("series") == 6);
    auto const rest = f.import();
    BOOST_TEST(rest.count(FileResult::done) == 6U);
    BOOST_TEST(rest.count(FileResult::imported) == 14U);
}

BOOST_DATA_TEST_CASE(a_stop_before_the_first_file_is_a_report_too, test::engines(), engine) {
    FolderStore f(engine);
    f.add("ZZA.csv", prices(1, 40));
    BOOST_TEST(f.import().added == 40);
    f.add("ZZA.csv", prices(1, 41));
    std::stop_source stop;
    stop.request_stop();
    auto context = f.store.context();
    context.stop = stop.get_token();
    auto const done = workflows::import_folder(f.parts.services(), context, {f.files.path()},
                                               FolderServices::options());
    BOOST_TEST((done.end == workflows::ImportEnd::interrupted));
    BOOST_TEST(done.count(FileResult::not_reached) == 1U);
}

BOOST_DATA_TEST_CASE(killed_or_interrupted_every_file_is_whole_or_absent, test::engines(), engine) {
    FolderStore f(engine);
    for (std::size_t i = 0; i < files_of_the_proof; ++i)
        f.add(fmt::format("ZZ{:02}.csv", i), prices(i, rows_of_a_file));
    auto const start = std::chrono::steady_clock::now();
    (void)f.import();
    auto const whole = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - start);
    auto const undisturbed = f.rows();
    std::mt19937_64 random(test::random_seed());
    int const rounds = test::soak() ? 200 : 8;
    int between = 0;
    int interrupted = 0;
    for (int round = 0; round < rounds; ++round) {
        f.clear();
        auto const range = static_cast<std::uint64_t>(whole.count()) * 3 / 2 + 1000;
        int const number = round % 2 == 0 ? SIGKILL : SIGINT;
        auto const delay = std::chrono::microseconds(random() % range);
        auto const ended = signal_an_import(f, number, delay);
        BOOST_TEST((ended == 0 || ended == (number == SIGKILL ? -SIGKILL : 8)), ended);
        interrupted += ended != 0 ? 1 : 0;
        auto const stored = check_whole_files(f);
        between += stored > 0 && stored < static_cast<std::int64_t>(files_of_the_proof) ? 1 : 0;
        auto const rest = f.import();
        BOOST_TEST(rest.count(FileResult::done) == static_cast<std::size_t>(stored));
        BOOST_TEST(f.rows() == undisturbed, boost::test_tools::per_element());
    }
    BOOST_TEST(interrupted > 0, "no import was caught at work");
    test::soak_figure(fmt::format(
        "folder import, {}: {} rounds of kill -9 and Ctrl-C, {} ended early, {} with a part of the "
        "files stored, 0 with a part of a file",
        engine, rounds, interrupted, between));
}

BOOST_AUTO_TEST_SUITE_END()
