#include "report_fixture.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>

using ec::Date;
using ec::Error;
using ec::test::engines;
using ec::test::failed_with;
using ec::test::TestDatabase;
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
