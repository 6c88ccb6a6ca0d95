#include <assigned_text.hpp>

namespace ec::marketdata {

std::vector<AssignedText> split_assignments(std::string_view text) {
    std::vector<AssignedText> out;
    while (true) {
        auto const first = text.find_first_not_of(" \t\r\n;");
        if (first == std::string_view::npos) return out;
        text.remove_prefix(first);
        if (text.starts_with("var ")) text.remove_prefix(4);
        auto const mark = text.find("=\"");
        AssignedText one;
        if (mark == std::string_view::npos) {
            one.name = text;
            out.push_back(one);
            return out;
        }
        one.name = text.substr(0, mark);
        text.remove_prefix(mark + 2);
        auto const end = text.find('"');
        one.closed = end != std::string_view::npos;
        one.value = text.substr(0, end);
        out.push_back(one);
        if (!one.closed) return out;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> split_fields(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    while (true) {
        auto const end = text.find(separator);
        out.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

}  // namespace ec::marketdata
