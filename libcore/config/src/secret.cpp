#include <ec/config/secret.hpp>

#include <ostream>
#include <utility>

#include <string.h>

namespace ec::config {
namespace {

void wipe(std::string& value) {
    // Up to the capacity: a moved-from short string leaves its bytes in place.
    value.resize(value.capacity());
    ::explicit_bzero(value.data(), value.size());
    value.clear();
}

}  // namespace

Secret::Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }

Secret& Secret::operator=(Secret other) noexcept {
    std::swap(value_, other.value_);
    return *this;
}

Secret::~Secret() { wipe(value_); }

std::ostream& operator<<(std::ostream& out, Secret const& secret) {
    return out << format_as(secret);
}

char const* format_as(Secret const&) noexcept { return "[redacted]"; }

}  // namespace ec::config
