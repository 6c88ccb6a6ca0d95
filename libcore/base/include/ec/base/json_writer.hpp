#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ec {

/// Appends `text` between quotes: control characters escaped, bytes that are not UTF-8 replaced by
/// U+FFFD, so that the result is always valid JSON.
void append_json_string(std::string& out, std::string_view text);

/// Writes compact JSON in the order of the calls; the caller keeps begin and end balanced. Doubles
/// take their shortest exact form, NaN and infinities become null. Not thread-safe.
class JsonWriter {
  public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);
    JsonWriter& value(char const* text) { return value(std::string_view(text)); }
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(std::int32_t number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter& value(double number);
    JsonWriter& value(bool truth);
    JsonWriter& null();
    /// A value that is JSON already.
    JsonWriter& raw(std::string_view json);

    template <class T>
    JsonWriter& member(std::string_view name, T const& what) {
        return key(name).value(what);
    }
    /// Left out when empty.
    JsonWriter& text_member(std::string_view name, std::string_view text);

    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void separate();

    std::string out_;
    bool fresh_ = true;  // nothing stands before the next value in its container
};

}  // namespace ec
