#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ec::log {

enum class Level : std::uint8_t { debug, info, warn, error };
enum class Format : std::uint8_t { readable, ecs_json };

/// One ECS field: a dotted name and its text ("http.request.method", "GET").
struct Field {
    std::string_view name;
    std::string value;
};

struct Settings {
    Level level = Level::info;
    Format format = Format::readable;
    std::string file;  // empty: standard error
    std::string service_name = "equitycompass";
    std::string service_version;
};

/// Replaces the process's sink. Before it is called, lines of level warn go to standard error in
/// readable form. Writing never blocks a caller: a full queue drops the line and counts it.
void configure(Settings const& settings);
void shutdown();

/// Thread-safe. A line is at most 16 KiB; bytes that are not UTF-8 are escaped.
void write(Level level, std::string_view message, std::string_view trace_id,
           std::initializer_list<Field> fields);

[[nodiscard]] std::uint64_t dropped_lines() noexcept;

/// The line that `write` would emit, for tests.
[[nodiscard]] std::string format_ecs_json(std::int64_t at_us, Level level, std::string_view message,
                                          std::string_view trace_id,
                                          std::initializer_list<Field> fields,
                                          Settings const& settings);

}  // namespace ec::log
