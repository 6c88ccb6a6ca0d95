#include <block_codec.hpp>

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include <zstd.h>

namespace ec::marketdata {
namespace {

using market::Bars;

// Layout before compression: version, rows (2 bytes), first date (4), dates, 8 number columns,
// flags. A date is the distance from the one before it, one byte each. A number column is a kind
// byte, a bitmap of missing values when the kind says so, and its values as 8 byte planes.
constexpr std::uint8_t version = 1;
constexpr int zstd_level = 1;
constexpr std::uint8_t kind_empty = 0x40;    // every value is missing
constexpr std::uint8_t kind_bits = 0x20;     // XOR with the value before
constexpr std::uint8_t kind_missing = 0x80;  // a bitmap follows
constexpr int max_decimals = 9;
constexpr std::size_t header_bytes = 7;
constexpr std::size_t max_raw_bytes =
    header_bytes + max_block_bars * (1 + 8 * 8 + 2) + 8 * (1 + (max_block_bars + 7) / 8);
constexpr std::array powers{1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

using Bytes = std::vector<std::uint8_t>;

[[noreturn]] void damaged(std::string_view what) {
    throw Error(ErrorCode::internal, "marketdata.block_damaged",
                "Stored prices are damaged. Restore the store from a backup or import them again.")
        .with_log(what);
}

std::array<std::vector<double> Bars::*, 8> number_columns() {
    return {&Bars::open,   &Bars::high,           &Bars::low,         &Bars::close, &Bars::volume,
            &Bars::amount, &Bars::previous_close, &Bars::turnover_pct};
}

std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

void put_planes(Bytes& out, std::vector<std::uint64_t> const& words, unsigned width) {
    auto at = out.size();
    out.resize(at + width * words.size());
    for (unsigned plane = 0; plane < width; ++plane)
        for (auto const word : words) out[at++] = static_cast<std::uint8_t>(word >> (8 * plane));
}

// The value as an integer of 10^-decimals, when that gives back the very same bits.
bool as_decimal(double value, int decimals, std::int64_t& out) {
    double const scaled = value * powers[static_cast<std::size_t>(decimals)];
    if (!(std::abs(scaled) < 9e15)) return false;
    out = std::llround(scaled);
    double const back = static_cast<double>(out) / powers[static_cast<std::size_t>(decimals)];
    return std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value);
}

// The fewest decimals that give every value back, and the values in them; -1 when none do.
int decimals_of(std::vector<double> const& values, std::vector<std::int64_t>& numbers) {
    int decimals = 0;
    numbers.assign(values.size(), 0);
    std::size_t sure = 0;  // values from here on were read with the present decimals
    for (std::size_t i = 0; i < values.size(); ++i) {
        while (decimals <= max_decimals && !is_nan(values[i]) &&
               !as_decimal(values[i], decimals, numbers[i])) {
            ++decimals;
            sure = i;
        }
        if (decimals > max_decimals) return -1;
    }
    // A later value may need more digits than an earlier one was tried with.
    for (std::size_t i = 0; i < sure; ++i)
        if (!is_nan(values[i]) && !as_decimal(values[i], decimals, numbers[i])) return -1;
    return decimals;
}

void put_column(Bytes& out, std::vector<double> const& values) {
    std::size_t missing = 0;
    for (double const value : values) missing += is_nan(value) ? 1 : 0;
    if (missing == values.size()) {
        out.push_back(kind_empty);
        return;
    }
    std::vector<std::int64_t> numbers;
    int const decimals = decimals_of(values, numbers);
    auto kind = decimals < 0 ? kind_bits : static_cast<std::uint8_t>(decimals);
    if (missing > 0) kind |= kind_missing;
    out.push_back(kind);
    if (missing > 0) {
        Bytes bitmap((values.size() + 7) / 8);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (is_nan(values[i])) bitmap[i / 8] |= static_cast<std::uint8_t>(1U << (i % 8));
        out.insert(out.end(), bitmap.begin(), bitmap.end());
    }
    std::vector<std::uint64_t> words(values.size(), 0);
    std::int64_t last_number = 0;
    std::uint64_t last_bits = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (is_nan(values[i])) continue;
        if (decimals < 0) {
            auto const bits = std::bit_cast<std::uint64_t>(values[i]);
            words[i] = bits ^ last_bits;
            last_bits = bits;
        } else {
            words[i] = zigzag(numbers[i] - last_number);
            last_number = numbers[i];
        }
    }
    put_planes(out, words, 8);
}

class Reader {
  public:
    explicit Reader(Bytes const& bytes) : bytes_(bytes) {}

    std::uint8_t byte() {
        if (at_ >= bytes_.size()) damaged("block ends early");
        return bytes_[at_++];
    }
    std::span<std::uint8_t const> bytes(std::size_t count) {
        if (bytes_.size() - at_ < count) damaged("block ends early");
        at_ += count;
        return std::span(bytes_).subspan(at_ - count, count);
    }
    std::uint64_t number(unsigned width) {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < width; ++i) value |= std::uint64_t{byte()} << (8 * i);
        return value;
    }
    std::vector<std::uint64_t> planes(std::size_t count, unsigned width) {
        std::vector<std::uint64_t> words(count);
        for (unsigned plane = 0; plane < width; ++plane) {
            auto const from = bytes(count);
            for (std::size_t i = 0; i < count; ++i)
                words[i] |= std::uint64_t{from[i]} << (8 * plane);
        }
        return words;
    }
    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }

  private:
    Bytes const& bytes_;
    std::size_t at_ = 0;
};

std::vector<double> read_column(Reader& in, std::size_t rows) {
    auto const kind = in.byte();
    if (kind == kind_empty) return std::vector<double>(rows, nan_value());
    Bytes bitmap((rows + 7) / 8);
    if ((kind & kind_missing) != 0)
        for (auto& byte : bitmap) byte = in.byte();
    auto const form = static_cast<std::uint8_t>(kind & ~kind_missing);
    if (form != kind_bits && form > max_decimals) damaged("unknown column kind");
    auto const words = in.planes(rows, 8);
    std::vector<double> values;
    values.reserve(rows);
    std::uint64_t last_number = 0;  // unsigned, so that damaged deltas wrap instead of overflow
    std::uint64_t last_bits = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        if ((bitmap[i / 8] >> (i % 8) & 1U) != 0) {
            values.push_back(nan_value());
        } else if (form == kind_bits) {
            last_bits ^= words[i];
            values.push_back(std::bit_cast<double>(last_bits));
        } else {
            last_number += static_cast<std::uint64_t>(unzigzag(words[i]));
            values.push_back(static_cast<double>(static_cast<std::int64_t>(last_number)) /
                             powers[form]);
        }
    }
    return values;
}

// The library's working memory costs more to set up than a block to compress.
ZSTD_CCtx* compression_context() {
    struct Free {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };
    thread_local std::unique_ptr<ZSTD_CCtx, Free> const context(ZSTD_createCCtx());
    EC_CHECK(context != nullptr);
    return context.get();
}

ZSTD_DCtx* decompression_context() {
    struct Free {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };
    thread_local std::unique_ptr<ZSTD_DCtx, Free> const context(ZSTD_createDCtx());
    EC_CHECK(context != nullptr);
    return context.get();
}

Bytes decompress(std::span<std::byte const> payload) {
    auto const size = ZSTD_getFrameContentSize(payload.data(), payload.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
        size > max_raw_bytes || size < header_bytes)
        damaged("no block of a plausible size");
    Bytes raw(static_cast<std::size_t>(size));
    auto const got = ZSTD_decompressDCtx(decompression_context(), raw.data(), raw.size(),
                                         payload.data(), payload.size());
    if (ZSTD_isError(got) != 0 || got != raw.size()) damaged("compression stream is broken");
    return raw;
}

}  // namespace

std::vector<std::byte> encode_block(Bars const& bars) {
    auto const rows = bars.size();
    EC_CHECK(rows > 0 && rows <= max_block_bars);
    Bytes raw{version, static_cast<std::uint8_t>(rows), static_cast<std::uint8_t>(rows >> 8U)};
    auto const first = static_cast<std::uint32_t>(bars.date[0].days());
    for (unsigned i = 0; i < 4; ++i) raw.push_back(static_cast<std::uint8_t>(first >> (8 * i)));
    for (std::size_t i = 1; i < rows; ++i) {
        // Gaps of more than 255 days inside one year's block take a second byte.
        auto const gap = bars.date[i] - bars.date[i - 1];
        EC_CHECK(gap > 0 && gap <= 366);
        raw.push_back(static_cast<std::uint8_t>(gap < 255 ? gap : 255));
        if (gap >= 255) raw.push_back(static_cast<std::uint8_t>(gap - 255));
    }
    for (auto const column : number_columns()) put_column(raw, bars.*column);
    put_planes(raw, {bars.flags.begin(), bars.flags.end()}, 2);

    std::vector<std::byte> out(ZSTD_compressBound(raw.size()));
    auto const size = ZSTD_compressCCtx(compression_context(), out.data(), out.size(), raw.data(),
                                        raw.size(), zstd_level);
    EC_CHECK(ZSTD_isError(size) == 0);
    out.resize(size);
    return out;
}

Bars decode_block(std::span<std::byte const> payload) {
    auto const raw = decompress(payload);
    Reader in(raw);
    if (in.byte() != version) damaged("unknown block version");
    auto const rows = static_cast<std::size_t>(in.number(2));
    if (rows == 0 || rows > max_block_bars) damaged("impossible number of rows");
    Bars bars;
    auto day = static_cast<std::int64_t>(static_cast<std::int32_t>(in.number(4)));
    for (std::size_t i = 0; i < rows; ++i) {
        if (i > 0) {
            std::int64_t gap = in.byte();
            if (gap == 255) gap += in.byte();
            if (gap == 0) damaged("two rows of one day");
            day += gap;
        }
        if (day < -62'000 || day > 2'900'000) damaged("impossible date");
        bars.date.emplace_back(static_cast<std::int32_t>(day));
    }
    for (auto const column : number_columns()) bars.*column = read_column(in, rows);
    for (auto const word : in.planes(rows, 2))
        bars.flags.push_back(static_cast<market::BarFlags>(word));
    if (!in.at_end()) damaged("bytes after the end of the block");
    return bars;
}

}  // namespace ec::marketdata
