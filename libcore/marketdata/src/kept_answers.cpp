#include <ec/base/error.hpp>
#include <ec/marketdata/price_router.hpp>

namespace ec::marketdata {

ProviderAnswer parse_kept(VaultRequest const& request, VaultAnswer const& answer) {
    auto const provider = parse_provider(request.provider);
    auto const symbol = market::Symbol::try_parse(request.symbol);
    auto const kind = market::parse_instrument_kind(request.kind);
    auto const basis = market::parse_price_basis(request.basis);
    if (!provider || !symbol || !kind || !basis)
        throw invalid_field("vault.not_prices", "answer", answer.id,
                            "is not about the prices of one symbol",
                            "Choose an answer of a source of prices.");
    AnswerRequest asked;
    asked.symbol = *symbol;
    asked.kind = *kind;
    asked.basis = *basis;
    asked.received_at_us = answer.fetched_at_us;
    return parse_answer(*provider, asked, {answer.body, answer.status});
}

}  // namespace ec::marketdata
