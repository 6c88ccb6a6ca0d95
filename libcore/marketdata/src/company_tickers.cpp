#include <ec/base/error.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <ec/marketdata/sec_filings.hpp>
#include <json_document.hpp>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

constexpr std::int64_t largest_cik = 9'999'999'999;

Error fault(std::string_view reason, std::string_view what) {
    return {ErrorCode::unavailable, fmt::format("provider.{}", reason),
            fmt::format("{} {}", sec_title, what)};
}

std::int64_t number_of(JsonValue const* value) {
    std::int64_t number = 0;
    if (value == nullptr || !value->is(Kind::number)) return 0;
    auto const& text = value->text;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
    return whole && number <= largest_cik ? number : 0;
}

// "BRK.B" and "BRK-B" are one.
std::string spelled(std::string_view ticker) {
    std::string out(ticker);
    std::ranges::replace(out, '.', '-');
    return out;
}

}  // namespace

std::vector<SecCompany> parse_company_tickers(std::string_view json) {
    auto const first = json.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) throw fault("empty", "answered without data.");
    if (json[first] == '<')
        throw fault("html", "sent a web page instead of its list of tickers. Try again later.");
    auto const document = parse_json(json.substr(first));
    if (document.damage == JsonDamage::truncated)
        throw fault("truncated", "sent a list of tickers that breaks off. Try again.");
    if (document.damage == JsonDamage::malformed)
        throw fault("not_json", "sent a list of tickers that is no JSON. Try again later.");
    auto const& root = document.root;
    if (document.damage != JsonDamage::none || !root.is(Kind::object))
        throw fault("shape", "sent its list of tickers in another form than it used to.");
    std::vector<SecCompany> out;
    for (auto const& row : root.items) {
        SecCompany company{number_of(row.find("cik_str")), std::string(row.text_of("ticker")),
                           std::string(row.text_of("title"))};
        if (company.cik > 0 && !company.ticker.empty()) out.push_back(std::move(company));
    }
    if (out.empty())
        throw fault("shape", "sent its list of tickers in another form than it used to.");
    return out;
}

std::optional<SecCompany> find_company(std::span<SecCompany const> companies,
                                       market::Symbol const& symbol) {
    if (symbol.exchange() != market::Exchange::us) return std::nullopt;
    auto const wanted = spelled(symbol.text());
    for (auto const& company : companies)
        if (spelled(company.ticker) == wanted) return company;
    return std::nullopt;
}

}  // namespace ec::marketdata
