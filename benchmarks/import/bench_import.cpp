// Rows per second of `equitycompass data import` beside what SQLite takes of the same blocks, and
// of `data check`, in turn within each round, medians of the rounds:
//   ec_bench_import EQUITYCOMPASS WORK_FOLDER [symbols=5000] [bars=2520] [rounds=3]
#include "measured.hpp"
#include "price_files.hpp"
#include "raw_inserts.hpp"

#include <ec/marketdata/prepared_import.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <thread>

#include <fmt/format.h>

namespace {

namespace fs = std::filesystem;
using ec::bench::Measured;
using ec::bench::PriceFiles;

constexpr std::size_t rows_of_a_batch = 64 * 1024;  // as workflows::FolderOptions
constexpr std::size_t files_of_a_batch = 64;
constexpr int findings_exit = 11;  // of `data check`: made-up prices trade on holidays

std::string read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes(fs::file_size(path), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

// `work` of each file on `threads` threads.
template <class Work>
Measured on_threads(PriceFiles const& files, std::size_t threads, Work work) {
    std::atomic<std::size_t> next = 0;
    auto const start = ec::bench::seconds_now();
    {
        std::vector<std::jthread> running;
        for (std::size_t t = 0; t < threads; ++t)
            running.emplace_back([&] {
                for (auto i = next++; i < files.paths.size(); i = next++) work(files.paths[i]);
            });
    }
    return {ec::bench::seconds_now() - start, 0, 0};
}

ec::marketdata::ImportRequest request_of(fs::path const& path) {
    ec::marketdata::ImportRequest request;
    request.symbol = ec::market::Symbol::parse(path.stem().string());
    request.basis = ec::market::PriceBasis::raw;
    return request;
}

void parse(fs::path const& path) {
    ec::market::PriceCsvOptions options;
    options.symbol = ec::market::Symbol::parse(path.stem().string());
    options.basis = ec::market::PriceBasis::raw;
    (void)ec::market::parse_price_csv(read_file(path), options);
}

void prepare(fs::path const& path) {
    (void)ec::marketdata::prepare_import(read_file(path), request_of(path),
                                         ec::market::InstrumentKind::stock, 1'900'000'000'000'000);
}

struct Figures {
    std::vector<Measured> import, again, check, raw, reading, parsing, preparing;
    std::int64_t blocks = 0;
    std::int64_t payload = 0;
};

void round(std::string const& program, fs::path const& work, PriceFiles const& files,
           std::size_t bars, Figures& out) {
    auto const store = work / "store";
    fs::remove_all(store);
    fs::remove_all(work / "raw");
    fs::create_directories(work / "raw");
    auto const log = work / "log";
    std::vector<std::string> const head{program, "--data-dir", store.string()};
    auto const command = [&](std::vector<std::string> words) {
        words.insert(words.begin(), head.begin(), head.end());
        return ec::bench::run_program(std::move(words), log, findings_exit);
    };
    (void)command({"init-db", "--empty"});
    std::vector<std::string> const import{
        "data", "import", (work / "files").string(), "--basis", "raw", "--source", "bench"};
    out.import.push_back(command(import));
    auto const per_batch =
        std::clamp<std::size_t>((rows_of_a_batch + bars - 1) / bars, 1, files_of_a_batch);
    auto const raw =
        ec::bench::insert_raw(store / "equitycompass.db", work / "raw" / "raw.db", per_batch);
    out.raw.push_back(raw.measured);
    out.blocks = raw.blocks;
    out.payload = raw.bytes;
    out.again.push_back(command(import));
    out.check.push_back(command({"data", "check"}));
    auto const cores = std::max(1U, std::thread::hardware_concurrency());
    out.reading.push_back(
        on_threads(files, cores, [](fs::path const& path) { (void)read_file(path); }));
    out.parsing.push_back(on_threads(files, 1, parse));
    out.preparing.push_back(on_threads(files, cores, prepare));
}

void write_proof(std::string const& line) {
    if (char const* folder = std::getenv("EC_PROOFS_DIR"))
        std::ofstream(std::string(folder) + "/3.7") << line << '\n';
}

void print(Figures& figures, PriceFiles const& files, std::size_t bars) {
    auto const rows = static_cast<double>(files.paths.size() * bars);
    auto const cores = std::max(1U, std::thread::hardware_concurrency());
    auto const line = [&](char const* what, Measured const& m) {
        fmt::print("{:<52} {:>12.0f} rows/s {:>8.2f} s {:>8.2f} s CPU {:>6} MiB\n", what,
                   rows / m.seconds, m.seconds, m.cpu_seconds, m.peak_kib / 1024);
    };
    auto const import = ec::bench::median(figures.import);
    auto const raw = ec::bench::median(figures.raw);
    auto const check = ec::bench::median(figures.check);
    auto const prepared = ec::bench::median(figures.preparing);
    auto const parsed = ec::bench::median(figures.parsing);
    fmt::print("{} symbols x {} bars, {:.0f} MB of CSV, {} blocks of {:.0f} MB, {} cores\n",
               files.paths.size(), bars, static_cast<double>(files.bytes) / 1e6, figures.blocks,
               static_cast<double>(figures.payload) / 1e6, cores);
    line("equitycompass data import", import);
    line("SQLite: the same blocks, one prepared statement", raw);
    line("the same import again (nothing to do)", ec::bench::median(figures.again));
    line("equitycompass data check", check);
    line("reading the files, all cores", ec::bench::median(figures.reading));
    line("parsing alone, one core", parsed);
    line("parsing, checks, compression, all cores", prepared);
    auto const floor = raw.seconds + prepared.seconds;
    auto const text = fmt::format(
        "{} symbols x {} bars: import {:.0f} rows/s, raw inserts of the same {} blocks {:.0f} "
        "rows/s: {:.2f} times their time, {:.2f} times that of parsing and raw inserts one after "
        "the other on {} cores; parsing alone {:.0f} rows/s a core; import peaks at {} MiB, data "
        "check {:.0f} rows/s and {} MiB",
        files.paths.size(), bars, rows / import.seconds, figures.blocks, rows / raw.seconds,
        import.seconds / raw.seconds, import.seconds / floor, cores, rows / parsed.seconds,
        import.peak_kib / 1024, rows / check.seconds, check.peak_kib / 1024);
    fmt::print("{}\n", text);
    write_proof(text);
}

std::size_t argument(int argc, char** argv, int at, std::size_t otherwise) {
    return argc > at ? static_cast<std::size_t>(std::max(1L, std::atol(argv[at]))) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: ec_bench_import EQUITYCOMPASS WORK_FOLDER [SYMBOLS BARS ROUNDS]\n",
                   stderr);
        return 64;
    }
    try {
        auto const symbols = argument(argc, argv, 3, 5000);
        auto const bars = argument(argc, argv, 4, 2520);
        auto const rounds = argument(argc, argv, 5, 3);
        fs::path const work = argv[2];
        auto const files = ec::bench::write_price_files(work / "files", symbols, bars);
        Figures figures;
        for (std::size_t i = 0; i < rounds; ++i) round(argv[1], work, files, bars, figures);
        print(figures, files, bars);
        return 0;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
