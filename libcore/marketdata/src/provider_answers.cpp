#include <ec/marketdata/provider_answers.hpp>

#include <ec/market/factor_file.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <provider_parsing.hpp>
#include <text_encoding.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

struct FaultText {
    ErrorCode code;
    std::string_view reason;
    std::string_view message;
};

FaultText text_of(AnswerFault fault) {
    using Code = ErrorCode;
    switch (fault) {
        case AnswerFault::empty:
            return {Code::unavailable, "provider.empty",
                    "answered without data. Try another source or days."};
        case AnswerFault::truncated:
            return {Code::unavailable, "provider.truncated",
                    "sent an answer that breaks off. Try again."};
        case AnswerFault::not_json:
            return {Code::unavailable, "provider.not_json",
                    "sent text instead of JSON. Try again later or another source."};
        case AnswerFault::html:
            return {Code::unavailable, "provider.html",
                    "sent a web page instead of data, as it does to programs it keeps out. "
                    "Try another source."};
        case AnswerFault::unknown_symbol:
            return {Code::not_found, "provider.unknown_symbol",
                    "does not know this symbol. Check the code or try another source."};
        case AnswerFault::rate_limited:
            return {Code::rate_limited, "provider.rate_limited",
                    "takes no more requests for now. Wait or try another source."};
        case AnswerFault::no_permission:
            return {Code::forbidden, "provider.no_permission",
                    "does not allow this request. Check what your account includes."};
        case AnswerFault::bad_key:
            return {Code::forbidden, "provider.bad_key",
                    "does not accept the key. Enter a valid one."};
        case AnswerFault::shape:
            return {Code::unavailable, "provider.shape",
                    "sent data in another form than it used to. Try another source."};
        case AnswerFault::bad_row:
            return {Code::unavailable, "provider.bad_row",
                    "sent no usable row. Try again later or another source."};
        case AnswerFault::wrong_symbol:
            return {Code::invalid_input, "provider.wrong_symbol",
                    "answered about another symbol. Name the symbol that the answer is about."};
        case AnswerFault::symbol_unsupported:
            return {Code::invalid_input, "provider.symbol_unsupported",
                    "does not serve symbols of this kind. Choose another source."};
    }
    return {Code::internal, "provider.shape", ""};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c == '.';
}

// "name(" or "name=" before the value; what has to stand after it.
std::string_view skip_wrapper(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_name_character(text[end])) ++end;
    if (end == 0 || end + 1 >= text.size()) return "";
    if (text[end] != '(' && text[end] != '=') return "";
    auto const closing = text[end] == '(' ? std::string_view(")") : std::string_view("");
    text = trimmed(text.substr(end + 1));
    return closing;
}

}  // namespace

std::string_view to_string(AnswerKind kind) noexcept {
    return kind == AnswerKind::bars ? "bars" : "quote";
}

Error answer_error(Provider provider, AnswerFault fault, std::string_view detail) {
    auto const text = text_of(fault);
    auto error = Error(text.code, std::string(text.reason),
                       fmt::format("{} {}", info_of(provider).title, text.message));
    return error.with_log(detail);
}

std::string decode_answer(Provider provider, RawAnswer const& raw) {
    if (raw.status == 429) throw answer_error(provider, AnswerFault::rate_limited, "status 429");
    if (raw.bytes.size() > max_answer_bytes)
        throw answer_error(provider, AnswerFault::shape,
                           fmt::format("{} bytes are too many", raw.bytes.size()));
    auto text = decode_text(raw.bytes).text;
    auto const content = trimmed(text);
    if (content.empty()) {
        if (raw.status == 401 || raw.status == 403) check_status(provider, raw.status);
        throw answer_error(provider, AnswerFault::empty,
                           fmt::format("no bytes, status {}", raw.status));
    }
    if (content.starts_with('<'))
        throw answer_error(provider, AnswerFault::html, fmt::format("status {}", raw.status));
    return std::string(content);
}

JsonValue parse_json_answer(Provider provider, std::string_view text) {
    constexpr std::string_view busy = "Too Many Requests";
    if (text.starts_with(busy))
        throw answer_error(provider, AnswerFault::rate_limited, "said so in plain text");
    auto const closing = skip_wrapper(text);
    if (text.empty())
        throw answer_error(provider, AnswerFault::truncated, "nothing after the callback's name");
    auto document = parse_json(text);
    switch (document.damage) {
        case JsonDamage::none:
            break;
        case JsonDamage::truncated:
            throw answer_error(provider, AnswerFault::truncated,
                               fmt::format("JSON ends after {} bytes", text.size()));
        case JsonDamage::malformed:
            throw answer_error(provider, AnswerFault::not_json,
                               fmt::format("no JSON at byte {}", document.used));
        case JsonDamage::too_large:
            throw answer_error(provider, AnswerFault::shape, "nested too deep or too long");
    }
    auto rest = trimmed(text.substr(document.used));
    if (!closing.empty() && !rest.starts_with(closing))
        throw answer_error(provider, AnswerFault::truncated, "the callback is not closed");
    rest.remove_prefix(closing.size());
    rest = trimmed(rest);
    if (!rest.empty() && rest != ";")
        throw answer_error(provider, AnswerFault::not_json, "text after the JSON");
    return std::move(document.root);
}

void check_status(Provider provider, int status) {
    auto const detail = fmt::format("status {}", status);
    if (status == 401) throw answer_error(provider, AnswerFault::bad_key, detail);
    if (status == 403) throw answer_error(provider, AnswerFault::no_permission, detail);
    if (status == 404) throw answer_error(provider, AnswerFault::unknown_symbol, detail);
    if (status >= 400) throw answer_error(provider, AnswerFault::shape, detail);
}

void note(ProviderAnswer& answer, std::string_view key, std::string_view text) {
    answer.notes.push_back({std::string(key), std::string(text)});
}

void settle_currency(ProviderAnswer& answer, std::string_view stated) {
    // Pence and agorot have a small letter: "GBp".
    auto const letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    bool const code = stated.size() == 3 && std::ranges::all_of(stated, letter);
    if (!stated.empty() && !code)
        throw answer_error(answer.provider, AnswerFault::shape, "a currency that is no code");
    auto const usual = market::currency_of(answer.symbol.market());
    answer.currency = stated.empty() ? usual : stated;
    if (stated.empty()) return note(answer, "currency.assumed", "that of the market");
    if (stated != usual) note(answer, "currency.differs", "not the one of the market");
}

bool is_spelling(ProviderAnswer const& answer, std::string_view stated) {
    auto const names = provider_symbols(answer.provider, answer.symbol, answer.instrument);
    return std::ranges::find(names, stated) != names.end();
}

void require_symbol(ProviderAnswer& answer, std::string_view stated) {
    if (!is_spelling(answer, stated))
        throw answer_error(answer.provider, AnswerFault::wrong_symbol,
                           fmt::format("asked for {}", answer.symbol.text()));
    answer.source_symbol = stated;
}

ProviderAnswer new_answer(Provider provider, AnswerRequest const& request, AnswerKind kind) {
    ProviderAnswer answer;
    answer.provider = provider;
    answer.kind = kind;
    answer.symbol = request.symbol;
    answer.instrument = request.kind;
    answer.basis = request.basis;
    if (provider_symbols(provider, request.symbol, request.kind).empty())
        throw answer_error(provider, AnswerFault::symbol_unsupported, request.symbol.text());
    return answer;
}

int lot_shift(market::Symbol const& symbol) noexcept {
    return symbol.market() == market::Market::cn ? 2 : 0;
}

void set_scales(ProviderAnswer& answer, int volume_shift, int amount_shift) {
    auto const power = [](int shift) {
        double value = 1;
        for (int i = 0; i < shift; ++i) value *= 10;
        return value;
    };
    answer.volume_scale = power(volume_shift);
    answer.amount_scale = power(amount_shift);
}

ProviderAnswer parse_answer(Provider provider, AnswerRequest const& request, RawAnswer const& raw) {
    switch (provider) {
        case Provider::yahoo:
            return parse_yahoo(request, raw);
        case Provider::eastmoney_kline:
            return parse_eastmoney(request, raw);
        case Provider::tencent_quote:
            return parse_tencent_quote(request, raw);
        case Provider::tencent_kline:
            return parse_tencent_kline(request, raw);
        case Provider::sina_quote:
            return parse_sina(request, raw);
        case Provider::tushare:
            return parse_tushare(request, raw);
        case Provider::alpha_vantage:
            return parse_alpha_vantage(request, raw);
        case Provider::finnhub_quote:
            return parse_finnhub(request, raw);
        case Provider::twelve_data:
            return parse_twelve_data(request, raw);
    }
    throw answer_error(provider, AnswerFault::shape, "no parser");
}

std::vector<market::CorporateAction> corporate_actions(ProviderAnswer const& answer) {
    std::vector<market::CorporateAction> out;
    if (answer.basis == market::PriceBasis::adjusted) return out;
    double ratio = 1;  // of splits that fall on the day being looked at
    Date day;
    for (auto const& stated : answer.actions) {
        auto const& dates = answer.bars.date;
        auto const first = std::ranges::lower_bound(dates, stated.ex_date);
        if (first == dates.begin() || first == dates.end()) continue;
        double before = answer.bars.close[static_cast<std::size_t>(first - dates.begin()) - 1];
        if (std::exchange(day, stated.ex_date) != stated.ex_date) ratio = 1;
        if (stated.kind == market::ActionKind::split) {
            if (answer.basis != market::PriceBasis::raw) continue;
            out.push_back(market::split_action(stated.ex_date, stated.amount));
            ratio *= out.back().a;
            continue;
        }
        before *= ratio;
        if (stated.amount < before)
            out.push_back(
                market::dividend_action(stated.ex_date, 1 - stated.amount / before, stated.amount));
    }
    return out;
}

}  // namespace ec::marketdata
