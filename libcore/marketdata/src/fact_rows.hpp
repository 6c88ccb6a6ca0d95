#pragma once

#include <ec/marketdata/filed_facts.hpp>

#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace ec::marketdata {

/// A row as a file writes it.
struct FactRow {
    std::size_t line = 0;
    std::string text;  // shown when the row is refused
    std::string_view tag;
    std::string_view unit;
    std::string_view start;  // empty for an instant
    std::string_view end;
    std::string_view form;
    std::string_view filed;
    std::string_view accession;
    std::optional<double> value;
};

/// Takes the rows of a file one by one: usable ones become facts, others are refused by reason.
class FactRows {
  public:
    explicit FactRows(FiledFactsFile& file) : file_(file) {}

    void take(FactRow const& row);
    void refuse(FactRow const& row, std::string_view reason);

  private:
    using Key = std::tuple<std::string, std::string, std::optional<Date>, Date, std::string>;

    FiledFactsFile& file_;
    std::map<Key, std::size_t> seen_;  // place among the facts
};

}  // namespace ec::marketdata
