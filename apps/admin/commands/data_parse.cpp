#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/math.hpp>
#include <ec/market/symbol_input.hpp>
#include <ec/market/unit_proof.hpp>
#include <ec/marketdata/provider_answers.hpp>

#include <wire/wire_provider.hpp>

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

struct ParseOptions {
    std::string provider;
    std::string file;
    std::string symbol;
    std::string kind;
    std::string basis = "raw";
};

marketdata::Provider provider_of(std::string const& text) {
    if (auto const provider = marketdata::parse_provider(text)) return *provider;
    std::string known;
    for (auto const provider : marketdata::all_providers)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", marketdata::to_string(provider));
    throw invalid_field("provider.unknown", "--provider", text, "no such provider",
                        fmt::format("Use one of {}.", known));
}

market::Symbol symbol_of(std::string const& text) {
    auto const candidates = market::parse_input(text);
    if (candidates.size() == 1) return candidates.front();
    return market::Symbol::parse(text);
}

marketdata::AnswerRequest request_of(ParseOptions const& options) {
    marketdata::AnswerRequest request;
    request.symbol = symbol_of(options.symbol);
    request.kind = market::kind_by_code(request.symbol);
    if (!options.kind.empty())
        request.kind = market::parse_instrument_kind(options.kind).value_or(request.kind);
    request.basis = market::parse_price_basis(options.basis).value_or(request.basis);
    return request;
}

std::string cell(double value) { return is_nan(value) ? "" : fmt::format("{}", value); }

TextTable table_of(marketdata::ProviderAnswer const& answer) {
    TextTable table({"date", "open", "high", "low", "close", "volume", "amount"},
                    std::vector<Align>(7, Align::right));
    for (std::size_t i = 0; i < answer.bars.size(); ++i) {
        auto const bar = answer.bars.at(i);
        table.add({bar.date.iso(), cell(bar.open), cell(bar.high), cell(bar.low), cell(bar.close),
                   cell(bar.volume), cell(bar.amount)});
    }
    return table;
}

std::string text_of(marketdata::ProviderAnswer const& answer) {
    auto const proof = market::prove_units(answer.bars, answer.basis, answer.instrument);
    auto out = fmt::format(
        "{} {} of {}{}{}, {} prices in {}\n\n{}\n{} rows read, {} taken, {} rejected; units "
        "{} ({} of {} rows inside low..high)\n",
        marketdata::to_string(answer.provider), marketdata::to_string(answer.kind),
        answer.symbol.text(), answer.name.empty() ? "" : " ", answer.name,
        market::to_string(answer.basis), answer.currency, table_of(answer).render_text(),
        answer.rows_read, answer.bars.size(), answer.rejected.size(),
        market::to_string(proof.verdict), proof.inside, proof.tested);
    for (auto const& row : answer.rejected)
        out += fmt::format("  row {}: {}: {}\n", row.line, row.reason, row.text);
    for (auto const& one : answer.notes) out += fmt::format("  {}: {}\n", one.key, one.text);
    return out;
}

void parse_file(Frontend const& frontend, ParseOptions const& options) {
    auto const provider = provider_of(options.provider);
    auto const request = request_of(options);
    auto const bytes = read_file(options.file, marketdata::max_answer_bytes);
    auto const answer = marketdata::parse_answer(provider, request, {bytes, 0});
    if (frontend.form == OutputForm::json)
        return frontend.print(wire::render_provider_answer(answer));
    frontend.print(frontend.form == OutputForm::csv ? table_of(answer).render_csv()
                                                    : text_of(answer));
}

}  // namespace

void add_data_parse(CLI::App& group, Frontend& frontend) {
    auto options = std::make_shared<ParseOptions>();
    auto* parse = group.add_subcommand("parse", "How a provider's answer in a file is understood");
    parse->add_option("file", options->file, "The answer, - for standard input")->required();
    parse->add_option("--provider", options->provider, "yahoo, tencent_quote, tushare, ...")
        ->required();
    parse->add_option("--symbol", options->symbol, "What was asked for")->required();
    parse->add_option("--kind", options->kind, "stock, etf or index; else by the code")
        ->check(CLI::IsMember({"stock", "etf", "index"}));
    parse->add_option("--basis", options->basis, "What prices were asked for, default raw")
        ->check(CLI::IsMember({"raw", "split_adjusted", "adjusted"}));
    parse->callback([&frontend, options] { parse_file(frontend, *options); });
}

}  // namespace ec::admin
