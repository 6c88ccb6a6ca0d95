#pragma once

#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/instruments.hpp>
#include <ec/marketdata/seed.hpp>
#include <support/source_files.hpp>
#include <support/test_database.hpp>

#include <string>

namespace ec::test {

/// A store with the shipped seed in it, and the services on it.
struct SeededStore {
    explicit SeededStore(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user),
          report(marketdata::load_seed(test.context(), test.database(), folder())) {}

    [[nodiscard]] static std::filesystem::path folder() { return source_path("schema/seed"); }
    [[nodiscard]] CallContext context() const {
        auto context = test.context();
        context.actor.user_id = TestDatabase::local_user;
        return context;
    }

    TestDatabase test;
    marketdata::SeedReport report;
    marketdata::BarStore store{test.database(), 200'000};
    marketdata::Instruments instruments{test.database()};
};

}  // namespace ec::test
