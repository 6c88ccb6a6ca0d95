#include "frontend.hpp"

#include <ec/accounts/accounts.hpp>
#include <ec/base/ids.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stop_token>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

namespace ec::admin {
namespace {

std::stop_source& interrupt() {
    static std::stop_source source;
    return source;
}

// The first Ctrl-C asks the work to end, the second one ends the process.
extern "C" void on_interrupt(int) {
    std::signal(SIGINT, SIG_DFL);
    interrupt().request_stop();
}

}  // namespace

config::Config const& Frontend::configuration() {
    if (!config_) {
        auto variables = config::environment_variables();
        if (!data_dir.empty()) variables["EC_DATA_DIR"] = data_dir;
        config_ = config::load_config(config_file, variables);
    }
    return *config_;
}

assembly::Core& Frontend::core() {
    if (!core_) core_ = assembly::open_core(configuration(), context());
    return *core_;
}

CallContext Frontend::context() {
    static SystemClock const clock;
    std::signal(SIGINT, on_interrupt);
    return {&clock, 0, interrupt().get_token(), make_trace_id(), {accounts::local_user_id}};
}

void Frontend::print(std::string_view text) const {
    std::cout << text;
    if (!text.ends_with('\n')) std::cout << '\n';
    std::cout.flush();
}

bool Frontend::wants_colour() const {
    return ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

std::int32_t Frontend::columns() const {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return std::min<std::int32_t>(size.ws_col, 120);
    return 100;
}

narrative::Language Frontend::language(std::string const& given) const {
    if (!given.empty()) {
        if (auto const language = narrative::parse_language(given)) return *language;
        throw invalid_field("language.unknown", "--lang", given, "no such language",
                            "Use en or zh.");
    }
    for (char const* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        char const* value = std::getenv(name);
        if (value != nullptr && *value != '\0')
            return std::string_view(value).starts_with("zh") ? narrative::Language::zh
                                                             : narrative::Language::en;
    }
    return narrative::Language::en;
}

workflows::Progress Frontend::progress(std::string label) const {
    if (::isatty(STDERR_FILENO) != 1) return [](workflows::Step, std::int32_t) {};
    return [label = std::move(label)](workflows::Step step, std::int32_t percent) {
        auto const filled = static_cast<std::size_t>(percent / 5);
        std::string bar;
        for (std::size_t i = 0; i < 20; ++i) bar += i < filled ? "█" : "░";
        fmt::print(stderr, "\r{} {} {:3}% {:<9}", label, bar, percent, workflows::to_string(step));
        if (step == workflows::Step::done) fmt::print(stderr, "\r\x1b[K");
        std::fflush(stderr);
    };
}

std::string read_file(std::string const& path, std::size_t limit) {
    std::string bytes;
    if (path == "-") {
        bytes.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream in(path, std::ios::binary);
        if (!in.good() || std::filesystem::is_directory(path))
            throw Error(ErrorCode::not_found, "file.unreadable",
                        fmt::format("The file {} cannot be read. Check its name.", path));
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    if (bytes.size() > limit)
        throw invalid_field("file.too_large", "file", path,
                            fmt::format("{} bytes, over the limit of {}", bytes.size(), limit),
                            "Split it.");
    return bytes;
}

void write_file(std::string const& path, std::string_view bytes) {
    std::string const partial = path + ".partial";
    {
        std::ofstream out(partial, std::ios::binary | std::ios::trunc);
        out << bytes;
        out.flush();
        if (!out.good()) {
            std::filesystem::remove(partial);
            throw Error(ErrorCode::unavailable, "file.unwritable",
                        fmt::format("The file {} cannot be written.", path));
        }
    }
    std::filesystem::rename(partial, path);
}

std::optional<Date> parse_date_option(std::string const& text, std::string_view option) {
    if (text.empty()) return std::nullopt;
    return Date::parse(text, option);
}

int exit_code_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_input:
            return 2;
        case ErrorCode::unauthenticated:
        case ErrorCode::forbidden:
            return 3;
        case ErrorCode::not_found:
            return 4;
        case ErrorCode::conflict:
            return 5;
        case ErrorCode::insufficient_credit:
            return 6;
        case ErrorCode::rate_limited:
            return 7;
        case ErrorCode::unavailable:
        case ErrorCode::timeout:
            return 8;
        case ErrorCode::internal:
            return 1;
    }
    return 1;
}

int exit_code_of(analysis::Outcome outcome) noexcept {
    switch (outcome) {
        case analysis::Outcome::ok:
            return 0;
        case analysis::Outcome::abstain:
        case analysis::Outcome::void_call:
            return 10;
        case analysis::Outcome::data_missing:
            return 11;
        case analysis::Outcome::stale_data:
            return 12;
        case analysis::Outcome::llm_error:
        case analysis::Outcome::unparseable:
            return 13;
    }
    return 1;
}

}  // namespace ec::admin
