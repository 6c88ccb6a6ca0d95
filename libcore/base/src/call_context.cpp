#include <ec/base/call_context.hpp>

#include <ec/base/error.hpp>

#include <algorithm>

namespace ec {

Micros CallContext::remaining_us() const {
    if (deadline_us == 0) return micros_per_day;
    return std::max<Micros>(0, deadline_us - now_us());
}

void CallContext::check() const {
    if (stop.stop_requested())
        throw Error(ErrorCode::unavailable, "call.cancelled", "The work was cancelled.");
    if (deadline_us != 0 && remaining_us() == 0)
        throw Error(ErrorCode::timeout, "call.deadline", "The time for this call has run out.");
}

}  // namespace ec
