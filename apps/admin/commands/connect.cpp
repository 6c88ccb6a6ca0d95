#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/clock.hpp>
#include <ec/workflows/providers.hpp>

#include <wire/wire_sources.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

#include <termios.h>
#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

using marketdata::NoticeAnswer;

constexpr std::size_t max_key_bytes = 1'024;

struct Options {
    std::string provider;
    std::string key_file;
    std::string market;
    bool accept_notice = false;
    bool test_only = false;
    bool off = false;
    bool forget_key = false;
};

bool is_interactive() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

// The terminal without echo while a key is typed.
class Unechoed {
  public:
    Unechoed() {
        ::tcgetattr(STDIN_FILENO, &before_);
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~Unechoed() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
    Unechoed(Unechoed const&) = delete;
    Unechoed& operator=(Unechoed const&) = delete;

  private:
    termios before_{};
};

std::string ask(std::string_view question) {
    fmt::print(stderr, "{}", question);
    std::fflush(stderr);
    std::string answer;
    std::getline(std::cin, answer);
    return answer;
}

std::string ask_key() {
    Unechoed const quiet;
    auto key = ask("Key (not shown): ");
    fmt::print(stderr, "\n");
    return key;
}

std::string trimmed(std::string text) {
    auto const end = text.find_last_not_of(" \t\r\n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

std::string moment(std::optional<Micros> at_us) { return at_us ? format_utc(*at_us) : "-"; }

std::string markets_text(marketdata::ProviderInfo const& info) {
    std::string text;
    for (auto const market : info.markets)
        text += (text.empty() ? "" : " ") + std::string(market::to_string(market));
    return text;
}

void print_providers(Frontend& frontend) {
    auto const views = workflows::list_providers(frontend.services(), frontend.context());
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_providers(views));
    TextTable table({"provider", "on", "answers", "markets", "standing", "key", "state",
                     "last success", "calls today"});
    for (auto const& view : views) {
        auto const budget =
            view.state.daily_calls > 0
                ? fmt::format("{} of {}", view.state.calls_today, view.state.daily_calls)
                : std::to_string(view.state.calls_today);
        table.add({std::string(view.info.name), view.connection.enabled == 1 ? "on" : "",
                   std::string(marketdata::to_string(view.info.answers)), markets_text(view.info),
                   std::string(marketdata::to_string(view.info.standing)),
                   view.info.needs_key == 0
                       ? "not needed"
                       : std::string(marketdata::to_string(view.connection.key)),
                   std::string(marketdata::to_string(view.state.breaker.state)),
                   moment(view.state.last_success_at_us), budget});
    }
    if (frontend.form == OutputForm::csv) return frontend.print(table.render_csv());
    frontend.print(table.render_text() +
                   "\nSwitch one on: equitycompass connect PROVIDER. Without any, import files: "
                   "equitycompass import SYMBOL FILE.csv");
}

std::optional<market::Market> market_of(std::string const& text) {
    if (text.empty()) return std::nullopt;
    for (auto const market : {market::Market::us, market::Market::hk, market::Market::cn})
        if (market::to_string(market) == text) return market;
    throw invalid_field("market.unknown", "--market", text, "no such market", "Use us, hk or cn.");
}

// What the options, or the person at the terminal, say to notice and key.
workflows::ConnectOrder order_of(Frontend const& frontend, Options const& options,
                                 workflows::ProviderView const& view) {
    workflows::ConnectOrder order;
    order.provider = view.info.provider;
    bool const unofficial = view.info.standing == marketdata::Standing::unofficial;
    bool const known = view.connection.notice_accepted_at_us.has_value();
    if (options.accept_notice) order.notice = NoticeAnswer::accepted;
    if (unofficial && !known && !options.accept_notice && is_interactive()) {
        auto const chinese = frontend.language("") == narrative::Language::zh;
        fmt::print(stderr, "{}\n{}\n", view.info.title,
                   chinese ? view.info.notice_zh : view.info.notice_en);
        auto const answer =
            trimmed(ask(chinese ? "接受并继续？[y/N] " : "Accept and go on? [y/N] "));
        if (answer == "y" || answer == "Y" || answer == "yes")
            order.notice = NoticeAnswer::accepted;
    }
    if (!options.key_file.empty())
        order.key = trimmed(read_file(options.key_file, max_key_bytes));
    else if (view.info.needs_key == 1 && view.connection.key == marketdata::KeyOrigin::none &&
             is_interactive())
        order.key = trimmed(ask_key());
    return order;
}

std::string test_text(std::vector<marketdata::ConnectionTest> const& tests) {
    TextTable table({"market", "symbol", "result", "last session", "latency", "what came back"});
    for (auto const& test : tests)
        table.add({std::string(market::to_string(test.symbol.market())), test.symbol.text(),
                   test.reason.empty() ? "works" : test.reason,
                   test.last_session ? test.last_session->iso() : "-",
                   fmt::format("{} ms", test.latency_ms), test.detail});
    return table.render_text();
}

void connect(Frontend& frontend, Options const& options, Outcome& outcome) {
    auto const provider = workflows::get_provider(options.provider);
    auto const services = frontend.services();
    auto const views = workflows::list_providers(services, frontend.context());
    auto const view = *std::ranges::find_if(
        views, [&](auto const& one) { return one.info.provider == provider; });
    auto const order = order_of(frontend, options, view);
    auto const tests =
        workflows::test_provider(services, frontend.context(), order, market_of(options.market));
    bool const works =
        std::ranges::any_of(tests, [](auto const& test) { return test.reason.empty(); });
    if (!works) outcome.exit_code = exit_code_of(ErrorCode::unavailable);
    if (works && !options.test_only)
        (void)workflows::connect_provider(services, frontend.context(), order);
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_tests(tests));
    frontend.print(test_text(tests));
    if (!works)
        frontend.print(
            "Nothing was changed. Try another provider (equitycompass connect), or "
            "import a file: equitycompass import SYMBOL FILE.csv");
    else if (!options.test_only)
        frontend.print(
            fmt::format("{} is switched on. Next: equitycompass data refresh AAPL, or "
                        "equitycompass analyze AAPL",
                        view.info.title));
}

void disconnect(Frontend& frontend, Options const& options) {
    auto const view = workflows::disconnect_provider(
        frontend.services(), frontend.context(), workflows::get_provider(options.provider),
        options.forget_key ? marketdata::KeyFate::remove : marketdata::KeyFate::keep);
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_provider(view));
    frontend.print(fmt::format("{} is switched off; its bars stay.", view.info.title));
}

}  // namespace

void add_connect(CLI::App& app, Frontend& frontend, Outcome& outcome) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("connect", "Switch a provider of prices on, after a test");
    command->add_option("provider", options->provider, "None: the table of all");
    command->add_flag("--accept-notice", options->accept_notice,
                      "The notice of an unofficial source was read and is accepted");
    command->add_option("--key-file", options->key_file,
                        "File with the account's key, - for standard input");
    command->add_option("--market", options->market, "Test only us, hk or cn");
    command->add_flag("--test", options->test_only, "Test, change nothing");
    auto* off = command->add_flag("--off", options->off, "Switch off");
    command->add_flag("--forget-key", options->forget_key, "With --off: delete the key's file")
        ->needs(off);
    command->callback([&frontend, &outcome, options] {
        if (options->provider.empty()) return print_providers(frontend);
        options->off ? disconnect(frontend, *options) : connect(frontend, *options, outcome);
    });
}

}  // namespace ec::admin
