#include <ec/reports/report_store.hpp>

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/db/database.hpp>
#include <ec/reports/run_store.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/temporary_folder.hpp>
#include <support/test_database.hpp>

using ec::Date;
using ec::Error;
using ec::test::engines;
using ec::test::TestDatabase;
using namespace ec::reports;
namespace fs = std::filesystem;

namespace ec::test::stored_reports {

auto failed_with(std::string reason) {
    return [reason = std::move(reason)](Error const& error) {
        BOOST_TEST(error.reason() == reason, error.what());
        return error.reason() == reason;
    };
}

Reader const owner{TestDatabase::local_user, ReadScope::granted};
Reader const administrator{TestDatabase::local_user, ReadScope::all};

// A report of three bars: what the store does with it does not depend on its content.
Report small_report(std::string const& symbol, Date as_of, std::string const& answer) {
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
            runs.finish(t, test.context(), attached.run.id, "abstain", "too_few_sessions");
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

Date const day = Date::from_ymd(2021, 3, 31);

}  // namespace ec::test::stored_reports

using namespace ec::test::stored_reports;

BOOST_AUTO_TEST_SUITE(report_store)

BOOST_DATA_TEST_CASE(a_report_is_stored_under_its_hash_and_comes_back, engines(), engine) {
    Fixture f(engine);
    auto const id = f.save("AAPL", day);
    auto const row = f.store.find_row(f.test.context(), owner, id).value();
    BOOST_TEST(row.symbol == "AAPL");
    BOOST_TEST(row.name_en == "AAPL");
    BOOST_TEST(row.headline == "Too few sessions.");
    BOOST_TEST(row.direction.empty());
    BOOST_TEST(row.audit.supported == 3);
    BOOST_TEST((row.as_of == day));
    BOOST_TEST(row.parts.parts.size() == 10U);
    BOOST_TEST(row.key_id == f.key.id());
    BOOST_TEST(fs::exists(f.file_of(id)));
    auto const report = f.store.load(f.test.context(), owner, id);
    BOOST_TEST(compute_report_sha256(render_report_json(report)) == row.sha256);
    BOOST_TEST(f.store.find_row_of_run(f.test.context(), row.run_id).value().id == id);
    BOOST_TEST(f.store.find_row_of_bundle(f.test.context(), row.sha256).value().id == id);
    BOOST_TEST(!f.store.find_row_of_run(f.test.context(), "run_none").has_value());
}

BOOST_DATA_TEST_CASE(only_outcomes_with_a_report_are_stored, engines(), engine) {
    Fixture f(engine);
    auto report = small_report("AAPL", day, "");
    report.outcome = ec::analysis::Outcome::llm_error;
    BOOST_CHECK_EXCEPTION((void)f.store.write(f.test.context(), report), Error,
                          failed_with("report.outcome"));
    // One run, one report.
    auto const id = f.save("AAPL", day);
    auto const row = f.store.find_row(f.test.context(), owner, id).value();
    auto const written = f.store.write(f.test.context(), small_report("AAPL", day, "other"));
    BOOST_CHECK_EXCEPTION(f.write([&](ec::db::Transaction& t) {
        return f.store.save(t, f.test.context(), written,
                            {row.run_id, "AAPL", "replay", owner.user_id, "requested"});
    }),
                          Error,
                          [](Error const& e) { return e.code() == ec::ErrorCode::conflict; });
}

BOOST_DATA_TEST_CASE(a_reader_sees_granted_reports_only, engines(), engine) {
    Fixture f(engine);
    auto const id = f.save("AAPL", day);
    Reader const other{"usr_other", ReadScope::granted};
    BOOST_TEST(!f.store.find_row(f.test.context(), other, id).has_value());
    BOOST_CHECK_EXCEPTION((void)f.store.load(f.test.context(), other, id), Error,
                          failed_with("report.unknown"));
    BOOST_TEST(f.store.list(f.test.context(), other, {}).rows.empty());
    BOOST_TEST(f.store.list(f.test.context(), {"usr_other", ReadScope::all}, {}).rows.size() == 1U);
    auto const grant = [&] {
        return f.write(
            [&](ec::db::Transaction& t) { return f.store.grant(t, id, "usr_other", "shared"); });
    };
    BOOST_TEST(grant());
    BOOST_TEST(!grant());
    BOOST_TEST(f.store.load(f.test.context(), other, id).document.title == "AAPL");
    BOOST_TEST(f.store.list(f.test.context(), other, {}).rows.size() == 1U);
}

BOOST_DATA_TEST_CASE(pages_have_every_report_once, engines(), engine) {
    Fixture f(engine);
    std::set<std::string> saved;
    for (int i = 0; i < 7; ++i) saved.insert(f.save("AAPL", day - i));
    saved.insert(f.save("MSFT", day));
    ReportQuery query;
    query.limit = 3;
    std::set<std::string> seen;
    ec::Micros last = INT64_MAX;
    int pages = 0;
    do {
        auto const page = f.store.list(f.test.context(), owner, query);
        for (auto const& row : page.rows) {
            BOOST_TEST(seen.insert(row.id).second);
            BOOST_TEST(row.created_at_us <= last);
            last = row.created_at_us;
        }
        query.cursor = page.next_cursor;
        ++pages;
    } while (!query.cursor.empty());
    BOOST_TEST(pages == 3);
    BOOST_TEST((seen == saved));

    ReportQuery filtered;
    filtered.symbol_id = "AAPL";
    filtered.as_of_from = day - 3;
    filtered.as_of_to = day - 1;
    BOOST_TEST(f.store.list(f.test.context(), owner, filtered).rows.size() == 3U);
    filtered.language = ec::narrative::Language::zh;
    BOOST_TEST(f.store.list(f.test.context(), owner, filtered).rows.empty());

    auto const first = f.store.history(f.test.context(), owner, "AAPL", 4, "");
    BOOST_TEST((first.rows.at(0).as_of == day));
    auto const second = f.store.history(f.test.context(), owner, "AAPL", 4, first.next_cursor);
    BOOST_TEST(second.rows.size() == 3U);
    BOOST_TEST((second.rows.back().as_of == day - 6));
    BOOST_TEST(second.next_cursor.empty());

    for (auto const* cursor : {"x", "%%%", "MTIz", "OmE", "YTpi"}) {
        query.cursor = cursor;
        BOOST_CHECK_EXCEPTION((void)f.store.list(f.test.context(), owner, query), Error,
                              failed_with("report.cursor"));
    }
    for (auto const limit : {0, 101}) {
        query.limit = limit;
        BOOST_CHECK_EXCEPTION((void)f.store.list(f.test.context(), owner, query), Error,
                              failed_with("report.limit"));
    }
}

BOOST_DATA_TEST_CASE(a_changed_file_or_row_is_noticed, engines(), engine) {
    Fixture f(engine);
    auto const id = f.save("AAPL", day, "the answer");
    auto const path = f.file_of(id);
    auto const json =
        f.store.load_json(f.test.context(), f.store.find_row(f.test.context(), owner, id).value());
    auto const load = [&] { (void)f.store.load(f.test.context(), owner, id); };

    auto edited = json;
    edited[edited.find("the answer")] = 'T';
    std::ofstream(path, std::ios::binary) << edited;
    BOOST_CHECK_EXCEPTION(load(), Error, failed_with("report.damaged"));
    auto const damaged = f.store.verify(f.test.context(), edited, id);
    BOOST_TEST(damaged.in_store);
    BOOST_TEST(!damaged.ok());

    // Writing the same report again heals it.
    (void)f.store.write(f.test.context(), small_report("AAPL", day, "the answer"));
    load();

    // An outside copy, edited: the row is found by what was left alone.
    auto const verification = f.store.verify(f.test.context(), edited, std::nullopt);
    BOOST_TEST(verification.in_store);
    bool named = false;
    for (auto const& finding : verification.findings)
        named |= finding.kind == FindingKind::index && finding.part == "answer" &&
                 finding.offset == edited.find("The answer");
    BOOST_TEST(named);

    f.test.execute("UPDATE reports SET headline = 'A better one.' WHERE id = $1", id);
    BOOST_CHECK_EXCEPTION(load(), Error, failed_with("report.unsigned"));
    auto const unsigned_row = f.store.verify(f.test.context(), json, id);
    bool signature = false;
    for (auto const& finding : unsigned_row.findings)
        signature |= finding.kind == FindingKind::signature;
    BOOST_TEST(signature);

    fs::remove(path);
    f.test.execute("UPDATE reports SET headline = 'Too few sessions.' WHERE id = $1", id);
    BOOST_CHECK_EXCEPTION(load(), Error, failed_with("blob.missing"));
    BOOST_TEST(!f.store.verify(f.test.context(), "{}", std::nullopt).in_store);
}

BOOST_DATA_TEST_CASE(file_and_row_replaced_together_need_the_key, engines(), engine) {
    Fixture f(engine);
    auto const id = f.save("AAPL", day);
    auto const forged = render_report_json(small_report("AAPL", day, "forged"));
    auto const sha256 = compute_report_sha256(forged);
    std::ofstream(f.file_of(id).parent_path() / (sha256 + ".json"), std::ios::binary) << forged;
    f.test.execute("UPDATE reports SET sha256 = $2 WHERE id = $1", id, sha256);
    BOOST_CHECK_EXCEPTION((void)f.store.load(f.test.context(), owner, id), Error,
                          failed_with("report.unsigned"));
}

BOOST_DATA_TEST_CASE(orphans_are_swept_and_reports_kept, engines(), engine) {
    Fixture f(engine);
    auto const id = f.save("AAPL", day);
    auto const orphan = f.store.write(f.test.context(), small_report("AAPL", day, "no row"));
    auto const folder = f.file_of(id).parent_path();
    std::ofstream(folder / ".tmp-00") << "left over";
    auto swept = f.store.sweep_orphans(f.test.context(), 3'600 * ec::micros_per_second);
    BOOST_TEST(swept.orphans == 0);  // too young
    BOOST_TEST(swept.temporaries == 0);
    auto const old = fs::file_time_type::clock::now() - std::chrono::hours(2);
    for (auto const& entry : fs::directory_iterator(folder)) fs::last_write_time(entry, old);
    swept = f.store.sweep_orphans(f.test.context(), 3'600 * ec::micros_per_second);
    BOOST_TEST(swept.orphans == 1);
    BOOST_TEST(swept.temporaries == 1);
    BOOST_TEST(!fs::exists(folder / (orphan.row.sha256 + ".json")));
    BOOST_TEST(f.store.load(f.test.context(), owner, id).document.title == "AAPL");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(run_store)

BOOST_DATA_TEST_CASE(equal_requests_share_a_run, engines(), engine) {
    using Attachment = RunStore::Attachment;
    Fixture f(engine);
    auto const first = f.attach("AAPL", day);
    BOOST_TEST((first.attachment == Attachment::new_run));
    auto const again = f.attach("AAPL", day);
    BOOST_TEST((again.attachment == Attachment::asked_before));
    BOOST_TEST(again.request.id == first.request.id);
    auto const other = f.attach("AAPL", day, std::nullopt, "usr_other");
    BOOST_TEST((other.attachment == Attachment::shared_run));
    BOOST_TEST(other.run.id == first.run.id);
    BOOST_TEST((f.attach("AAPL", day - 1).attachment == Attachment::new_run));
    BOOST_TEST((f.attach("MSFT", day).attachment == Attachment::new_run));

    auto transaction = f.test.database().begin_read(f.test.context());
    BOOST_TEST(f.runs.requests_of(transaction, first.run.id).size() == 2U);
    BOOST_TEST(f.runs.find_request(f.test.context(), "usr_other", other.request.id).has_value());
    BOOST_TEST(!f.runs.find_request(f.test.context(), "usr_other", first.request.id).has_value());
}

BOOST_DATA_TEST_CASE(newer_bars_and_failures_start_a_new_run, engines(), engine) {
    using Attachment = RunStore::Attachment;
    Fixture f(engine);
    auto const first = f.attach("AAPL", day, 4);
    f.test.execute(
        "INSERT INTO series (id, symbol_id, source, basis, currency, sample, shown,"
        " revision, created_at_us, updated_at_us)"
        " VALUES ('ser_1', 'AAPL', 'test', 'raw', 'USD', 1, 1, 4, 1, 1)");
    f.write([&](ec::db::Transaction& t) {
        f.runs.record_inputs(t, first.run.id, "ser_1", 4, std::string(64, 'a'));
    });
    BOOST_TEST((f.attach("AAPL", day, 4).run.id == first.run.id));
    BOOST_TEST((f.attach("AAPL", day).run.id == first.run.id));
    auto const newer = f.attach("AAPL", day, 5);
    BOOST_TEST((newer.attachment == Attachment::new_run));
    BOOST_TEST(!f.runs.get_run(f.test.context(), first.run.id).is_current);

    f.write([&](ec::db::Transaction& t) {
        f.runs.finish(t, f.test.context(), newer.run.id, "llm_error", "timeout");
    });
    auto const retried = f.attach("AAPL", day, 5);
    BOOST_TEST((retried.attachment == Attachment::new_run));
    BOOST_TEST(f.runs.get_run(f.test.context(), newer.run.id).outcome.value() == "llm_error");

    auto const finish = [&](std::string const& id) {
        f.write([&](ec::db::Transaction& t) { f.runs.finish(t, f.test.context(), id, "ok", ""); });
    };
    finish(retried.run.id);
    BOOST_CHECK_EXCEPTION(finish(retried.run.id), Error, failed_with("run.finished"));
    BOOST_CHECK_EXCEPTION(finish("run_none"), Error, failed_with("run.unknown"));
    BOOST_CHECK_EXCEPTION((void)f.runs.get_run(f.test.context(), "run_none"), Error,
                          failed_with("run.unknown"));
    BOOST_TEST((f.attach("AAPL", day, 5).attachment == Attachment::asked_before));
}

BOOST_DATA_TEST_CASE(requests_are_listed_left_and_held, engines(), engine) {
    Fixture f(engine);
    std::vector<RunStore::Attached> made;
    for (int i = 0; i < 5; ++i) made.push_back(f.attach("AAPL", day - i));
    (void)f.attach("AAPL", day, std::nullopt, "usr_other");
    auto const first = f.runs.list_requests(f.test.context(), owner.user_id, 3, "");
    auto const second = f.runs.list_requests(f.test.context(), owner.user_id, 3, first.next_cursor);
    BOOST_TEST(first.rows.size() == 3U);
    BOOST_TEST(second.rows.size() == 2U);
    BOOST_TEST(second.next_cursor.empty());
    BOOST_TEST((first.rows[0].run.key.as_of == day - 4));
    BOOST_CHECK_EXCEPTION((void)f.runs.list_requests(f.test.context(), owner.user_id, 0, ""), Error,
                          failed_with("run.limit"));

    auto const leave = [&](std::string const& id) {
        return f.write([&](ec::db::Transaction& t) { return f.runs.leave(t, id); });
    };
    BOOST_TEST(leave(made[0].request.id) == 1);  // the other still waits
    BOOST_CHECK_EXCEPTION(leave(made[0].request.id), Error, failed_with("run.unknown"));
    f.write([&](ec::db::Transaction& t) { f.runs.set_hold(t, made[1].request.id, "hold_1"); });
    BOOST_TEST(f.runs.find_request(f.test.context(), owner.user_id, made[1].request.id)
                   .value()
                   .hold_id.value() == "hold_1");
    BOOST_CHECK_EXCEPTION(
        f.write([&](ec::db::Transaction& t) { f.runs.set_hold(t, "req_none", "hold_1"); }), Error,
        failed_with("run.unknown"));
}

BOOST_AUTO_TEST_CASE(a_sharing_key_depends_on_every_field) {
    RunKey key;
    key.symbol_id = "AAPL";
    std::set<std::string> keys{key.sharing_key()};
    auto const add = [&](auto change) {
        auto changed = key;
        change(changed);
        BOOST_TEST(keys.insert(changed.sharing_key()).second);
    };
    add([](RunKey& k) { k.symbol_id = "MSFT"; });
    add([](RunKey& k) { k.as_of = day; });
    add([](RunKey& k) { k.horizon = 60; });
    add([](RunKey& k) { k.language = ec::narrative::Language::zh; });
    add([](RunKey& k) { k.prompt_version = "1"; });
    add([](RunKey& k) { k.model_configuration = "1"; });
    add([](RunKey& k) { k.private_to = "1"; });
    BOOST_TEST(keys.begin()->size() == 64U);
}

BOOST_AUTO_TEST_SUITE_END()
