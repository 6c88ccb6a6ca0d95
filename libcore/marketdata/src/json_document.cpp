#include <json_document.hpp>

#include <utility>

#include <boost/json/basic_parser_impl.hpp>

namespace json = boost::json;

namespace ec::marketdata {
namespace {

using Kind = JsonValue::Kind;

class DocumentBuilder {
  public:
    static constexpr std::size_t max_array_size = max_json_values;
    static constexpr std::size_t max_object_size = max_json_values;
    static constexpr std::size_t max_string_size = std::size_t{1} << 20U;
    static constexpr std::size_t max_key_size = 1024;

    JsonValue root;
    bool too_large = false;

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_array_begin(json::error_code& error) { return open(Kind::array, error); }
    bool on_array_end(std::size_t, json::error_code& error) { return close(error); }
    bool on_object_begin(json::error_code& error) { return open(Kind::object, error); }
    bool on_object_end(std::size_t, json::error_code& error) { return close(error); }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        return keep(part);
    }
    bool on_string(json::string_view part, std::size_t, json::error_code& error) {
        keep(part);
        return add(Kind::string, std::exchange(pending_, {}), error);
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return keep(part); }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        keep(part);
        open_.back().keys.push_back(std::exchange(pending_, {}));
        return true;
    }
    bool on_number_part(json::string_view part, json::error_code&) { return keep(part); }
    bool on_int64(std::int64_t, json::string_view part, json::error_code& error) {
        return number(part, error);
    }
    bool on_uint64(std::uint64_t, json::string_view part, json::error_code& error) {
        return number(part, error);
    }
    bool on_double(double, json::string_view part, json::error_code& error) {
        return number(part, error);
    }
    bool on_bool(bool truth, json::error_code& error) {
        return add(Kind::boolean, truth ? "true" : "false", error);
    }
    bool on_null(json::error_code& error) { return add(Kind::null, {}, error); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

  private:
    bool keep(json::string_view part) {
        pending_.append(part.data(), part.size());
        return true;
    }
    bool number(json::string_view part, json::error_code& error) {
        keep(part);
        return add(Kind::number, std::exchange(pending_, {}), error);
    }
    bool counted(json::error_code& error) {
        if (++values_ <= max_json_values) return true;
        too_large = true;
        error = json::error::array_too_large;
        return false;
    }
    bool open(Kind kind, json::error_code& error) {
        open_.push_back({kind, {}, {}, {}});
        return counted(error);
    }
    bool close(json::error_code&) {
        auto value = std::move(open_.back());
        open_.pop_back();
        place(std::move(value));
        return true;
    }
    bool add(Kind kind, std::string text, json::error_code& error) {
        place({kind, std::move(text), {}, {}});
        return counted(error);
    }
    void place(JsonValue value) {
        if (open_.empty())
            root = std::move(value);
        else
            open_.back().items.push_back(std::move(value));
    }

    std::vector<JsonValue> open_;
    std::string pending_;
    std::size_t values_ = 0;
};

JsonDamage damage_of(json::error_code const& error, bool too_large) {
    if (!error) return JsonDamage::none;
    if (error == json::error::incomplete) return JsonDamage::truncated;
    bool const limit =
        too_large || error == json::error::too_deep || error == json::error::string_too_large ||
        error == json::error::key_too_large || error == json::error::array_too_large ||
        error == json::error::object_too_large;
    return limit ? JsonDamage::too_large : JsonDamage::malformed;
}

}  // namespace

JsonValue const* JsonValue::find(std::string_view key) const noexcept {
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i] == key) return &items[i];
    return nullptr;
}

std::string_view JsonValue::text_of(std::string_view key) const noexcept {
    auto const* value = find(key);
    return value != nullptr && value->is(Kind::string) ? std::string_view(value->text)
                                                       : std::string_view();
}

JsonDocument parse_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = max_json_depth;
    json::basic_parser<DocumentBuilder> parser(options);
    json::error_code error;
    JsonDocument document;
    document.used = parser.write_some(false, text.data(), text.size(), error);
    document.damage = damage_of(error, parser.handler().too_large);
    if (document.damage == JsonDamage::none) document.root = std::move(parser.handler().root);
    return document;
}

}  // namespace ec::marketdata
