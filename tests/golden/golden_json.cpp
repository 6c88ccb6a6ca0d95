#include "golden_data.hpp"

#include <limits>
#include <stdexcept>

#include <boost/json.hpp>

namespace ec::golden {
namespace {

Node convert(boost::json::value const& value) {
    Node node;
    switch (value.kind()) {
        case boost::json::kind::null:
            break;
        case boost::json::kind::bool_:
            node.kind = Node::Kind::boolean;
            node.number = value.get_bool() ? 1 : 0;
            break;
        case boost::json::kind::int64:
        case boost::json::kind::uint64:
        case boost::json::kind::double_:
            node.kind = Node::Kind::number;
            node.number = value.to_number<double>();
            break;
        case boost::json::kind::string:
            node.kind = Node::Kind::text;
            node.text = std::string(value.get_string());
            break;
        case boost::json::kind::array:
            node.kind = Node::Kind::list;
            for (auto const& item : value.get_array()) node.items.push_back(convert(item));
            break;
        case boost::json::kind::object:
            node.kind = Node::Kind::object;
            for (auto const& member : value.get_object()) {
                node.members.emplace_back(std::string(member.key()), convert(member.value()));
            }
            break;
    }
    return node;
}

}  // namespace

Node const* Node::find(std::string_view name) const {
    for (auto const& [key, node] : members) {
        if (key == name) return &node;
    }
    return nullptr;
}

Node const& Node::at(std::string_view name) const {
    if (Node const* node = find(name)) return *node;
    throw std::runtime_error("golden JSON has no member " + std::string(name));
}

double Node::value() const {
    if (kind == Kind::number) return number;
    if (kind == Kind::text && text == "inf") return std::numeric_limits<double>::infinity();
    if (kind == Kind::text && text == "-inf") return -std::numeric_limits<double>::infinity();
    if (kind == Kind::null || (kind == Kind::text && text == "nan")) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    throw std::runtime_error("golden JSON: not a number: " + text);
}

std::vector<double> Node::values() const {
    std::vector<double> out;
    for (Node const& item : items) out.push_back(item.value());
    return out;
}

Node read_json(std::string const& file) { return convert(boost::json::parse(read_text(file))); }

}  // namespace ec::golden
