#include <ec/db/transaction.hpp>

#include "session.hpp"

#include <cmath>
#include <utility>

namespace ec::db {

void check_params(std::span<Param const> params) {
    for (auto const& param : params) {
        if (auto const* text = std::get_if<std::string_view>(&param.value())) {
            if (text->find('\0') != std::string_view::npos)
                throw Error(ErrorCode::invalid_input, "db.nul_in_text",
                            "A text holds a NUL character, which cannot be stored. Remove it.");
        } else if (auto const* number = std::get_if<double>(&param.value())) {
            if (!std::isfinite(*number))
                throw Error(ErrorCode::internal, "db.not_finite",
                            "A number without a finite value cannot be stored.");
        }
    }
}

Transaction::Transaction(std::unique_ptr<Session> session, Release release) noexcept
    : session_(std::move(session)), release_(std::move(release)) {}

Transaction::Transaction(Transaction&& other) noexcept
    : session_(std::move(other.session_)),
      release_(std::move(other.release_)),
      state_(std::exchange(other.state_, State::ended)) {}

Transaction::~Transaction() {
    if (!session_) return;
    if (state_ != State::ended) session_->rollback();
    release_(std::move(session_));
}

Engine Transaction::engine() const noexcept { return session_->engine(); }

template <class Call>
auto Transaction::guarded(Call call) {
    if (state_ != State::open)
        throw Error(ErrorCode::internal, "db.transaction_ended",
                    "A statement followed the end or a failure of its transaction.");
    state_ = State::failed;
    if constexpr (std::is_void_v<decltype(call())>) {
        call();
        state_ = State::open;
    } else {
        auto result = call();
        state_ = State::open;
        return result;
    }
}

Micros Transaction::now_us() {
    return guarded([&] { return session_->now_us(); });
}

Rows Transaction::query_with(std::string_view sql, std::span<Param const> params) {
    return guarded([&] {
        check_params(params);
        return session_->query(sql, params);
    });
}

std::int64_t Transaction::execute_with(std::string_view sql, std::span<Param const> params) {
    return guarded([&] {
        check_params(params);
        return session_->execute(sql, params);
    });
}

void Transaction::execute_script(std::string_view sql) {
    guarded([&] { session_->script(sql); });
}

void Transaction::commit() {
    guarded([&] { session_->commit(); });
    state_ = State::ended;
}

}  // namespace ec::db
