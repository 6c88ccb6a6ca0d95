#include <price_rows.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ec::market {
namespace {

constexpr std::size_t rows_for_a_proof = 20;
constexpr double share_for_a_proof = 0.99;
// A step of this size in the adjustment is a split, not a dividend.
constexpr double split_like = 1.2;

struct Scale {
    double volume = 1;
    double amount = 1;
};

// What files hold: shares or lots; yuan, thousands or ten thousands of them.
constexpr std::array scales{Scale{1, 1},   Scale{100, 1},   Scale{100, 1e3},
                            Scale{1, 1e3}, Scale{100, 1e4}, Scale{1, 1e4}};

bool allowed(Scale const& scale, Layout const& layout, PriceCsvOptions const& options) {
    if (layout.volume_scale && *layout.volume_scale != scale.volume) return false;
    if (layout.amount_scale && *layout.amount_scale != scale.amount) return false;
    if (!options.volume_unit) return true;
    return scale.volume == (*options.volume_unit == VolumeUnit::shares ? 1 : 100);
}

bool has_amount(PriceRow const& row) { return row.bar.amount > 0 && row.bar.volume > 0; }

double average_price(PriceRow const& row, Scale const& scale) {
    return row.bar.amount * scale.amount / (row.bar.volume * scale.volume);
}

struct Proof {
    Scale scale;
    std::size_t tested = 0;
    std::size_t inside = 0;
    [[nodiscard]] bool holds() const {
        return tested >= rows_for_a_proof &&
               static_cast<double>(inside) >= share_for_a_proof * static_cast<double>(tested);
    }
};

Proof best_proof(std::span<PriceRow const> rows, Layout const& layout,
                 PriceCsvOptions const& options) {
    Proof best;
    for (auto const& scale : scales) {
        if (!allowed(scale, layout, options)) continue;
        Proof proof{scale, 0, 0};
        for (auto const& row : rows) {
            if (!has_amount(row) || row.bar.low <= 0 || row.bar.high < row.bar.low) continue;
            double const average = average_price(row, scale);
            ++proof.tested;
            if (average >= row.bar.low * 0.999 && average <= row.bar.high * 1.001) ++proof.inside;
        }
        if (proof.inside > best.inside || best.tested == 0) best = proof;
        if (best.tested > 0 && best.inside == best.tested) break;  // no other can do better
    }
    return best;
}

// Near its base date a forward-adjusted price is close to the traded one, which tells the units.
std::optional<Scale> scale_of_last_rows(std::span<PriceRow const> rows, Layout const& layout,
                                        PriceCsvOptions const& options) {
    std::optional<Scale> found;
    for (auto const& scale : scales) {
        if (!allowed(scale, layout, options)) continue;
        std::size_t tested = 0;
        std::size_t near = 0;
        for (auto row = rows.rbegin(); row != rows.rend() && tested < rows_for_a_proof; ++row) {
            if (!has_amount(*row) || row->bar.close <= 0) continue;
            double const ratio = average_price(*row, scale) / row->bar.close;
            ++tested;
            near += ratio > 0.5 && ratio < 2 ? 1 : 0;
        }
        if (tested < rows_for_a_proof || near < tested - 1) continue;
        if (found) return std::nullopt;
        found = scale;
    }
    return found;
}

bool any_volume(std::span<PriceRow const> rows) {
    return std::ranges::any_of(rows, [](auto const& row) { return row.bar.volume > 0; });
}

Scale customary_scale(std::span<PriceRow const> rows, Layout& layout,
                      PriceCsvOptions const& options) {
    auto& evidence = layout.mapping.unit_evidence;
    if (options.volume_unit || layout.volume_scale) {
        evidence = options.volume_unit ? "stated by the caller" : "named in the heading";
        double const volume = options.volume_unit
                                  ? (*options.volume_unit == VolumeUnit::shares ? 1 : 100)
                                  : *layout.volume_scale;
        return {volume, layout.amount_scale.value_or(1)};
    }
    evidence = fmt::format("the {} layout", layout.mapping.layout);
    if (layout.mapping.layout == "tushare") return {100, 1e3};
    bool const mainland = options.symbol.market() == Market::cn;
    if (layout.mapping.layout == "generic" && mainland && any_volume(rows))
        throw invalid_field("import.volume_unit_unknown", "volume", options.symbol.text(),
                            "the file does not prove whether volumes are shares or lots of 100",
                            "Say --volume-unit shares or --volume-unit lots.");
    if (!mainland) evidence = "sources of this market give shares";
    return {1, layout.amount_scale.value_or(1)};
}

bool is_index(PriceCsvOptions const& options) { return options.kind == InstrumentKind::index; }

Scale find_scale(std::span<PriceRow const> rows, Layout& layout, PriceCsvOptions const& options,
                 Proof const& proof) {
    if (!is_index(options) && proof.holds()) {
        layout.mapping.unit_evidence = fmt::format(
            "amount / volume lies inside low..high on {} of {} rows", proof.inside, proof.tested);
        return proof.scale;
    }
    if (!is_index(options)) {
        if (auto const scale = scale_of_last_rows(rows, layout, options)) {
            layout.mapping.unit_evidence = "amount / volume is near the close of the last 20 rows";
            return *scale;
        }
    }
    return customary_scale(rows, layout, options);
}

// What a differing adjusted close says of the close beside it.
std::optional<PriceBasis> basis_of_adjusted_close(std::span<PriceRow const> rows,
                                                  std::string& evidence) {
    std::size_t differing = 0;
    std::size_t splits = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double const ratio = rows[i].adjusted_close / rows[i].bar.close;
        if (std::abs(ratio - 1) > 1e-4) ++differing;
        double const step = i == 0 ? 1 : adjustment_step(rows, i);
        if (step > split_like || step < 1 / split_like) ++splits;
    }
    if (differing == 0) return std::nullopt;
    if (splits > 0) {
        evidence =
            fmt::format("the adjusted close steps at {} splits that the close still has", splits);
        return PriceBasis::raw;
    }
    evidence = fmt::format(
        "the adjusted close differs on {} rows and has no step of a split: dividends are not in "
        "the close, splits are",
        differing);
    return PriceBasis::split_adjusted;
}

Error basis_unknown() {
    return invalid_field("import.basis_unknown", "basis", "",
                         "nothing in the file proves whether prices are as traded or adjusted",
                         "Say --basis raw, --basis split_adjusted or --basis adjusted.");
}

PriceBasis find_basis(std::span<PriceRow const> rows, Layout const& layout, Proof const& proof,
                      PriceCsvOptions const& options, std::string& evidence) {
    auto const proved = fmt::format("amount / volume lies inside low..high on {} of {} rows",
                                    proof.inside, proof.tested);
    if (options.basis) {
        bool const refuted = *options.basis == PriceBasis::raw && !is_index(options) &&
                             proof.tested >= rows_for_a_proof && proof.inside * 2 < proof.tested;
        if (refuted)
            throw invalid_field("import.basis_contradicted", "basis", "raw",
                                "amount / volume lies outside low..high on most days, so that the "
                                "prices are not as traded",
                                "Say --basis adjusted, or check the units of volume and amount.");
        evidence = "stated by the caller";
        return *options.basis;
    }
    if (layout.stated_basis) {
        evidence = "stated in the file's title";
        return *layout.stated_basis;
    }
    if (is_index(options)) {
        evidence = "index levels are not adjusted";
        return PriceBasis::raw;
    }
    if (proof.holds()) {
        evidence = proved;
        return PriceBasis::raw;
    }
    if (layout.has(Column::adjusted_close))
        if (auto const basis = basis_of_adjusted_close(rows, evidence)) return *basis;
    throw basis_unknown();
}

}  // namespace

void settle_units_and_basis(std::span<PriceRow> rows, Layout& layout,
                            PriceCsvOptions const& options) {
    auto const proof = best_proof(rows, layout, options);
    auto& mapping = layout.mapping;
    mapping.basis = find_basis(rows, layout, proof, options, mapping.basis_evidence);
    if (mapping.basis != PriceBasis::raw)
        mapping.base_date = options.base_date.value_or(rows.back().bar.date);
    auto const scale = find_scale(rows, layout, options, proof);
    mapping.volume_scale = scale.volume;
    mapping.amount_scale = scale.amount;
    for (auto& row : rows) {
        row.bar.volume *= scale.volume;
        row.bar.amount *= scale.amount;
    }
}

}  // namespace ec::market
