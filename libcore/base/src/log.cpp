#include <ec/base/log.hpp>

#include <ec/base/clock.hpp>
#include <ec/base/utf8.hpp>

#include <atomic>
#include <memory>
#include <mutex>

#include <fmt/format.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace ec::log {
namespace {

constexpr std::size_t max_line = std::size_t{16} * 1024;
constexpr std::size_t queue_lines = 8192;

std::string_view name(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
    }
    return "error";
}

void append_escaped(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const c = static_cast<unsigned char>(text[i]);
        std::size_t const n = utf8_sequence_length(text, i);
        if (n == 0) {
            out += fmt::format("\\\\x{:02x}", c);
            ++i;
            continue;
        }
        if (c == '"' || c == '\\') {
            out += '\\';
            out += text[i];
        } else if (c < 0x20) {
            out += fmt::format("\\u{:04x}", c);
        } else {
            out.append(text.substr(i, n));
        }
        i += n;
    }
}

void append_field(std::string& out, std::string_view key, std::string_view value) {
    out += ",\"";
    append_escaped(out, key);
    out += "\":\"";
    append_escaped(out, value);
    out += '"';
}

std::string format_readable(std::int64_t at_us, Level level, std::string_view message,
                            std::string_view trace_id, std::initializer_list<Field> fields) {
    std::string line = fmt::format("{} {:5} {}", format_utc(at_us), name(level), message);
    for (auto const& field : fields) line += fmt::format(" {}={}", field.name, field.value);
    if (!trace_id.empty()) line += fmt::format(" trace.id={}", trace_id);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    return line;
}

// The one piece of process-wide state: where lines go. Swapped whole, read through a lock.
struct Output {
    std::mutex mutex;
    Settings settings{Level::warn, Format::readable, "", "equitycompass", ""};
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::logger> logger;
};

Output& output() {
    static Output instance;
    return instance;
}

std::shared_ptr<spdlog::logger> open_logger(Output& out) {
    spdlog::sink_ptr sink;
    if (out.settings.file.empty())
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(out.settings.file);
    out.pool = std::make_shared<spdlog::details::thread_pool>(queue_lines, 1U);
    auto logger = std::make_shared<spdlog::async_logger>(
        "ec", std::move(sink), out.pool, spdlog::async_overflow_policy::overrun_oldest);
    logger->set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc));
    logger->set_level(spdlog::level::trace);
    logger->flush_on(spdlog::level::trace);
    return logger;
}

}  // namespace

void configure(Settings const& settings) {
    auto& out = output();
    std::scoped_lock const lock(out.mutex);
    out.logger.reset();
    out.pool.reset();
    out.settings = settings;
    out.logger = open_logger(out);
}

void shutdown() {
    auto& out = output();
    std::scoped_lock const lock(out.mutex);
    out.logger.reset();
    out.pool.reset();
}

void write(Level level, std::string_view message, std::string_view trace_id,
           std::initializer_list<Field> fields) {
    auto& out = output();
    auto const now = SystemClock().now_us();
    std::scoped_lock const lock(out.mutex);
    if (level < out.settings.level) return;
    std::string line = out.settings.format == Format::ecs_json
                           ? format_ecs_json(now, level, message, trace_id, fields, out.settings)
                           : format_readable(now, level, message, trace_id, fields);
    if (!out.logger) out.logger = open_logger(out);
    out.logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

std::uint64_t dropped_lines() noexcept {
    auto& out = output();
    std::scoped_lock const lock(out.mutex);
    return out.pool ? out.pool->overrun_counter() : 0;
}

std::string format_ecs_json(std::int64_t at_us, Level level, std::string_view message,
                            std::string_view trace_id, std::initializer_list<Field> fields,
                            Settings const& settings) {
    std::string line = fmt::format("{{\"@timestamp\":\"{}\",\"log.level\":\"{}\",\"message\":\"",
                                   format_utc(at_us), name(level));
    append_escaped(line, message.substr(0, max_line / 4));
    line += "\",\"ecs.version\":\"8.11.0\"";
    append_field(line, "service.name", settings.service_name);
    if (!settings.service_version.empty())
        append_field(line, "service.version", settings.service_version);
    if (!trace_id.empty()) append_field(line, "trace.id", trace_id);
    for (auto const& field : fields) {
        std::string one;
        append_field(one, field.name, field.value);
        if (line.size() + one.size() + 1 > max_line) break;
        line += one;
    }
    line += '}';
    return line;
}

}  // namespace ec::log
