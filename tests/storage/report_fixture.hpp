#pragma once

#include <ec/blobs/blob_store.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/db/database.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/reports/run_store.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include <support/temporary_folder.hpp>
#include <support/test_database.hpp>

namespace ec::test::stored_reports {

namespace fs = std::filesystem;
using namespace ec::reports;

inline Reader const owner{TestDatabase::local_user, ReadScope::granted};
inline Reader const administrator{TestDatabase::local_user, ReadScope::all};

// A report of three bars: what the store does with it does not depend on its content.
inline Report small_report(std::string const& symbol, Date as_of, std::string const& answer) {
    Report report;
    report.outcome = ec::analysis::Outcome::abstain;
    report.sheet.symbol = ec::market::Symbol::parse(symbol);
    report.sheet.as_of = as_of;
    report.document.title = symbol;
    report.document.audit.supported = 3;
    report.document.sections.push_back(
        {ec::narrative::SectionId::bottom_line,
         "Bottom line",
         {{ec::narrative::BlockKind::paragraph, 0, {{{"Too few sessions."}}}}}});
    report.authorship.analyst = "rules/1";
    report.answer = answer;
    report.inputs.symbol.symbol = report.sheet.symbol;
    report.inputs.as_of = as_of;
    for (int day = 2; day >= 0; --day) {
        ec::market::Bar bar;
        bar.date = as_of - day;
        bar.open = bar.high = bar.low = bar.close = 10;
        report.inputs.symbol.bars.push_back(bar);
    }
    return report;
}

struct Fixture {
    explicit Fixture(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user) {
        for (auto const* symbol : {"AAPL", "MSFT"})
            test.execute(
                "INSERT INTO instruments (id, symbol, market, kind, name_en, created_at_us,"
                " updated_at_us) VALUES ($1, $1, 'US', 'stock', $1, 1, 1)",
                symbol);
        test.execute(
            "INSERT INTO users (id, email, role, created_at_us, updated_at_us)"
            " VALUES ('usr_other', 'other@example.invalid', 'user', 1, 1)");
    }

    template <class Fn>
    auto write(Fn fn) {
        return ec::db::run_write(test.database(), test.context(), fn);
    }
    RunStore::Attached attach(std::string const& symbol, Date as_of,
                              std::optional<std::int64_t> revision = std::nullopt,
                              std::string const& who = TestDatabase::local_user) {
        RunKey key;
        key.symbol_id = symbol;
        key.as_of = as_of;
        key.model_configuration = "rules/1";
        return write([&](ec::db::Transaction& t) {
            return runs.attach(t, test.context(), key, revision, "replay", who, "cli");
        });
    }
    std::string save(std::string const& symbol, Date as_of, std::string const& answer = "") {
        auto const written = store.write(test.context(), small_report(symbol, as_of, answer));
        RunKey key;
        key.symbol_id = symbol;
        key.as_of = as_of;
        key.model_configuration = "rules/1" + answer;
        return write([&](ec::db::Transaction& t) {
            auto const attached = runs.attach(t, test.context(), key, std::nullopt, "replay",
                                              TestDatabase::local_user, "cli");
            auto id = store.save(
                t, test.context(), written,
                {attached.run.id, symbol, "replay", TestDatabase::local_user, "requested"});
            runs.finish(t, test.context(), attached.run.id, "abstain", "too_few_sessions", "");
            return id;
        });
    }
    fs::path file_of(std::string const& id) {
        auto const row = store.find_row(test.context(), administrator, id).value();
        return folder.path() / "blobs" / "reports" / row.as_of.iso() / (row.sha256 + ".json");
    }

    TestDatabase test;
    ec::test::TemporaryFolder folder;
    ec::blobs::SystemFileOperations files;
    ec::blobs::BlobStore blobs{(folder.path() / "blobs").native(), files};
    ec::crypto::InstallationKey key =
        ec::crypto::InstallationKey::load_or_create(folder.path() / "key");
    ReportStore store{test.database(), blobs, key};
    RunStore runs{test.database()};
};

inline Date const day = Date::from_ymd(2021, 3, 31);

}  // namespace ec::test::stored_reports
