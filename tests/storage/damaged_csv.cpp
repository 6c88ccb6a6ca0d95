#include "damaged_csv.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>

namespace ec::test {
namespace {

constexpr std::size_t damage_kinds = 12;

struct Writer {
    DamagedCsv out;
    std::mt19937_64 random;
    Date day = Date::from_ymd(1984, 1, 2);
    double price = 50;

    Date next_day() {
        do day = day + 1;
        while (day.weekday() == 0 || day.weekday() == 6);
        return day;
    }
    // Never near a gap, so that only planted damage is marked.
    double next_price() {
        price *= 1 + (static_cast<double>(random() % 401) - 200) / 20'000;
        price = std::clamp(price, 20.0, 200.0);
        return std::round(price * 100) / 100;
    }
    static std::string sound(Date date, double close) {
        return fmt::format("{},{:.2f},{:.2f},{:.2f},{:.2f},{}", date.iso(), close, close + 1,
                           close - 1, close, 1'000'000);
    }
    void line(std::string const& text) {
        out.bytes += text;
        out.bytes += '\n';
        ++out.lines;
    }
    [[nodiscard]] std::size_t next_line() const { return out.lines + 2; }
    void reject(std::string const& text, std::string reason) {
        out.rejected[next_line()] = std::move(reason);
        line(text);
    }
    void good(std::string const& text, Date date, double close) {
        out.good[date] = close;
        line(text);
    }
};

void write_damage(Writer& w, std::size_t kind) {
    auto const date = w.next_day();
    auto const close = w.next_price();
    auto const iso = date.iso();
    auto const sound = Writer::sound(date, close);
    switch (kind) {
        case 0:
            return w.reject("31.02." + iso.substr(0, 4) + sound.substr(10), "date.malformed");
        case 1:
            return w.reject(iso.substr(0, 4) + "-13-45" + sound.substr(10), "date.malformed");
        case 2:
            return w.reject(iso + ",1,2", "line.cell_count");
        case 3:
            return w.reject(sound + ",7,8", "line.cell_count");
        case 4:
            return w.reject(iso + ",null,null,null,null,null", "price.missing");
        case 5:
            return w.reject(iso + fmt::format(",{0},{0},,{0},5", close), "price.missing");
        case 6:
            return w.reject(iso + ",abc,12,9,10,5", "price.malformed");
        case 7:
            w.out.flagged[w.next_line()] = "impossible_price";
            return w.good(iso + fmt::format(",{0},{0},{1},{0},1000", close, close + 5), date,
                          close);
        case 8:
            w.good(sound, date, close);
            return w.reject(sound, "duplicate.identical");
        case 9:
            w.out.flagged[w.next_line()] = "duplicate";
            w.good(sound, date, close);
            return w.reject(Writer::sound(date, close + 0.5), "duplicate.conflicting");
        case 10:
            return w.reject(iso + ",\xFF\xFE\x81,12,9,10,5", "price.malformed");
        default:
            return w.reject(iso + ",\"" + sound.substr(11), "line.broken_quote");
    }
}

}  // namespace

DamagedCsv make_damaged_csv(std::uint64_t seed, std::size_t lines) {
    Writer w;
    w.random.seed(seed);
    w.out.bytes = "date,open,high,low,close,volume\n";
    while (w.out.lines + 1 < lines) {
        if (w.random() % 20 == 0) {
            write_damage(w, w.random() % damage_kinds);
        } else {
            auto const date = w.next_day();
            auto const close = w.next_price();
            w.good(Writer::sound(date, close), date, close);
        }
    }
    while (w.out.lines < lines) {
        auto const date = w.next_day();
        auto const close = w.next_price();
        w.good(Writer::sound(date, close), date, close);
    }
    return w.out;
}

}  // namespace ec::test
