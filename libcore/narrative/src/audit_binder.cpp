#include "audit_binder.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace ec::narrative::audit {
namespace {

using analysis::Unit;

// Words that may stand between a name and its figure: "is", "of", "为", an opening bracket.
bool is_copula(Sentence const& s, std::uint32_t i) {
    constexpr std::array<std::string_view, 34> words{
        "is",  "was", "at",  "of", "to",    "stands", "stood", "(",    ":",    "=",  "a",  "an",
        "the", "its", "now", "by", "about", "around", "为",    "是",   "报",   "于", "达", "约",
        "至",  "在",  "有",  "共", "仅",    "近",     "了",    "with", "came", "in"};
    return std::ranges::find(words, s.view(i)) != words.end();
}

bool joined_by_copula(Sentence const& s, std::uint32_t from, std::uint32_t to) {
    if (to > from + 4) return false;
    for (auto i = from; i < to; ++i)
        if (!is_copula(s, i)) return false;
    return true;
}

std::string_view sma_length(std::string_view id) {
    return id.starts_with("sma_") && id.find('_', 4) == std::string_view::npos ? id.substr(4)
                                                                               : std::string_view();
}

class NamedBinder {
  public:
    NamedBinder(Sentence& s, std::size_t i) : s_(s), i_(i), q_(s.quantities[i]) {
        direction_index_ = direction_word(s, i);
        if (direction_index_ >= 0)
            direction_ = s.mentions[static_cast<std::size_t>(direction_index_)].tag.direction;
    }

    bool run() {
        if (adjacent_name()) return finish();
        for (auto const anchor : anchor_tokens())
            for (int width = 0; width < 2; ++width)
                for (bool const generic : {false, true})
                    if (collect(anchor, width, generic)) return finish();
        // shares without a name are the session's volume
        if (q_.measure == Measure::shares) add("volume");
        if (!found_.empty()) return finish();
        // a price is not taken for a change that another clause speaks of
        bool const wide = q_.measure == Measure::percent;
        if (collect(q_.number, 2, false) || (wide && collect(q_.number, 2, true))) return finish();
        if (!has_named_mention())
            for (auto const& m : s_.context) resolve(m, false);
        if (found_.empty()) found_ = std::move(unfit_);
        return finish();
    }

  private:
    bool finish() {
        auto& targets = s_.bindings[i_].targets;
        targets = std::move(found_);
        return !targets.empty();
    }

    [[nodiscard]] bool has_named_mention() const {
        return std::ranges::any_of(s_.mentions, [](Mention const& m) {
            return m.tag.role == Role::fact || m.tag.role == Role::benchmark;
        });
    }

    // A figure in brackets speaks of what stands before the bracket.
    [[nodiscard]] std::vector<std::uint32_t> anchor_tokens() const {
        std::vector<std::uint32_t> anchors{q_.number};
        if (s_.token(q_.number).depth == 0) return anchors;
        auto open = q_.number;
        while (open > s_.first && s_.view(open) != "(") --open;
        if (open > s_.first) anchors.push_back(open - 1);
        return anchors;
    }

    bool adjacent_name() {
        std::int64_t nearest = -1;
        for (auto const& m : s_.mentions)
            if (m.last < q_.first && m.tag.role == Role::fact) nearest = m.last;
        if (nearest < 0) return false;
        auto const from = static_cast<std::uint32_t>(nearest) + 1;
        if (!joined_by_copula(s_, from, q_.first)) return false;
        for (auto const& m : s_.mentions)
            if (m.last == nearest) resolve(m, false);
        return any_fits();
    }

    // Names whose unit cannot be meant are set aside; they are what the figure contradicts when
    // no other name is found.
    bool any_fits() {
        bool const fits = std::ranges::any_of(found_, [&](Target const& t) {
            auto const* fact = s_.facts->find(t.id);
            return fact != nullptr && unit_fits(q_, fact->unit);
        });
        if (!fits) {
            if (unfit_.empty()) unfit_ = std::move(found_);
            found_.clear();
        }
        return fits;
    }

    bool collect(std::uint32_t anchor, int width, bool generic) {
        for (auto const& m : s_.mentions) {
            bool const inside = width == 0   ? same_segment(s_, m.first, anchor)
                                : width == 1 ? same_clause(s_, m.first, anchor)
                                             : true;
            if (inside && is_generic(m) == generic) resolve(m, generic);
        }
        return any_fits();
    }

    // Words that only mean a return, and only when nothing else is named.
    [[nodiscard]] bool is_generic(Mention const& m) const {
        switch (m.tag.role) {
            case Role::subject:
            case Role::returns:
            case Role::move:
            case Role::outcome:
            case Role::difference:
                return true;
            case Role::fact:
                return q_.measure != Measure::bare && q_.measure != Measure::currency &&
                       (m.tag.fact == "close" || m.tag.fact == "previous_close");
            default:
                return false;
        }
    }

    void add(std::string_view id) {
        if (id.empty()) return;
        bool const known = std::ranges::any_of(found_, [&](Target const& t) { return t.id == id; });
        if (known) return;
        Target t{.id = id};
        if (is_signed_change(id)) {
            t.direction = doubles_the_sign() ? 0 : direction_;
            t.relation = direction_index_;
            t.unsigned_distance = direction_index_ < 0 && has_distance_word();
        }
        found_.push_back(t);
    }

    // "down -1.2 %", 跌幅 -1.2%: the word names the column, the sign is in the figure.
    [[nodiscard]] bool doubles_the_sign() const {
        if (q_.sign == 0 || direction_index_ < 0) return false;
        auto const& m = s_.mentions[static_cast<std::size_t>(direction_index_)];
        auto const word = s_.view(m.first);
        auto const last = s_.view(m.last);
        bool const single = m.first == m.last;
        return m.tag.role == Role::outcome || word == "down" || word == "up" || word == "change" ||
               last == "幅" || (single && (last == "跌" || last == "涨"));
    }

    [[nodiscard]] bool has_distance_word() const {
        auto const i = role_before(s_, q_.first, {Role::distance});
        return i >= 0 && same_clause(s_, s_.mentions[static_cast<std::size_t>(i)].first, q_.number);
    }

    void add_window(std::string_view prefix) {
        auto const window = window_at(s_, q_.number);
        add(stored_id(*s_.facts, std::string(prefix) + std::to_string(window == 0 ? 1 : window)));
    }

    void resolve(Mention const& m, bool generic) {
        switch (m.tag.role) {
            case Role::fact:
                resolve_fact(m.tag.fact, generic);
                break;
            case Role::benchmark:
                if (q_.measure == Measure::percent) add_window("benchmark_return_");
                if (q_.measure == Measure::points) add_window("excess_return_");
                break;
            case Role::lead:
                if (q_.measure == Measure::points || q_.measure == Measure::percent)
                    add_window("excess_return_");
                break;
            case Role::subject:
            case Role::returns:
            case Role::move:
            case Role::outcome:
            case Role::difference:
                if (generic) resolve_return(m.tag.role);
                break;
            default:
                break;
        }
    }

    // "The 200-day average is rising, up 3.6 %": a clause without a subject of its own goes on with
    // the one before.
    [[nodiscard]] std::string_view continued_average() const {
        for (auto const& m : s_.mentions) {
            bool const own = m.tag.role == Role::subject || m.tag.role == Role::benchmark ||
                             m.tag.role == Role::returns || m.tag.role == Role::fact;
            if (own && same_clause(s_, m.first, q_.number)) return {};
        }
        auto const i = role_before(s_, q_.first, {Role::fact, Role::subject, Role::benchmark});
        if (i < 0) return {};
        std::string_view const id = s_.mentions[static_cast<std::size_t>(i)].tag.fact;
        return sma_length(id).empty() ? std::string_view() : id;
    }

    void resolve_return(Role role) {
        if (q_.measure == Measure::percent) {
            if (auto const average = continued_average(); !average.empty()) {
                add(stored_id(*s_.facts, std::string(average) + "_change_20"));
                return;
            }
            bool const market = benchmark_is_nearer();
            add_window(market ? "benchmark_return_" : "return_");
        } else if (role != Role::subject &&
                   (q_.measure == Measure::bare || q_.measure == Measure::currency)) {
            add(stored_id(*s_.facts, "change"));
        }
    }

    [[nodiscard]] bool benchmark_is_nearer() const {
        auto const i = role_before(s_, q_.first, {Role::benchmark, Role::subject});
        return i >= 0 && s_.mentions[static_cast<std::size_t>(i)].tag.role == Role::benchmark;
    }

    void resolve_fact(std::string_view id, bool generic) {
        if (auto const length = sma_length(id); !length.empty()) {
            resolve_average(id, std::string(length));
            return;
        }
        if (id == "close" || id == "previous_close") {
            // a price carries no sign, a change does
            if ((q_.sign != 0 || q_.value == 0) && q_.measure != Measure::percent)
                add(stored_id(*s_.facts, "change"));
            else if (q_.measure == Measure::percent && generic)
                resolve_return(Role::fact);
            else
                add(id);
            return;
        }
        add(id);
        add_relatives(id);
    }

    void resolve_average(std::string_view id, std::string const& length) {
        switch (q_.measure) {
            case Measure::percent: {
                auto const role =
                    direction_index_ < 0
                        ? Role::name
                        : s_.mentions[static_cast<std::size_t>(direction_index_)].tag.role;
                if (role != Role::move && role != Role::slope)
                    add(stored_id(*s_.facts, "close_vs_sma_" + length));
                if (role != Role::level) add(stored_id(*s_.facts, "sma_" + length + "_change_20"));
                break;
            }
            case Measure::shares:
                add(stored_id(*s_.facts, "volume_avg_" + length));
                break;
            case Measure::times:
                add(stored_id(*s_.facts, "volume_ratio_" + length));
                break;
            default:
                add(id);
                if (q_.scale != 1) add(stored_id(*s_.facts, "volume_avg_" + length));
                break;
        }
    }

    // Facts that share their words with another and differ in unit.
    void add_relatives(std::string_view id) {
        auto const percent = q_.measure == Measure::percent;
        if (id == "revenue_ttm" && percent) add(stored_id(*s_.facts, "revenue_growth"));
        if (id == "high_250" && percent) add(stored_id(*s_.facts, "close_vs_high_250"));
        if (id == "low_250" && percent) add(stored_id(*s_.facts, "close_vs_low_250"));
        if (id == "atr_14" && percent) add(stored_id(*s_.facts, "atr_14_pct"));
        if (id == "volume" && q_.measure == Measure::times)
            add(stored_id(*s_.facts, "volume_ratio_20"));
        if (id == "volume_avg_20" && q_.measure == Measure::times)
            add(stored_id(*s_.facts, "volume_ratio_20"));
        if (id == "macd_hist" && q_.measure == Measure::sessions)
            add(stored_id(*s_.facts, "macd_hist_sessions"));
        if (id == "lean" && q_.measure == Measure::sessions)
            add(stored_id(*s_.facts, "lean_sessions"));
        if (id == "call_direction" && percent) add(stored_id(*s_.facts, "call_confidence"));
        if (id == "call_direction" && q_.measure == Measure::sessions)
            add(stored_id(*s_.facts, "call_horizon"));
        if (q_.measure == Measure::points && id.starts_with("return_"))
            add_window("excess_return_");
    }

    Sentence& s_;
    std::size_t i_;
    Quantity const& q_;
    std::int32_t direction_index_ = -1;
    std::int32_t direction_ = 0;
    std::vector<Target> found_;
    std::vector<Target> unfit_;
};

// Candidates whose unit can go with the figure come first; when there are none, the named fact
// stays as the one that the figure contradicts.
void keep_fitting(Sentence& s, std::size_t i) {
    auto& targets = s.bindings[i].targets;
    auto const& q = s.quantities[i];
    auto const fits = [&](Target const& t) {
        auto const* fact = s.facts->find(t.id);
        return t.operation != Operation::none || fact == nullptr || unit_fits(q, fact->unit) ||
               (fact->unit == Unit::date && q.measure == Measure::date);
    };
    std::ranges::stable_partition(targets, fits);
}

}  // namespace

bool bind_named(Sentence& s, std::size_t i) { return NamedBinder(s, i).run(); }

void bind_sentence(Sentence& s) {
    s.bindings.assign(s.quantities.size(), {});
    for (std::size_t i = 0; i < s.quantities.size(); ++i) {
        auto const& q = s.quantities[i];
        if (q.parameter || q.measure == Measure::deviations) {
            s.bindings[i].dropped = q.parameter;
            continue;
        }
        if (q.measure == Measure::sessions) {
            bind_sessions(s, i);
            continue;
        }
        if (q.measure == Measure::date) {
            (void)bind_date(s, i);
            continue;
        }
        if (is_own_count(s, i)) {
            s.bindings[i].dropped = true;
            continue;
        }
        bool const bound =
            bind_call(s, i) || bind_levels(s, i) || bind_distance(s, i) || bind_named(s, i);
        if (q.spelled && (!bound || !counts_things(s, i))) s.bindings[i].dropped = true;
        keep_fitting(s, i);
    }
}

}  // namespace ec::narrative::audit
