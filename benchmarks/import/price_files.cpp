#include "price_files.hpp"

#include <ec/base/dates.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include <fmt/format.h>

namespace ec::bench {
namespace {

std::vector<std::string> weekdays(std::size_t count) {
    std::vector<std::string> out;
    for (auto day = Date::from_ymd(2014, 1, 2); out.size() < count; day = day + 1)
        if (day.weekday() != 0 && day.weekday() != 6) out.push_back(day.iso());
    return out;
}

// "ZAAA" .. "ZZZZ": 17,576 tickers.
std::string ticker(std::size_t index) {
    std::string out = "ZAAA";
    for (std::size_t i = 3; i > 0; --i, index /= 26) out[i] = static_cast<char>('A' + index % 26);
    return out;
}

std::string table(std::vector<std::string> const& days, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    auto const cents = [&](std::uint64_t most) {
        return static_cast<std::int64_t>(random() % most);
    };
    std::string out = "Date,Open,High,Low,Close,Volume\n";
    std::int64_t price = 1000 + cents(20'000);
    auto const put = [&](std::int64_t value) {
        fmt::format_to(std::back_inserter(out), "{}.{:02},", value / 100, value % 100);
    };
    for (auto const& day : days) {
        auto const open = price;
        auto const step = std::max<std::int64_t>(2, price / 40);
        price =
            std::max<std::int64_t>(100, price - step / 2 + cents(static_cast<std::uint64_t>(step)));
        auto const spread = std::max<std::int64_t>(1, price / 100);
        out += day + ',';
        put(open);
        put(std::max(open, price) + cents(static_cast<std::uint64_t>(spread)));
        put(std::min(open, price) - cents(static_cast<std::uint64_t>(spread)));
        put(price);
        fmt::format_to(std::back_inserter(out), "{}\n", 100'000 + cents(10'000'000));
    }
    return out;
}

}  // namespace

PriceFiles write_price_files(std::filesystem::path const& folder, std::size_t symbols,
                             std::size_t bars) {
    std::filesystem::create_directories(folder);
    auto const days = weekdays(bars);
    PriceFiles files;
    for (std::size_t i = 0; i < symbols; ++i) {
        auto const text = table(days, i + 1);
        files.paths.push_back(folder / (ticker(i) + ".csv"));
        std::ofstream(files.paths.back(), std::ios::binary) << text;
        files.bytes += text.size();
    }
    return files;
}

}  // namespace ec::bench
