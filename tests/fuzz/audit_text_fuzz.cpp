// Any bytes through the claim audit: text that is not UTF-8 is refused, any other text gives
// claims that lie in order inside it and hold its own bytes.
#include <ec/analysis/fact_catalog.hpp>
#include <ec/base/error.hpp>
#include <ec/narrative/audit.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

ec::analysis::FactSheet full_sheet() {
    ec::analysis::FactSheet sheet;
    sheet.name_en = "Apple Inc.";
    sheet.name_zh = "苹果";
    sheet.benchmark = "SPY";
    sheet.as_of = ec::Date::from_ymd(2021, 3, 31);
    double value = 1.5;
    for (auto const& entry : ec::analysis::fact_catalog()) {
        ec::analysis::Fact fact;
        fact.id = entry.id;
        fact.unit = entry.unit;
        if (entry.unit == ec::analysis::Unit::date)
            fact.date = sheet.as_of;
        else if (entry.unit == ec::analysis::Unit::text)
            fact.text = "up";
        else
            fact.value = value += 7.25;
        sheet.facts.push_back(fact);
    }
    std::ranges::sort(sheet.facts, {}, &ec::analysis::Fact::id);
    return sheet;
}

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static auto const sheet = full_sheet();
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const language = ec::narrative::detect_language(text);
    try {
        auto const result = ec::narrative::audit_text(text, language, sheet);
        std::size_t reached = 0;
        for (auto const& claim : result.claims) {
            require(claim.begin >= reached && claim.begin < claim.end && claim.end <= size);
            require(text.substr(claim.begin, claim.end - claim.begin) == claim.text);
            reached = claim.end;
        }
        require(result.summary.total() == static_cast<std::int32_t>(result.claims.size()));
    } catch (ec::Error const& error) {
        require(error.code() == ec::ErrorCode::invalid_input);
    }
    return 0;
}
