#include <ec/market/event_file.hpp>

#include <ec/base/error.hpp>
#include <ec/market/csv.hpp>

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace ec::market {
namespace {

constexpr std::size_t shown_text = 120;

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class EventRows {
  public:
    EventRows(std::vector<std::string> const& heading, Symbol const& symbol)
        : symbol_(symbol.text()), width_(heading.size()) {
        for (auto const& cell : heading) columns_.emplace_back(trimmed(cell));
        std::string missing;
        for (std::string_view const name : {"kind", "effective_on"})
            if (std::ranges::find(columns_, name) == columns_.end())
                missing += fmt::format("{}{}", missing.empty() ? "" : ", ", name);
        if (!missing.empty())
            throw invalid_field("events.heading", "file", "",
                                "its heading has no column " + missing,
                                "Begin with kind,effective_on,announced_on,from_value,to_value.");
    }

    void take(CsvRecord const& record, EventFile& file) {
        ++file.rows_read;
        InstrumentEvent event;
        auto const reason = read(record, event);
        if (reason.empty())
            file.events.push_back(std::move(event));
        else
            file.rejected.push_back(
                {record.line, std::string(reason), std::string(record.text.substr(0, shown_text))});
    }

  private:
    [[nodiscard]] std::string_view cell(CsvRecord const& record, std::string_view name) const {
        auto const found = std::ranges::find(columns_, name);
        if (found == columns_.end()) return {};
        return trimmed(record.cells[static_cast<std::size_t>(found - columns_.begin())]);
    }

    std::string_view read(CsvRecord const& record, InstrumentEvent& event) {
        if (record.damage != CsvRecord::Damage::none || record.cells.size() != width_)
            return "row.damaged";
        auto const symbol = cell(record, "symbol");
        if (!symbol.empty() && symbol != symbol_) return "symbol.other";
        auto const kind = parse_event_kind(cell(record, "kind"));
        if (!kind) return "kind.unknown";
        auto const effective = Date::try_parse(cell(record, "effective_on"));
        auto const announced = cell(record, "announced_on");
        event.announced_on = Date::try_parse(announced);
        if (!effective || (!announced.empty() && !event.announced_on)) return "date.malformed";
        event.kind = *kind;
        event.effective_on = *effective;
        event.from_value = cell(record, "from_value");
        event.to_value = cell(record, "to_value");
        if (auto const reason = check_event(event); !reason.empty()) return reason;
        if (*kind == EventKind::code_change && event.from_value != symbol_ &&
            event.to_value != symbol_)
            return "code.other";
        return seen_.emplace(*kind, *effective).second ? "" : "event.repeated";
    }

    std::string symbol_;
    std::size_t width_;
    std::vector<std::string> columns_;
    std::set<std::pair<EventKind, Date>> seen_;
};

}  // namespace

EventFile parse_event_file(std::string_view text, Symbol const& symbol) {
    if (text.size() > max_event_file_bytes)
        throw invalid_field("events.too_large", "file", std::to_string(text.size()),
                            "the file is larger than 4 MiB", "Split it into parts.");
    CsvReader reader(text, {.quoted_newline = CsvQuotedNewline::ends_record, .max_fields = 64});
    auto const heading = reader.next();
    EventRows rows(heading ? heading->cells : std::vector<std::string>(), symbol);
    EventFile file;
    while (auto const record = reader.next()) rows.take(*record, file);
    return file;
}

}  // namespace ec::market
