#pragma once

#include <ec/marketdata/instruments.hpp>
#include <ec/marketdata/provider_answers.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::marketdata {

enum class NameMatch : std::uint8_t { same, unknown, other };

/// Whether two names can be of one company. Letter case, legal forms ("Inc", "Holdings", 控股),
/// marks of the day (XD, ST, -W) and simplified or traditional characters do not count. unknown
/// when one is empty or they are in different scripts; other only when nothing connects them. Pure.
[[nodiscard]] NameMatch match_names(std::string_view a, std::string_view b);

struct IdentityMismatch {
    std::string reason;  // "provider.other_currency", "provider.other_exchange", "..._company"
    std::string detail;  // "prices in USD, the instrument is quoted in HKD"
};

/// Whether an answer is about the instrument that was asked for: currency, exchange (US venues are
/// one: listings move between them), name. What the answer does not state is not held against it.
/// Pure.
[[nodiscard]] std::optional<IdentityMismatch> find_mismatch(ProviderAnswer const& answer,
                                                            Instrument const& instrument);

}  // namespace ec::marketdata
