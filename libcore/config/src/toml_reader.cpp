#include "toml_reader.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

namespace ec::config {
namespace {

constexpr std::size_t max_file_bytes = 1'048'576;

std::string read_file(std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in || !text)
        throw config_error("config.file", file, "", "the file cannot be read",
                           "Check the path and its permissions");
    if (text.str().size() > max_file_bytes)
        throw config_error("config.file", file, "", "the file is larger than 1 MiB",
                           "Name a configuration file");
    return text.str();
}

// Edit distance, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

// Every leaf of the document by its dotted key. An array of tables is a leaf: no key takes one.
void list_leaves(toml::table const& table, std::string const& prefix,
                 std::map<std::string, toml::node const*, std::less<>>& leaves) {
    for (auto const& [key, node] : table) {
        auto const name =
            prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
        if (auto const* inner = node.as_table())
            list_leaves(*inner, name, leaves);
        else
            leaves.emplace(name, &node);
    }
}

}  // namespace

Error config_error(std::string reason, std::string_view place, std::string_view key,
                   std::string_view problem, std::string_view remedy) {
    auto const message = key.empty() ? fmt::format("{}: {}. {}.", place, problem, remedy)
                                     : fmt::format("{}: {}: {}. {}.", place, key, problem, remedy);
    return Error(ErrorCode::invalid_input, std::move(reason), message)
        .with_field({std::string(key), "", std::string(problem), std::string(remedy)});
}

struct TomlReader::Document {
    std::string file;
    toml::table table;
    std::map<std::string, toml::node const*, std::less<>> leaves;

    [[nodiscard]] std::string place(toml::node const& node) const {
        return fmt::format("{}:{}", file, node.source().begin.line);
    }
    [[nodiscard]] toml::node const* find(std::string_view key) const {
        auto const found = leaves.find(key);
        return found == leaves.end() ? nullptr : found->second;
    }
    [[noreturn]] void wrong_type(std::string_view key, toml::node const& node,
                                 std::string_view wanted) const {
        std::ostringstream type;
        type << node.type();
        throw config_error("config.type", place(node), key,
                           fmt::format("is of type {}, not {}", type.str(), wanted),
                           fmt::format("Write {}", wanted));
    }
};

TomlReader::TomlReader(std::string const& file, Origins& origins)
    : document_(std::make_unique<Document>()), origins_(origins) {
    document_->file = file;
    if (file.empty()) return;
    try {
        document_->table = toml::parse(std::string_view(read_file(file)), std::string_view(file));
    } catch (toml::parse_error const& error) {
        throw config_error("config.syntax", fmt::format("{}:{}", file, error.source().begin.line),
                           "", fmt::format("is not TOML ({})", error.description()),
                           "Correct that line");
    }
    list_leaves(document_->table, "", document_->leaves);
}

TomlReader::~TomlReader() = default;

void TomlReader::read_text(std::string_view key, std::string& out) {
    known_.emplace(key);
    auto const* node = document_->find(key);
    if (node == nullptr) return;
    if (!node->is_string()) document_->wrong_type(key, *node, "a text in quotes");
    out = node->as_string()->get();
    origins_[std::string(key)] = document_->place(*node);
}

void TomlReader::read_secret(std::string_view key, Secret& out) {
    std::string text;
    read_text(key, text);
    if (!text.empty()) out = Secret(std::move(text));
}

void TomlReader::read_integer(std::string_view key, std::int64_t& out, Range range) {
    known_.emplace(key);
    auto const* node = document_->find(key);
    if (node == nullptr) return;
    if (!node->is_integer()) document_->wrong_type(key, *node, "a whole number");
    auto const value = node->as_integer()->get();
    if (value < range.lowest || value > range.highest)
        throw config_error("config.value", document_->place(*node), key,
                           fmt::format("{} is out of range", value),
                           fmt::format("Use {} to {}", range.lowest, range.highest));
    out = value;
    origins_[std::string(key)] = document_->place(*node);
}

void TomlReader::read_number(std::string_view key, double& out, double lowest, double highest) {
    known_.emplace(key);
    auto const* node = document_->find(key);
    if (node == nullptr) return;
    auto const value = node->value<double>();
    if (!node->is_number() || !value) document_->wrong_type(key, *node, "a number");
    if (!std::isfinite(*value) || *value < lowest || *value > highest)
        throw config_error("config.value", document_->place(*node), key,
                           fmt::format("{} is out of range", *value),
                           fmt::format("Use {} to {}", lowest, highest));
    out = *value;
    origins_[std::string(key)] = document_->place(*node);
}

void TomlReader::read_texts(std::string_view key, std::vector<std::string>& out) {
    known_.emplace(key);
    auto const* node = document_->find(key);
    if (node == nullptr) return;
    auto const* array = node->as_array();
    if (array == nullptr) document_->wrong_type(key, *node, "a list of texts");
    std::vector<std::string> texts;
    for (auto const& item : *array) {
        if (!item.is_string()) document_->wrong_type(key, item, "a text in quotes");
        texts.push_back(item.as_string()->get());
    }
    out = std::move(texts);
    origins_[std::string(key)] = document_->place(*node);
}

std::optional<std::size_t> TomlReader::choose(std::string_view key,
                                              std::span<std::string_view const> words) {
    std::string text;
    read_text(key, text);
    if (document_->find(key) == nullptr) return std::nullopt;
    auto const found = std::ranges::find(words, std::string_view(text));
    if (found == words.end())
        throw config_error("config.value", origins_[std::string(key)], key,
                           fmt::format("\"{}\" is no choice", text),
                           fmt::format("Use one of {}", fmt::join(words, ", ")));
    return static_cast<std::size_t>(found - words.begin());
}

void TomlReader::finish() const {
    for (auto const& [key, node] : document_->leaves) {
        if (known_.contains(key)) continue;
        std::string_view nearest;
        std::size_t best = 4;
        for (auto const& candidate : known_) {
            auto const d = distance(key, candidate);
            if (d < best) {
                best = d;
                nearest = candidate;
            }
        }
        throw config_error("config.unknown_key", document_->place(*node), key, "is no known key",
                           nearest.empty()
                               ? "Remove it"
                               : fmt::format("Did you mean {}? Else remove it", nearest));
    }
}

}  // namespace ec::config
