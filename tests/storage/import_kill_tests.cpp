#include "damaged_csv.hpp"
#include "import_fixture.hpp"

#include <support/random_seed.hpp>
#include <support/soak.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

using namespace ec;
using ec::market::Symbol;
using test::ImportStore;
using test::request_of;

namespace {

constexpr std::size_t lines_of_the_proof = 10'000;

void check_stored(ImportStore& f, test::DamagedCsv const& file) {
    auto const series = f.store.load_series(f.context(), Symbol::parse("ZZTEST"));
    BOOST_REQUIRE_EQUAL(series->bars.size(), file.good.size());
    std::size_t i = 0;
    for (auto const& [date, close] : file.good) {
        BOOST_REQUIRE(series->bars.date[i] == date);
        BOOST_REQUIRE_EQUAL(series->bars.close[i], close);
        ++i;
    }
}

// Starts the import in a process of its own and kills it after `delay`; true when it was still
// at work.
bool kill_an_import(std::string const& url, std::string const& file,
                    std::chrono::microseconds delay) {
    std::string worker = EC_IMPORT_WORKER;
    std::string symbol = "ZZTEST";
    std::string url_text = url;
    std::string file_text = file;
    char* arguments[] = {worker.data(), url_text.data(), symbol.data(), file_text.data(), nullptr};
    int ready[2];
    BOOST_REQUIRE(::pipe2(ready, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ready[1], STDOUT_FILENO);
    pid_t child = 0;
    BOOST_REQUIRE(::posix_spawn(&child, worker.c_str(), &actions, nullptr, arguments, environ) ==
                  0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ready[1]);
    char byte = 0;
    BOOST_REQUIRE(::read(ready[0], &byte, 1) == 1);  // it is about to import
    std::this_thread::sleep_for(delay);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ready[0]);
    BOOST_TEST((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    return WIFSIGNALED(status);
}

// Nothing or everything: the tables never show a part of an import.
bool check_all_or_nothing(ImportStore& f, test::DamagedCsv const& file) {
    auto const stored = f.count("imports");
    BOOST_REQUIRE(stored == 0 || stored == 1);
    BOOST_REQUIRE_EQUAL(f.count("series"), stored);
    auto const bars = f.test.query(
        "SELECT COUNT(*), COALESCE(CAST(SUM(bars) AS BIGINT), 0) FROM "
        "bar_blocks");
    BOOST_REQUIRE_EQUAL(bars[0].integer(1),
                        stored == 0 ? 0 : static_cast<std::int64_t>(file.good.size()));
    if (stored == 1) check_stored(f, file);
    return stored == 1;
}

void clear(ImportStore& f) {
    for (char const* table : {"imports", "corporate_actions", "bar_blocks", "series",
                              "instrument_names", "instruments"})
        f.test.execute(std::string("DELETE FROM ") + table);
}

void write_proof(std::string const& line) {
    if (char const* folder = std::getenv("EC_PROOFS_DIR"))
        std::ofstream(std::string(folder) + "/2.6") << line << '\n';
}

struct KillCounts {
    int rounds = 0;
    int killed = 0;
    int whole = 0;
};

KillCounts kill_rounds(std::string const& engine, test::DamagedCsv const& file, int rounds) {
    ImportStore f(engine);
    test::TemporaryFolder folder;
    auto const path = (folder.path() / "damaged.csv").string();
    std::ofstream(path, std::ios::binary) << file.bytes;
    auto const start = std::chrono::steady_clock::now();
    (void)f.import(file.bytes, request_of("ZZTEST"));
    auto const whole = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - start);
    std::mt19937_64 random(test::random_seed());
    KillCounts counts;
    for (counts.rounds = 0; counts.rounds < rounds; ++counts.rounds) {
        clear(f);
        auto const range = static_cast<std::uint64_t>(whole.count()) * 5 / 4 + 1000;
        auto const delay = std::chrono::microseconds(random() % range);
        counts.killed += kill_an_import(f.test.url(), path, delay) ? 1 : 0;
        counts.whole += check_all_or_nothing(f, file) ? 1 : 0;
    }
    (void)f.import(file.bytes, request_of("ZZTEST"));
    check_stored(f, file);
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(import_kill)

BOOST_AUTO_TEST_CASE(a_damaged_file_of_ten_thousand_lines_and_kill_9) {
    bool const soak = ec::test::soak();
    auto const file = test::make_damaged_csv(test::random_seed(), lines_of_the_proof);
    BOOST_REQUIRE_EQUAL(file.lines, lines_of_the_proof);
    KillCounts all;
    for (char const* engine : {"sqlite", "postgresql"}) {
        ImportStore f(engine);
        auto const report = f.import(file.bytes, request_of("ZZTEST"));
        BOOST_TEST(report.rows_read == lines_of_the_proof);
        BOOST_TEST((test::rejected_lines(report) == file.rejected));
        BOOST_TEST((test::flagged_lines(report) == file.flagged));
        BOOST_TEST(report.accepted + report.rejected.size() == lines_of_the_proof);
        check_stored(f, file);
        auto const again = f.import(file.bytes, request_of("ZZTEST"));
        BOOST_TEST(!again.change.any());
        BOOST_TEST(f.count("imports") == 1);
        auto const counts = kill_rounds(engine, file, soak ? 200 : 8);
        BOOST_TEST(counts.killed > 0, "no import was caught at work");
        all.rounds += counts.rounds;
        all.killed += counts.killed;
        all.whole += counts.whole;
    }
    write_proof(fmt::format(
        "{} lines: {} good rows in, {} bad rows listed, {} stored with a mark; kill -9 on both "
        "engines: {} rounds, {} killed at work, {} whole, {} without a trace, 0 half done",
        file.lines, file.good.size(), file.rejected.size(), file.flagged.size(), all.rounds,
        all.killed, all.whole, all.rounds - all.whole));
}

BOOST_AUTO_TEST_SUITE_END()
