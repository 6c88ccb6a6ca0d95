#include "variables.hpp"

#include "providers.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace ec::config {
namespace {

std::string place_of(std::string_view variable) { return fmt::format("variable {}", variable); }

std::optional<std::string> find_value(Variables const& variables, std::string_view name) {
    auto const found = variables.find(name);
    // An empty variable is how shells and compose files spell "not set".
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

std::optional<Secret> find_secret(Variables const& variables, std::string const& name) {
    auto const plain = find_value(variables, name);
    auto const file = find_value(variables, name + "_FILE");
    if (plain && file)
        throw config_error("config.secret_twice", place_of(name), "",
                           fmt::format("both {} and {}_FILE are set", name, name),
                           "Unset one of them");
    if (plain) return Secret(*plain);
    if (file) return read_secret_file(name + "_FILE", *file);
    return std::nullopt;
}

std::int64_t parse_port(std::string const& text) {
    std::int64_t port = 0;
    auto const* end = text.data() + text.size();
    auto const parsed = std::from_chars(text.data(), end, port);
    if (parsed.ec != std::errc{} || parsed.ptr != end || port < 0 || port > 65'535)
        throw config_error("config.value", place_of("EC_PORT"), "http.port",
                           fmt::format("\"{}\" is no port", text.substr(0, 20)),
                           "Use 0 (any free one) to 65535");
    return port;
}

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

}  // namespace

Secret read_secret_file(std::string_view variable, std::string const& file) {
    auto const refuse = [&](std::string_view problem, std::string_view remedy) {
        return config_error("config.secret_file", place_of(variable), "", problem, remedy);
    };
    Descriptor const in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about {};
    if (in.get() < 0 || ::fstat(in.get(), &about) != 0)
        throw refuse(fmt::format("its file cannot be read ({})", std::strerror(errno)),
                     "Check the path");
    if ((about.st_mode & 0177U) != 0)
        throw refuse("others may read its file, or it may be run", "chmod 0400 or 0600");
    if (about.st_uid != ::geteuid() && about.st_uid != 0)
        throw refuse("its file belongs to another user", "chown it to the user of this program");
    constexpr std::size_t max_bytes = 65'536;
    std::string text(max_bytes + 1, '\0');
    auto const n = ::read(in.get(), text.data(), text.size());
    if (n < 0) throw refuse("its file cannot be read", "Name a plain file");
    text.resize(static_cast<std::size_t>(n));
    if (text.size() > max_bytes) throw refuse("its file is over 64 KiB", "Name the secret's file");
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    if (text.empty()) throw refuse("its file is empty", "Write the secret into it");
    return Secret(std::move(text));
}

Variables environment_variables() {
    Variables variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view const text(*entry);
        auto const equals = text.find('=');
        if (equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

void apply_variables(Variables const& variables, Config& config, Origins& origins) {
    auto const text = [&](std::string_view name, std::string_view key, std::string& out) {
        if (auto const value = find_value(variables, name)) {
            out = *value;
            origins[std::string(key)] = place_of(name);
        }
    };
    auto const secret = [&](std::string const& name, std::string_view key, Secret& out) {
        if (auto value = find_secret(variables, name)) {
            out = *std::move(value);
            origins[std::string(key)] = place_of(name);
        }
    };
    text("EC_DATA_DIR", "data_dir", config.data_dir);
    text("EC_BIND", "http.bind", config.http.bind);
    text("EC_LLM_BASE_URL", "llm.base_url", config.llm.base_url);
    text("EC_LLM_MODEL", "llm.model", config.llm.model);
    secret("DATABASE_URL", "database.url", config.database.url);
    secret("REDIS_URL", "redis_url", config.redis_url);
    secret("EC_LLM_API_KEY", "llm.api_key", config.llm.api_key);
    for (auto const name : provider_names()) {
        if (name == "sec") continue;  // it knows no keys
        Secret key;
        secret(key_variable(name), fmt::format("providers.keys.{}", name), key);
        if (!key.empty()) config.providers.keys[std::string(name)] = std::move(key);
    }
    secret("JWT_SECRET_KEY", "secrets.jwt_secret_key", config.secrets.jwt_secret_key);
    if (auto const port = find_value(variables, "EC_PORT")) {
        config.http.port = parse_port(*port);
        origins["http.port"] = place_of("EC_PORT");
    }
}

}  // namespace ec::config
