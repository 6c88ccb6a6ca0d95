// One program a form (EC_FUZZ_PARSER): the file is refused with one of the documented reasons or
// gives facts of known lines, of periods that had ended when they were filed, each once.
#include "require.hpp"

#include <ec/base/error.hpp>
#include <ec/marketdata/filed_facts.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>

namespace {

using namespace ec::marketdata;
using ec::fuzz::require;

constexpr std::string_view reasons[] = {"facts_file.too_large", "facts_file.malformed",
                                        "facts_file.shape", "facts_file.heading"};

bool is_plain(std::string_view text) {
    return !text.empty() && text.size() <= 60 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

void check_fact(ec::market::FiledFact const& fact) {
    auto const item = ec::market::find_item(fact.tag);
    require(item.has_value() && std::isfinite(fact.value));
    require(fact.end <= fact.filed && (!fact.start || *fact.start <= fact.end));
    require(fact.start.has_value() == (*item < ec::market::StatementItem::equity));
    require(is_plain(fact.unit) && is_plain(fact.form) && is_plain(fact.accession));
    bool const count = *item == ec::market::StatementItem::shares_outstanding;
    require(count == (fact.unit == "shares"));
}

void check_taken(FiledFactsFile const& file) {
    require(file.facts.size() + file.rejected.size() + file.other_tags <= file.rows_read);
    std::set<std::tuple<std::string, std::string, std::optional<ec::Date>, ec::Date, std::string>>
        keys;
    for (auto const& fact : file.facts) {
        check_fact(fact);
        require(keys.emplace(fact.tag, fact.unit, fact.start, fact.end, fact.accession).second);
    }
    for (auto const& row : file.rejected) require(!row.reason.empty() && row.text.size() <= 200);
    if (file.facts.empty()) return;
    // What is made of them holds no figure of the future.
    ec::market::FundamentalsView const view(file.facts, file.facts.front().filed);
    for (auto const& fact : view.facts()) require(fact.filed <= view.as_of());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    try {
        check_taken(EC_FUZZ_PARSER({reinterpret_cast<char const*>(data), size}));
    } catch (ec::Error const& error) {
        require(std::find(std::begin(reasons), std::end(reasons), error.reason()) !=
                std::end(reasons));
    }
    return 0;
}
