#pragma once

#include <string>
#include <string_view>

namespace ec::marketdata {

struct DecodedText {
    std::string text;      // UTF-8; U+FFFD where bytes made no sense
    std::string encoding;  // "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "UTF-8 with damage"
};

/// What a file's bytes say. A byte-order mark decides; else valid UTF-8; else GB18030 when that
/// fits without an error; else UTF-8 with its broken bytes replaced.
[[nodiscard]] DecodedText decode_text(std::string_view bytes);

/// What search compares: compatibility forms and case folded, traditional characters made
/// simplified, everything but letters and digits dropped, at most 200 characters.
[[nodiscard]] std::string normalise_name(std::string_view utf8);

}  // namespace ec::marketdata
