#pragma once

#include <ec/base/error.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/import.hpp>
#include <support/test_database.hpp>

#include <map>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace ec::test {

/// An empty store to import into, as the local user.
struct ImportStore {
    explicit ImportStore(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user) {}

    [[nodiscard]] CallContext context() const {
        auto context = test.context();
        context.actor.user_id = TestDatabase::local_user;
        return context;
    }
    [[nodiscard]] marketdata::ImportReport import(std::string_view bytes,
                                                  marketdata::ImportRequest const& request) {
        return marketdata::import_csv(context(), test.database(), store, bytes, request);
    }
    void check_refused(std::string_view bytes, marketdata::ImportRequest const& request,
                       std::string const& reason) {
        BOOST_CHECK_EXCEPTION((void)import(bytes, request), Error, [&](Error const& e) {
            BOOST_TEST(e.reason() == reason);
            return true;
        });
    }
    [[nodiscard]] std::int64_t count(std::string const& table) {
        return test.query("SELECT COUNT(*) FROM " + table)[0].integer(0);
    }

    TestDatabase test;
    marketdata::BarStore store{test.database(), 100'000};
};

[[nodiscard]] inline marketdata::ImportRequest request_of(char const* symbol) {
    marketdata::ImportRequest request;
    request.symbol = market::Symbol::parse(symbol);
    request.file_name = "damaged.csv";
    request.basis = market::PriceBasis::raw;
    return request;
}

/// Reasons, and marks, by line of the file.
[[nodiscard]] inline std::map<std::size_t, std::string> rejected_lines(
    marketdata::ImportReport const& report) {
    std::map<std::size_t, std::string> out;
    for (auto const& row : report.rejected) out[row.line] = row.reason;
    return out;
}

[[nodiscard]] inline std::map<std::size_t, std::string> flagged_lines(
    marketdata::ImportReport const& report) {
    std::map<std::size_t, std::string> out;
    for (auto const& row : report.flagged)
        for (auto const& flag : row.flags) out[row.line] += flag;
    return out;
}

}  // namespace ec::test
