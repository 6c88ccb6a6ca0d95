#include <ec/marketdata/filed_facts.hpp>

#include <ec/base/error.hpp>
#include <fact_rows.hpp>

#include <boost/json.hpp>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

namespace json = boost::json;

constexpr char const* remedy =
    "Save the answer of data.sec.gov/api/xbrl/companyfacts/CIK##########.json unchanged.";

Error malformed(std::string const& what) {
    return invalid_field("facts_file.malformed", "file", "", what, remedy);
}

Error wrong_shape(std::string const& member) {
    return invalid_field("facts_file.shape", "file", "",
                         fmt::format("\"{}\" is missing or of another type", member), remedy);
}

json::object const& object_at(json::value const* value, std::string const& member) {
    if (value == nullptr || !value->is_object()) throw wrong_shape(member);
    return value->get_object();
}

std::string_view text_at(json::object const& row, std::string_view member) {
    auto const* value = row.if_contains(member);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

std::optional<double> number_at(json::object const& row, std::string_view member) {
    auto const* value = row.if_contains(member);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

void take_rows(FactRows& rows, std::string_view tag, std::string_view unit,
               json::array const& items) {
    for (auto const& item : items) {
        FactRow row;
        row.tag = tag;
        row.unit = unit;
        row.text = fmt::format("{} {}", tag, unit);
        if (auto const* members = item.if_object(); members != nullptr) {
            row.start = text_at(*members, "start");
            // A start of another type must not make a period an instant.
            if (row.start.empty() && members->contains("start")) row.start = "?";
            row.end = text_at(*members, "end");
            row.form = text_at(*members, "form");
            row.filed = text_at(*members, "filed");
            row.accession = text_at(*members, "accn");
            row.value = number_at(*members, "val");
            row.text += fmt::format(" {} {}", row.end, row.accession);
        }
        rows.take(row);
    }
}

void take_taxonomy(FiledFactsFile& file, FactRows& rows, std::string_view taxonomy,
                   json::object const& tags) {
    for (auto const& tag : tags) {
        auto const name = fmt::format("{}:{}", taxonomy, std::string_view(tag.key()));
        auto const& units = object_at(object_at(&tag.value(), name).if_contains("units"),
                                      "facts." + name + ".units");
        for (auto const& unit : units) {
            if (!unit.value().is_array())
                throw wrong_shape("facts." + name + ".units." + std::string(unit.key()));
            take_rows(rows, name, unit.key(), unit.value().get_array());
            if (file.rows_read > max_facts_rows) throw malformed("it holds too many rows");
        }
    }
}

}  // namespace

FiledFactsFile parse_company_facts(std::string_view text) {
    if (text.size() > max_facts_bytes)
        throw invalid_field("facts_file.too_large", "file", std::to_string(text.size()),
                            "the file is larger than 64 MiB", remedy);
    json::parse_options options;
    options.max_depth = max_facts_depth;
    boost::system::error_code problem;
    auto const root = json::parse(text, problem, {}, options);
    if (problem) throw malformed("it is not the JSON of company facts: " + problem.message());
    auto const& top = object_at(&root, "the whole file");
    FiledFactsFile file;
    auto const company = text_at(top, "entityName");
    file.company = company.substr(0, 200);
    FactRows rows(file);
    for (auto const& taxonomy : object_at(top.if_contains("facts"), "facts"))
        take_taxonomy(file, rows, taxonomy.key(),
                      object_at(&taxonomy.value(), "facts." + std::string(taxonomy.key())));
    return file;
}

}  // namespace ec::marketdata
