#include "progress_bar.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

namespace ec::admin {
namespace {

constexpr int cells = 20;
constexpr auto pause = std::chrono::milliseconds(100);

}  // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { wipe(); }

void ProgressBar::wipe() {
    if (!std::exchange(shown_, false)) return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
}

double ProgressBar::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

void ProgressBar::show(double share, std::string_view note) {
    if (!on_terminal_) return;
    auto const now = Clock::now();
    if (shown_ && now - drawn_ < pause) return;
    drawn_ = now;
    shown_ = true;
    share = std::clamp(share, 0.0, 1.0);
    std::string bar;
    for (int i = 0; i < cells; ++i) bar += i < static_cast<int>(share * cells) ? "█" : "░";
    auto const left = share > 0 ? seconds() * (1 - share) / share : 0;
    fmt::print(stderr, "\r\x1b[K{} {} {:3.0f}% {}{}", label_, bar, 100 * share, note,
               share > 0.01 ? fmt::format(", {:.0f} s left", left) : "");
    std::fflush(stderr);
}

}  // namespace ec::admin
