#pragma once

#include <ec/assembly/core.hpp>
#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>
#include <ec/narrative/language.hpp>
#include <ec/workflows/analyze_symbol.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::admin {

enum class OutputForm : std::uint8_t { text, json, csv };

/// What every command works with: the options before the command, the store (opened when first
/// asked for) and how to print. One thread.
class Frontend {
  public:
    std::string config_file;
    std::string data_dir;
    OutputForm form = OutputForm::text;

    /// Opens the store; not_found "store.missing" with the remedy when there is none.
    [[nodiscard]] assembly::Core& core();
    [[nodiscard]] config::Config const& configuration();
    /// As the local user, with a trace id of its own; Ctrl-C requests its stop token.
    [[nodiscard]] CallContext context();
    [[nodiscard]] workflows::Services services() { return core().services(); }

    void print(std::string_view text) const;
    /// Colours only on a terminal without NO_COLOR.
    [[nodiscard]] bool wants_colour() const;
    [[nodiscard]] std::int32_t columns() const;
    /// `given`, else the locale's: zh for zh_*, en otherwise.
    [[nodiscard]] narrative::Language language(std::string const& given) const;
    /// A progress bar on standard error; silent unless that is a terminal.
    [[nodiscard]] workflows::Progress progress(std::string label) const;

  private:
    std::optional<config::Config> config_;
    std::unique_ptr<assembly::Core> core_;
};

/// Bytes of a file, or of standard input for "-"; at most `limit`. not_found "file.unreadable",
/// invalid_input "file.too_large".
[[nodiscard]] std::string read_file(std::string const& path, std::size_t limit);
/// Writes whole or not at all.
void write_file(std::string const& path, std::string_view bytes);

[[nodiscard]] std::optional<Date> parse_date_option(std::string const& text,
                                                    std::string_view option);

/// The exit code of a condition (ARCHITECTURE.md decision 6).
[[nodiscard]] int exit_code_of(ErrorCode code) noexcept;
/// 0 ok, 10 abstain or void call, 11 data, 12 stale, 13 model.
[[nodiscard]] int exit_code_of(analysis::Outcome outcome) noexcept;

}  // namespace ec::admin
