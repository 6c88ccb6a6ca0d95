#include <ec/narrative/claim.hpp>

namespace ec::narrative {

std::string_view to_string(ClaimKind kind) noexcept {
    switch (kind) {
        case ClaimKind::number:
            return "number";
        case ClaimKind::price:
            return "price";
        case ClaimKind::percent:
            return "percent";
        case ClaimKind::money:
            return "money";
        case ClaimKind::shares:
            return "shares";
        case ClaimKind::ratio:
            return "ratio";
        case ClaimKind::date:
            return "date";
        case ClaimKind::relation:
            return "relation";
        case ClaimKind::word:
            return "word";
    }
    return "number";
}

std::string_view to_string(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::supported:
            return "supported";
        case Verdict::derived:
            return "derived";
        case Verdict::unsupported:
            return "unsupported";
        case Verdict::contradicted:
            return "contradicted";
    }
    return "unsupported";
}

std::optional<Verdict> parse_verdict(std::string_view text) noexcept {
    for (auto v :
         {Verdict::supported, Verdict::derived, Verdict::unsupported, Verdict::contradicted})
        if (to_string(v) == text) return v;
    return std::nullopt;
}

}  // namespace ec::narrative
