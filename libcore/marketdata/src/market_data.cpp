#include <ec/marketdata/market_data.hpp>

#include <ec/base/error.hpp>

namespace ec::marketdata {

MarketData::MarketData(db::Database& database, Settings const& settings)
    : database_(database),
      seed_folder_(find_seed_folder(settings.seed_folder)),
      bars_(database, settings.max_cached_bars),
      instruments_(database),
      fundamentals_(database),
      events_(database) {}

market::TradingCalendar const& MarketData::calendar(market::Market market) const {
    std::call_once(calendars_read_, [this] { calendars_ = load_calendars(seed_folder_); });
    auto const found = calendars_.find(std::string(market::calendar_id_of(market)));
    EC_CHECK(found != calendars_.end());
    return found->second;
}

ImportReport MarketData::import(CallContext const& context, std::string_view bytes,
                                ImportRequest const& request) {
    return import_csv(context, database_, bars_, bytes, request);
}

SeriesChange MarketData::import_factors(CallContext const& context, std::string const& series_id,
                                        std::string_view factor_file) {
    return marketdata::import_factors(context, database_, bars_, series_id, factor_file);
}

SeedReport MarketData::load_seed(CallContext const& context) {
    return marketdata::load_seed(context, database_, seed_folder_);
}

}  // namespace ec::marketdata
