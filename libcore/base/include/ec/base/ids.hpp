#pragma once

#include <ec/base/clock.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ec {

/// A new text id: prefix, '_', 26 characters of Crockford base 32 (48 bits of milliseconds, 80
/// random bits), so that ids sort by time of creation. Example: "run_01HQ...".
[[nodiscard]] std::string make_id(std::string_view prefix, Micros now_us);

/// Bytes of the kernel's cryptographic generator. Throws Error(internal) when it fails.
void fill_random(std::span<std::byte> out);

/// 32 lowercase hex digits, a W3C trace id.
[[nodiscard]] std::string make_trace_id();

}  // namespace ec
