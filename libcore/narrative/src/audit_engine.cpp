#include "audit_engine.hpp"

#include "audit_binder.hpp"
#include "audit_relations.hpp"
#include "audit_verifier.hpp"

#include <ec/base/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ec::narrative::audit {
namespace {

using analysis::Unit;

constexpr std::size_t max_text_bytes = std::size_t{256} * 1024;

void add_symbol(Lexicon& names, std::string_view symbol, Role role) {
    if (symbol.empty()) return;
    names.add(symbol, {role, 0, {}});
    auto const dot = symbol.find('.');
    bool const letters = dot != std::string_view::npos && (symbol[0] < '0' || symbol[0] > '9');
    if (letters) names.add(symbol.substr(0, dot), {role, 0, {}});
}

// "Apple Inc." is also called Apple.
void add_company(Lexicon& names, std::string_view name) {
    constexpr std::array<std::string_view, 12> forms{
        " inc",      " corp",  " ltd", " limited",     " co",           " company",
        " holdings", " group", " plc", " corporation", " incorporated", ","};
    if (name.empty()) return;
    names.add(name, {Role::subject, 0, {}});
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    auto cut = lower.size();
    for (auto const form : forms) cut = std::min(cut, lower.find(form));
    if (cut > 0 && cut < lower.size()) names.add(lower.substr(0, cut), {Role::subject, 0, {}});
}

ClaimKind kind_of(Sentence const& s, std::size_t i) {
    auto const& q = s.quantities[i];
    auto const& b = s.bindings[i];
    Unit unit = Unit::text;
    if (!b.targets.empty()) {
        auto const k = static_cast<std::size_t>(std::max(b.settled, 0));
        if (auto const* fact = s.facts->find(b.targets[k].id)) unit = fact->unit;
    }
    switch (q.measure) {
        case Measure::percent:
            return ClaimKind::percent;
        case Measure::shares:
            return ClaimKind::shares;
        case Measure::times:
            return ClaimKind::ratio;
        case Measure::date:
            return ClaimKind::date;
        case Measure::currency:
            return unit == Unit::money || q.scale != 1 ? ClaimKind::money : ClaimKind::price;
        default:
            break;
    }
    if (unit == Unit::price && q.measure == Measure::bare) return ClaimKind::price;
    if (unit == Unit::ratio) return ClaimKind::ratio;
    if (unit == Unit::money) return ClaimKind::money;
    if (unit == Unit::shares) return ClaimKind::shares;
    return ClaimKind::number;
}

class Assembler {
  public:
    Assembler(TokenizedText const& text, std::string_view source, Language language)
        : text_(text), source_(source), language_(language) {}

    void add(Sentence const& s) {
        for (std::size_t i = 0; i < s.quantities.size(); ++i)
            if (!s.bindings[i].dropped) add_quantity(s, i);
        for (auto const& relation : verify_relations(s)) add_relation(relation);
    }

    AuditResult finish() {
        auto& claims = result_.claims;
        std::ranges::stable_sort(claims, {}, &Claim::begin);
        std::size_t reached = 0;
        std::erase_if(claims, [&](Claim const& claim) {
            bool const overlaps = claim.begin < reached;
            if (!overlaps) reached = claim.end;
            return overlaps;
        });
        std::int32_t id = 0;
        for (auto& claim : claims) {
            claim.id = id++;
            count(claim.verdict);
        }
        return std::move(result_);
    }

  private:
    Claim span(std::uint32_t first, std::uint32_t last) const {
        Claim claim;
        claim.begin = text_.origin[text_.tokens[first].begin];
        claim.end = text_.origin[text_.tokens[last].end];
        claim.text = std::string(source_.substr(claim.begin, claim.end - claim.begin));
        return claim;
    }

    void add_quantity(Sentence const& s, std::size_t i) {
        auto const& q = s.quantities[i];
        auto const& b = s.bindings[i];
        auto claim = span(q.first, q.last);
        claim.kind = kind_of(s, i);
        if (q.measure != Measure::date) claim.value = q.signed_value();
        claim.verdict = b.verdict;
        claim.reason = std::string(b.reason);
        if (b.settled >= 0) {
            auto const& t = b.targets[static_cast<std::size_t>(b.settled)];
            claim.facts.emplace_back(t.id);
            if (!t.second.empty()) claim.facts.emplace_back(t.second);
            if (b.verdict == Verdict::derived) claim.operation = to_string(t.operation);
        } else if (b.verdict == Verdict::contradicted) {
            auto const& t = b.targets.front();
            claim.facts.emplace_back(t.id);
            if (!t.second.empty()) claim.facts.emplace_back(t.second);
            claim.expected = format_expected(s, q, t, language_);
        }
        result_.claims.push_back(std::move(claim));
    }

    void add_relation(RelationFinding const& relation) {
        auto claim = span(relation.first, relation.last);
        claim.kind = relation.bound_word ? ClaimKind::word : ClaimKind::relation;
        claim.verdict = relation.verdict;
        claim.facts = relation.facts;
        claim.expected = relation.expected;
        claim.reason = std::string(relation.reason);
        result_.claims.push_back(std::move(claim));
    }

    void count(Verdict verdict) {
        auto& summary = result_.summary;
        switch (verdict) {
            case Verdict::supported:
                ++summary.supported;
                break;
            case Verdict::derived:
                ++summary.derived;
                break;
            case Verdict::unsupported:
                ++summary.unsupported;
                break;
            case Verdict::contradicted:
                ++summary.contradicted;
                break;
        }
    }

    TokenizedText const& text_;
    std::string_view source_;
    Language language_;
    AuditResult result_;
};

bool same_line(TokenizedText const& text, std::uint32_t a, std::uint32_t b) {
    auto const between = std::string_view(text.text).substr(a, b - a);
    return between.find('\n') == std::string_view::npos;
}

bool whole_group(std::vector<Quantity> const& all, std::size_t i) {
    auto const ordinal = static_cast<std::size_t>(all[i].ordinal);
    auto const size = static_cast<std::size_t>(all[i].group_size);
    if (ordinal > i || i - ordinal + size > all.size()) return false;
    for (std::size_t k = 0; k < size; ++k) {
        auto const& q = all[i - ordinal + k];
        if (q.group != all[i].group || static_cast<std::size_t>(q.ordinal) != k) return false;
    }
    return true;
}

// Binders read the other members of a group by position. A figure whose group was cut by the
// sentence's end, or taken over by another group ("1-2:3"), stands alone.
void dissolve_broken_groups(std::vector<Quantity>& all) {
    std::vector<std::size_t> broken;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].group != Group::none && !whole_group(all, i)) broken.push_back(i);
    for (auto const i : broken) {
        all[i].group = Group::none;
        all[i].ordinal = all[i].group_size = 0;
    }
}

}  // namespace

Engine::Engine(analysis::FactSheet const& sheet, Language language)
    : facts_(sheet), language_(language) {
    add_company(names_, sheet.name_en);
    add_company(names_, sheet.name_zh);
    add_symbol(names_, sheet.symbol.text(), Role::subject);
    add_symbol(names_, sheet.benchmark, Role::benchmark);
}

AuditResult Engine::check(std::string_view source, std::string_view heading) const {
    if (source.size() > max_text_bytes)
        throw invalid_field("audit.text_too_long", "text", fmt::format("{} bytes", source.size()),
                            "longer than 262144 bytes", "Check it in parts.");
    auto const text = tokenize(source);
    auto const mentions = find_mentions(text, names_);
    auto const quantities = parse_quantities(text, mentions);
    auto const heading_text = tokenize(heading);
    auto const heading_mentions = find_mentions(heading_text, names_);
    Assembler assembler(text, source, language_);
    std::size_t m = 0;
    std::size_t q = 0;
    std::vector<Mention> before;
    std::vector<std::string_view> zones;
    std::uint32_t previous_end = 0;
    for (std::uint32_t i = 0; i < text.tokens.size();) {
        Sentence s;
        s.text = &text;
        s.facts = &facts_;
        s.first = i;
        while (i < text.tokens.size() && text.tokens[i].sentence == text.tokens[s.first].sentence)
            ++i;
        s.last = i - 1;
        while (m < mentions.size() && mentions[m].first <= s.last)
            s.mentions.push_back(mentions[m++]);
        while (q < quantities.size() && quantities[q].first <= s.last)
            s.quantities.push_back(quantities[q++]);
        dissolve_broken_groups(s.quantities);
        bool const continues =
            s.first > 0 && same_line(text, previous_end, text.tokens[s.first].begin);
        settle_mentions(s);
        s.context = continues ? before : heading_mentions;
        if (continues) s.zones = zones;
        bind_sentence(s);
        for (std::size_t k = 0; k < s.quantities.size(); ++k) verify_quantity(s, k);
        assembler.add(s);
        before = s.mentions;
        zones = s.zones;
        previous_end = text.tokens[s.last].end;
    }
    return assembler.finish();
}

}  // namespace ec::narrative::audit
