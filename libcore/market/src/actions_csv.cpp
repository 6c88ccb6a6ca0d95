#include <ec/market/actions_csv.hpp>

#include <ec/base/error.hpp>
#include <ec/market/corporate_actions.hpp>
#include <ec/market/csv.hpp>
#include <number_text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace ec::market {
namespace {

constexpr std::size_t shown_bytes = 200;
constexpr double most_cash = 1e6;
constexpr double most_new_shares = 1e4;

// The figures of a row by the columns' order here.
constexpr std::array figure_names{"cash", "new_per_old", "price"};
struct Needs {
    StatedKind kind;
    std::array<bool, 3> figures;
};
constexpr std::array needs{Needs{StatedKind::dividend, {true, false, false}},
                           Needs{StatedKind::split, {false, true, false}},
                           Needs{StatedKind::bonus, {false, true, false}},
                           Needs{StatedKind::rights, {false, true, true}}};

struct Columns {
    std::vector<std::string> names;

    [[nodiscard]] std::string_view cell(CsvRecord const& record, std::string_view name) const {
        auto const at = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
        return at < record.cells.size() ? std::string_view(record.cells[at]) : std::string_view();
    }
};

Columns read_heading(CsvReader& reader) {
    auto heading = reader.next();
    Columns columns;
    if (heading) columns.names = std::move(heading->cells);
    for (std::string const name : {"ex_date", "kind"})
        if (std::ranges::find(columns.names, name) == columns.names.end())
            throw invalid_field("csv.column_missing", name, "", "the file has no such column",
                                "Use the columns ex_date,kind,cash,new_per_old,price,currency.");
    return columns;
}

std::string read_figures(CsvRecord const& record, Columns const& columns, Needs const& need,
                         StatedAction& action) {
    std::array<double*, 3> const targets{&action.cash, &action.new_per_old, &action.price};
    std::array const limits{most_cash, most_new_shares, most_cash};
    for (std::size_t i = 0; i < figure_names.size(); ++i) {
        auto const cell = columns.cell(record, figure_names.at(i));
        std::string const name = figure_names.at(i);
        if (!need.figures.at(i)) {
            if (!cell.empty()) return name + ".unexpected";
            continue;
        }
        if (cell.empty()) return name + ".missing";
        auto const value = parse_plain_number(cell);
        if (!value || *value <= 0 || *value > limits.at(i)) return name + ".malformed";
        *targets.at(i) = *value;
    }
    if (action.kind == StatedKind::split && action.new_per_old == 1) return "new_per_old.malformed";
    return {};
}

// The reason why a row is refused; empty when it is not.
std::string read_row(CsvRecord const& record, Columns const& columns, std::string_view currency,
                     StatedAction& action) {
    if (record.damage != CsvRecord::Damage::none || record.cells.size() > columns.names.size())
        return "row.damaged";
    auto const date = Date::try_parse(columns.cell(record, "ex_date"));
    if (!date) return "date.malformed";
    action.ex_date = *date;
    auto const kind = columns.cell(record, "kind");
    auto const* const need =
        std::ranges::find_if(needs, [&](Needs const& one) { return to_string(one.kind) == kind; });
    if (need == needs.end()) return "kind.unknown";
    action.kind = need->kind;
    auto const stated = columns.cell(record, "currency");
    if (!stated.empty() && stated != currency) return "currency.differs";
    return read_figures(record, columns, *need, action);
}

// One of each on a day; a split and a bonus issue are the same thing.
std::pair<Date, StatedKind> place_of(StatedAction const& action) {
    auto const kind = action.kind == StatedKind::bonus ? StatedKind::split : action.kind;
    return {action.ex_date, kind};
}

RejectedRow rejected_row(StatedAction const& action, std::string reason) {
    return {action.line, std::move(reason), action.text};
}

// All actions of one ex-date.
struct DayTerms {
    ExRightTerms terms;
    std::optional<double> split;
};

DayTerms terms_of(std::span<StatedAction const> day) {
    DayTerms out;
    for (auto const& one : day) {
        switch (one.kind) {
            case StatedKind::dividend:
                out.terms.cash = one.cash;
                break;
            case StatedKind::split:
                out.split = one.new_per_old;
                out.terms.bonus_per_old = one.new_per_old - 1;
                break;
            case StatedKind::bonus:
                out.terms.bonus_per_old = one.new_per_old;
                break;
            case StatedKind::rights:
                out.terms.rights_per_old = one.new_per_old;
                out.terms.rights_price = one.price;
                break;
        }
    }
    return out;
}

// Empty when the cash is not below the price.
std::vector<CorporateAction> actions_of_day(Date ex_date, DayTerms const& day, Market market,
                                            double close_before) {
    auto terms = day.terms;
    if (market == Market::us) terms.cash = 0;
    auto actions = ex_right_actions(ex_date, terms);
    if (day.split) actions.front() = split_action(ex_date, *day.split);
    double const before = ex_right_price(close_before, terms);
    if (before <= 0) return {};
    if (market != Market::us || day.terms.cash == 0) return actions;
    if (day.terms.cash >= before) return {};
    actions.push_back(dividend_action(ex_date, 1 - day.terms.cash / before, day.terms.cash));
    return actions;
}

void add(ActionsWithAmounts& found, std::vector<CorporateAction> actions, DayTerms const& day) {
    for (auto& action : actions) {
        found.amounts.push_back(action.kind == ActionKind::split    ? 1 / action.a
                                : action.kind == ActionKind::rights ? day.terms.rights_price
                                                                    : day.terms.cash);
        found.actions.push_back(std::move(action));
    }
}

}  // namespace

std::string_view to_string(StatedKind kind) noexcept {
    switch (kind) {
        case StatedKind::dividend:
            return "dividend";
        case StatedKind::split:
            return "split";
        case StatedKind::bonus:
            return "bonus";
        case StatedKind::rights:
            return "rights";
    }
    return "dividend";
}

ActionsCsv parse_actions_csv(std::string_view text, std::string_view currency) {
    if (text.size() > max_actions_csv_bytes)
        throw invalid_field("import.too_large", "file", std::to_string(text.size()),
                            "the file is larger than 4 MiB", "Split the file into parts.");
    CsvReader reader(text, {.quoted_newline = CsvQuotedNewline::ends_record});
    auto const columns = read_heading(reader);
    ActionsCsv out;
    std::set<std::pair<Date, StatedKind>> taken;
    while (auto const record = reader.next()) {
        ++out.rows_read;
        StatedAction action{.line = record->line, .ex_date = {}, .text = {}};
        action.text = record->text.substr(0, shown_bytes);
        auto reason = read_row(*record, columns, currency, action);
        if (reason.empty() && !taken.insert(place_of(action)).second) reason = "row.repeated";
        if (reason.empty())
            out.actions.push_back(std::move(action));
        else
            out.rejected.push_back(rejected_row(action, std::move(reason)));
    }
    std::ranges::sort(out.actions, {}, [](StatedAction const& one) {
        return std::tuple(one.ex_date, one.kind, one.line);
    });
    return out;
}

SettledActions settle_actions(std::span<StatedAction const> stated, Market market,
                              Bars const& bars) {
    SettledActions out;
    for (std::size_t first = 0, last = 0; first < stated.size(); first = last) {
        auto const ex_date = stated[first].ex_date;
        while (last < stated.size() && stated[last].ex_date == ex_date) ++last;
        auto const day = stated.subspan(first, last - first);
        auto const refuse = [&](char const* reason) {
            for (auto const& one : day) out.rejected.push_back(rejected_row(one, reason));
        };
        auto const rows_before = bars.count_until(ex_date + -1);
        if (rows_before == 0) {
            refuse("ex_date.before_bars");
        } else if (rows_before == bars.size()) {
            refuse("ex_date.after_bars");
        } else {
            auto const terms = terms_of(day);
            auto actions = actions_of_day(ex_date, terms, market, bars.close[rows_before - 1]);
            if (actions.empty()) refuse("cash.above_price");
            add(out.found, std::move(actions), terms);
        }
    }
    return out;
}

}  // namespace ec::market
