// ns per bar of every indicator beside TA-Lib, and a memory copy, in turn in one process.
//   ec_bench_indicators [symbols=200] [bars=2500] [rounds=7] [only=label prefix]
#include "bench_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <random>

#include <fmt/format.h>

namespace {

using ec::bench::Bars;
using ec::bench::Row;
using ec::bench::Workspace;

double volatile sink = 0;

/// CPU time of this thread, so that a neighbour on the core does not show.
double now_ns() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Bars random_walk(std::size_t n, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> step(-0.00005, 0.01);
    std::uniform_real_distribution<double> spread(0.0, 0.01);
    std::uniform_real_distribution<double> shares(1e5, 1e7);
    Bars bars;
    double price = 100.0;
    for (std::size_t i = 0; i < n; ++i) {
        double const open = price;
        price = std::max(1.0, price * std::exp(step(random)));
        bars.open.push_back(open);
        bars.close.push_back(price);
        bars.high.push_back(std::max(open, price) * (1.0 + spread(random)));
        bars.low.push_back(std::min(open, price) * (1.0 - spread(random)));
        bars.volume.push_back(std::floor(shares(random)));
    }
    return bars;
}

/// Relative difference of the last value of the compared output.
double last_difference(Row const& row, Bars const& bars, Workspace& work) {
    std::size_t const n = bars.size();
    row.ours(bars, work);
    double const own = work.raw(row.compared_output)[n - 1];
    int const first = row.peer(bars, work);
    double const other = work.raw(row.compared_output)[n - 1 - static_cast<std::size_t>(first)];
    return std::fabs(own - other) / std::max(1e-9, std::fabs(other));
}

struct Timing {
    double ours = 0;
    double peer = 0;
};

Timing time_row(Row const& row, std::vector<Bars> const& set, Workspace& work, int rounds) {
    std::vector<double> ours;
    std::vector<double> peer;
    double const bars = static_cast<double>(set.size() * set.front().size());
    for (int round = 0; round < rounds; ++round) {
        double const start = now_ns();
        for (Bars const& b : set) {
            row.ours(b, work);
            sink = work.raw(0)[b.size() - 1];
        }
        double const middle = now_ns();
        for (Bars const& b : set) {
            row.peer(b, work);
            sink = work.raw(0)[0];
        }
        double const end = now_ns();
        ours.push_back((middle - start) / bars);
        peer.push_back((end - middle) / bars);
    }
    return {median(ours), median(peer)};
}

double time_copy(std::vector<Bars> const& set, Workspace& work, int rounds) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        double const start = now_ns();
        for (Bars const& b : set) {
            std::memcpy(work.raw(0), b.close.data(), b.size() * sizeof(double));
            sink = work.raw(0)[b.size() - 1];
        }
        times.push_back((now_ns() - start) / static_cast<double>(set.size() * set.front().size()));
    }
    return median(times);
}

/// All rows for one symbol after the other, as a scan of the market runs them.
Timing time_basket(std::vector<Row> const& rows, std::vector<Bars> const& set, Workspace& work,
                   int rounds) {
    std::vector<double> ours;
    std::vector<double> peer;
    double const bars = static_cast<double>(set.size() * set.front().size());
    for (int round = 0; round < rounds; ++round) {
        double const start = now_ns();
        for (Bars const& b : set) {
            for (Row const& row : rows) row.ours(b, work);
            sink = work.raw(0)[b.size() - 1];
        }
        double const middle = now_ns();
        for (Bars const& b : set) {
            for (Row const& row : rows) row.peer(b, work);
            sink = work.raw(0)[0];
        }
        ours.push_back((middle - start) / bars);
        peer.push_back((now_ns() - middle) / bars);
    }
    return {median(ours), median(peer)};
}

int argument(int argc, char** argv, int index, int fallback) {
    return argc > index ? std::max(1, std::atoi(argv[index])) : fallback;
}

void write_proof(std::string const& line) {
    if (char const* folder = std::getenv("EC_PROOFS_DIR")) {
        std::ofstream(std::string(folder) + "/2.9") << line << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    int const symbols = argument(argc, argv, 1, 200);
    auto const bars = static_cast<std::size_t>(std::max(300, argument(argc, argv, 2, 2500)));
    int const rounds = argument(argc, argv, 3, 7);
    std::vector<Bars> set;
    for (int i = 0; i < symbols; ++i) {
        set.push_back(random_walk(bars, 1000 + static_cast<std::uint64_t>(i)));
    }
    Workspace work;
    for (int i = 0; i < 4; ++i) work.columns.emplace_back(bars);
    auto rows = ec::bench::rows();
    std::string const only = argc > 4 ? argv[4] : "";
    std::erase_if(rows, [&](Row const& row) { return !row.label.starts_with(only); });
    if (rows.empty()) return 2;

    fmt::print("{} symbols x {} bars, {} rounds, one thread, ns per bar (medians)\n", symbols, bars,
               rounds);
    fmt::print("{:18} {:>8} {:>8} {:>7}   {}\n", "indicator", "ours", "TA-Lib", "ratio",
               "last value");
    std::vector<std::string> slower;
    bool wrong = false;
    for (Row const& row : rows) {
        double const difference = last_difference(row, set.front(), work);
        Timing const t = time_row(row, set, work, rounds);
        bool const bad = !(difference < 1e-7);
        wrong = wrong || bad;
        if (t.ours > t.peer)
            slower.push_back(fmt::format("{} {:.2f}x", row.label, t.ours / t.peer));
        fmt::print("{:18} {:8.2f} {:8.2f} {:6.2f}x   {:.0e}{}\n", row.label, t.ours, t.peer,
                   t.ours / t.peer, difference, bad ? "  DIFFERENT" : "");
    }
    double const copy = time_copy(set, work, rounds);
    Timing const basket = time_basket(rows, set, work, rounds);
    fmt::print("{:18} {:8.2f}\n", "memory copy", copy);
    for (std::string const& row : slower) fmt::print("slower than TA-Lib: {}\n", row);
    std::string const line = fmt::format(
        "basket of {}: {:.0f} ns/bar, TA-Lib {:.0f} ({:.2f}x); copy {:.2f}; {} slower", rows.size(),
        basket.ours, basket.peer, basket.ours / basket.peer, copy, slower.size());
    fmt::print("{}\n", line);
    if (wrong) return 1;
    if (only.empty()) write_proof(line);
    return 0;
}
