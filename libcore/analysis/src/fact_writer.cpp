#include "fact_writer.hpp"

#include <ec/analysis/fact_catalog.hpp>
#include <ec/base/error.hpp>

#include <algorithm>
#include <cmath>

namespace ec::analysis {

Fact& FactWriter::add(std::string_view id) {
    auto const* entry = find_fact_entry(id);
    EC_CHECK(entry != nullptr);
    auto& fact = sheet_.facts.emplace_back();
    fact.id = entry->id;
    fact.unit = entry->unit;
    fact.formula = entry->formula;
    return fact;
}

Fact* FactWriter::add_with_window(std::string_view id, std::size_t rows) {
    if (rows > dates_.size() || rows == 0) {
        absent(id, absence::too_few_bars);
        return nullptr;
    }
    auto& fact = add(id);
    fact.window_first = dates_[dates_.size() - rows];
    fact.window_last = dates_.back();
    fact.bars = static_cast<std::int32_t>(rows);
    return &fact;
}

void FactWriter::number(std::string_view id, double value, std::size_t rows) {
    if (rows <= dates_.size() && !std::isfinite(value)) {
        absent(id, absence::not_defined);
        return;
    }
    if (auto* fact = add_with_window(id, rows)) fact->value = round_canonical(value);
}

void FactWriter::date(std::string_view id, Date value, std::size_t rows) {
    if (auto* fact = add_with_window(id, rows)) fact->date = value;
}

void FactWriter::word(std::string_view id, std::string_view value, std::size_t rows) {
    if (auto* fact = add_with_window(id, rows)) fact->text = value;
}

void FactWriter::plain(std::string_view id, double value) {
    if (std::isfinite(value))
        add(id).value = round_canonical(value);
    else
        absent(id, absence::not_defined);
}

void FactWriter::plain(std::string_view id, double value, std::string_view note) {
    plain(id, value);
    if (sheet_.facts.back().present()) sheet_.facts.back().text = note;
}

void FactWriter::plain(std::string_view id, Date value, std::string_view note) {
    auto& fact = add(id);
    fact.date = value;
    fact.text = note;
}

void FactWriter::plain_word(std::string_view id, std::string_view value) { add(id).text = value; }

void FactWriter::absent(std::string_view id, std::string_view reason) { add(id).absent = reason; }

void FactWriter::finish() {
    std::ranges::sort(sheet_.facts, {}, &Fact::id);
    EC_CHECK(std::ranges::adjacent_find(sheet_.facts, {}, &Fact::id) == sheet_.facts.end());
    EC_CHECK(sheet_.facts.size() == fact_catalog().size());
}

}  // namespace ec::analysis
