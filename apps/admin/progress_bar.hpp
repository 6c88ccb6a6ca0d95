#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace ec::admin {

/// A bar on standard error for work of known size, with the time that is left by its pace so far;
/// silent unless that is a terminal. Drawn at most ten times a second; wiped off at the end.
class ProgressBar {
  public:
    explicit ProgressBar(std::string label);
    ~ProgressBar();
    ProgressBar(ProgressBar const&) = delete;
    ProgressBar& operator=(ProgressBar const&) = delete;

    /// `share` is 0..1; `note` stands behind the bar.
    void show(double share, std::string_view note);
    /// Takes it off the screen, before other output.
    void wipe();
    [[nodiscard]] double seconds() const;

  private:
    using Clock = std::chrono::steady_clock;

    std::string label_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point drawn_;
    bool on_terminal_ = false;
    bool shown_ = false;
};

}  // namespace ec::admin
