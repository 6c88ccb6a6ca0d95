#pragma once

#include <ec/base/error.hpp>
#include <ec/config/secret.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ec::config {

/// "config.toml:12" or "variable EC_PORT": where each key's value came from, for later checks.
using Origins = std::map<std::string, std::string, std::less<>>;

/// invalid_input that names place, key, problem and remedy.
[[nodiscard]] Error config_error(std::string reason, std::string_view place, std::string_view key,
                                 std::string_view problem, std::string_view remedy);

struct Range {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};

/// A parsed TOML file. Reading a key notes it as known; finish() refuses what was never read.
class TomlReader {
  public:
    /// An empty `file` reads as an empty document.
    TomlReader(std::string const& file, Origins& origins);
    ~TomlReader();
    TomlReader(TomlReader const&) = delete;
    TomlReader& operator=(TomlReader const&) = delete;

    // Each leaves `out` alone when the key is absent. Keys are dotted: "http.port".
    void read_text(std::string_view key, std::string& out);
    void read_secret(std::string_view key, Secret& out);
    void read_integer(std::string_view key, std::int64_t& out, Range range);
    void read_number(std::string_view key, double& out, double lowest, double highest);
    void read_texts(std::string_view key, std::vector<std::string>& out);
    template <class Enum, std::size_t Count>
    void read_choice(std::string_view key, Enum& out,
                     std::pair<std::string_view, Enum> const (&choices)[Count]) {
        std::vector<std::string_view> words;
        for (auto const& choice : choices) words.push_back(choice.first);
        if (auto const index = choose(key, words)) out = choices[*index].second;
    }
    /// Throws for every key that was not asked for, naming the nearest one that is known.
    void finish() const;

  private:
    struct Document;
    [[nodiscard]] std::optional<std::size_t> choose(std::string_view key,
                                                    std::span<std::string_view const> words);

    std::unique_ptr<Document> document_;
    Origins& origins_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace ec::config
