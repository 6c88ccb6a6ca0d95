#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/provider_answers.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
}

namespace ec::marketdata {

/// A source with fewer bars may add to its own series, never begin one.
inline constexpr std::size_t bars_to_seed = 260;

/// merged: new sessions were added; seeded: the source's first series of the symbol; replaced: an
/// ex-date has moved all its prices, the series was taken whole; needs_history: nothing was stored,
/// because the answer is too short to begin with, leaves a gap, or stands on another basis than
/// what is stored. Ask for the whole history then.
enum class Placement : std::uint8_t { merged, seeded, replaced, needs_history };

struct PlacedAnswer {
    Placement placement = Placement::merged;
    SeriesChange change;
    std::optional<Date> last_session;  // complete, of the series afterwards
};

[[nodiscard]] std::string_view to_string(Placement placement) noexcept;

/// Puts a provider's bars into that provider's own live series of the symbol: never into a sample
/// or another source's. What happens depends on the stored series and the answer alone, so that
/// kept answers applied again in their order give the same series. A first series is compared with
/// what is stored of the symbol: throws invalid_input "import.other_company" and
/// "import.scale_differs" as an import does. A change is noted with `vault_id`, the kept answer it
/// came from; "": none is kept. Other errors: those of the database.
[[nodiscard]] PlacedAnswer place_answer(CallContext const& context, db::Database& database,
                                        BarStore const& store, ProviderAnswer const& answer,
                                        std::string_view vault_id);

/// A change of a series that a kept answer made.
struct SeriesOrigin {
    std::int64_t revision = 0;  // of the series, from this change on
    std::string vault_id;
    Placement placement = Placement::merged;
    Micros placed_at_us = 0;
};

/// The changes by then that made the series what it was, oldest first, from the one on that
/// replaced all before it; empty when none is known, as for an imported series. Errors: those of
/// the database.
[[nodiscard]] std::vector<SeriesOrigin> origins_of(CallContext const& context,
                                                   db::Database& database,
                                                   std::string const& series_id,
                                                   Micros not_after_us);

}  // namespace ec::marketdata
