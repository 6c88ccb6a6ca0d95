#include "report_fixture.hpp"

#include <ec/base/error.hpp>

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
        f.runs.finish(t, f.test.context(), newer.run.id, "llm_error", "timeout", "");
    });
    auto const retried = f.attach("AAPL", day, 5);
    BOOST_TEST((retried.attachment == Attachment::new_run));
    BOOST_TEST(f.runs.get_run(f.test.context(), newer.run.id).outcome.value() == "llm_error");

    auto const finish = [&](std::string const& id) {
        f.write(
            [&](ec::db::Transaction& t) { f.runs.finish(t, f.test.context(), id, "ok", "", ""); });
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
