#include <ec/base/error.hpp>

#include <http/server.hpp>

#include <csignal>
#include <thread>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace ec::http {

struct SignalStop::State {
    std::stop_source source;
    int signals = -1;
    int end = -1;
    std::jthread watcher;

    void watch() {
        pollfd fds[2] = {{signals, POLLIN, 0}, {end, POLLIN, 0}};
        while (::poll(fds, 2, -1) >= 0 || errno == EINTR) {
            if ((fds[1].revents & POLLIN) != 0) return;
            signalfd_siginfo info{};
            if ((fds[0].revents & POLLIN) == 0 ||
                ::read(signals, &info, sizeof info) != static_cast<ssize_t>(sizeof info))
                continue;
            if (source.stop_requested()) ::_exit(128 + static_cast<int>(info.ssi_signo));
            source.request_stop();
        }
    }
};

SignalStop::SignalStop() : state_(std::make_unique<State>()) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    EC_CHECK(::pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
    state_->signals = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    state_->end = ::eventfd(0, EFD_CLOEXEC);
    EC_CHECK(state_->signals >= 0 && state_->end >= 0);
    state_->watcher = std::jthread([state = state_.get()] { state->watch(); });
}

SignalStop::~SignalStop() {
    ::eventfd_write(state_->end, 1);
    state_->watcher.join();
    ::close(state_->signals);
    ::close(state_->end);
}

std::stop_token SignalStop::token() const { return state_->source.get_token(); }

}  // namespace ec::http
