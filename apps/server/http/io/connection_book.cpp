#include "connection_book.hpp"

namespace ec::http {

ConnectionBook::Entry ConnectionBook::enter(Address const& peer, Bound bound) {
    std::scoped_lock const lock(mutex_);
    auto& count = by_address_[peer];
    if (bound == Bound::limited && count >= max_per_address_) return Entry::address_full;
    ++count;
    ++total_;
    return Entry::admitted;
}

void ConnectionBook::leave(Address const& peer) {
    std::scoped_lock const lock(mutex_);
    auto const found = by_address_.find(peer);
    if (--found->second == 0) by_address_.erase(found);
    --total_;
}

}  // namespace ec::http
