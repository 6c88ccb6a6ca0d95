#include <ec/workflows/import_actions.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/marketdata/market_data.hpp>

namespace ec::workflows {

marketdata::ActionsImport import_actions(Services const& services, CallContext const& context,
                                         std::string const& symbol, std::string_view bytes,
                                         marketdata::ActionsRequest request) {
    accounts::Accounts::require(services.accounts.get_user(context, context.actor.user_id),
                                accounts::Permission::import_data);
    auto const canonical = market::Symbol::try_parse(symbol);
    request.symbol =
        canonical ? *canonical : services.market_data.instruments().get_symbol(context, symbol);
    return marketdata::import_actions(context, services.database, services.market_data.bars(),
                                      bytes, request);
}

}  // namespace ec::workflows
