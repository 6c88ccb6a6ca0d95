// Imports one file into a store and ends: the process that the import tests kill on its way.
//   ec_import_worker DATABASE_URL SYMBOL FILE
#include <ec/db/database.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/import.hpp>

#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    try {
        std::ifstream file(argv[3], std::ios::binary);
        std::string const bytes{std::istreambuf_iterator<char>(file), {}};
        auto const database = ec::db::open_database({.url = argv[1]});
        ec::SystemClock const clock;
        ec::CallContext const context{
            &clock, clock.now_us() + 60 * ec::micros_per_second, {}, "worker", {"usr_local"}};
        ec::marketdata::BarStore const store(*database, 100'000);
        ec::marketdata::ImportRequest request;
        request.symbol = ec::market::Symbol::parse(argv[2]);
        request.file_name = "damaged.csv";
        request.basis = ec::market::PriceBasis::raw;
        std::puts("importing");
        std::fflush(stdout);
        auto const report = ec::marketdata::import_csv(context, *database, store, bytes, request);
        std::printf("done %zu\n", report.accepted);
        return 0;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
