#include <ec/workflows/import_prices.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/marketdata/market_data.hpp>

namespace ec::workflows {

marketdata::ImportReport import_prices(Services const& services, CallContext const& context,
                                       std::string const& symbol, std::string_view bytes,
                                       marketdata::ImportRequest request) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                accounts::Permission::import_data);
    auto const canonical = market::Symbol::try_parse(symbol);
    request.symbol =
        canonical ? *canonical : services.market_data.instruments().get_symbol(context, symbol);
    return services.market_data.import(context, bytes, request);
}

}  // namespace ec::workflows
