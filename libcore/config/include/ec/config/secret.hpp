#pragma once

#include <iosfwd>
#include <string>

namespace ec::config {

/// A text that no log line, error or stream can show: printing gives "[redacted]". Only reveal()
/// returns it, at the one place that needs it. Its memory is wiped.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(Secret const&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret other) noexcept;
    ~Secret();

    [[nodiscard]] std::string const& reveal() const noexcept { return value_; }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }

  private:
    std::string value_;
};

std::ostream& operator<<(std::ostream& out, Secret const& secret);
/// What {fmt} prints where it asks for this.
[[nodiscard]] char const* format_as(Secret const& secret) noexcept;

}  // namespace ec::config
