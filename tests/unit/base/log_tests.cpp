#include <ec/base/log.hpp>

#include <ec/base/call_context.hpp>
#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>
#include <ec/base/metrics.hpp>

#include <set>

#include <boost/test/unit_test.hpp>

#include <support/test_clock.hpp>

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(ecs_line_starts_with_time_level_message) {
    ec::log::Settings settings;
    auto const line = ec::log::format_ecs_json(0, ec::log::Level::warn, "a \"b\"\n\xff", "t1",
                                               {{"url.path", "/x"}}, settings);
    BOOST_TEST(line ==
               "{\"@timestamp\":\"1970-01-01T00:00:00.000Z\",\"log.level\":\"warn\",\"message\":"
               "\"a \\\"b\\\"\\u000a\\\\xff\",\"ecs.version\":\"8.11.0\",\"service.name\":"
               "\"equitycompass\",\"trace.id\":\"t1\",\"url.path\":\"/x\"}");
}

BOOST_AUTO_TEST_CASE(a_line_is_at_most_16_kib) {
    std::string const big(100'000, 'x');
    auto const line =
        ec::log::format_ecs_json(0, ec::log::Level::info, big, "", {{"a", big}, {"b", "kept"}}, {});
    BOOST_TEST(line.size() <= 16U * 1024U);
    BOOST_TEST(line.back() == '}');
}

BOOST_AUTO_TEST_CASE(ids_sort_by_time_and_do_not_repeat) {
    auto const early = ec::make_id("run", 1'000'000'000);
    auto const late = ec::make_id("run", 2'000'000'000'000);
    BOOST_TEST(early.size() == 30U);
    BOOST_TEST(early < late);
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(ec::make_id("a", 5));
    BOOST_TEST(seen.size() == 10'000U);
    BOOST_TEST(ec::make_trace_id().size() == 32U);
}

BOOST_AUTO_TEST_CASE(a_context_ends_by_deadline_or_stop) {
    ec::test::TestClock clock(1'000);
    ec::CallContext context{&clock, 2'000, {}, "t", {}};
    BOOST_CHECK_NO_THROW(context.check());
    clock.advance_us(1'000);
    BOOST_CHECK_EXCEPTION(context.check(), ec::Error,
                          [](ec::Error const& e) { return e.code() == ec::ErrorCode::timeout; });
    std::stop_source source;
    ec::CallContext stopped{&clock, 0, source.get_token(), "t", {}};
    source.request_stop();
    BOOST_CHECK_EXCEPTION(stopped.check(), ec::Error, [](ec::Error const& e) {
        return e.code() == ec::ErrorCode::unavailable;
    });
}

BOOST_AUTO_TEST_CASE(metrics_render_help_type_and_samples) {
    ec::Metrics metrics;
    metrics.count("ec_things_total", "Things seen.", {{"kind", "a"}}, 2);
    metrics.set_gauge("ec_level", "A level.", {}, 1.5);
    metrics.observe("ec_wait_seconds", "Waiting.", {}, {0.1, 1}, 0.5);
    auto const text = metrics.render();
    BOOST_TEST(text.find("# TYPE ec_things_total counter\nec_things_total{kind=\"a\"} 2\n") !=
               std::string::npos);
    BOOST_TEST(text.find("ec_wait_seconds_bucket{le=\"+Inf\"} 1\n") != std::string::npos);
    BOOST_TEST(text.find("ec_level 1.5\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
