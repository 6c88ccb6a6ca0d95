#include <ec/base/math.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/blobs/file_operations.hpp>
#include <ec/marketdata/live_series.hpp>
#include <ec/marketdata/vault.hpp>

#include <support/temporary_folder.hpp>
#include <support/test_database.hpp>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::marketdata;
using ec::test::engines;
using ec::test::TestDatabase;

namespace {

Date const first_day = Date::from_ymd(2024, 1, 1);

// Days first .. first + count - 1 as a provider gives them; `scale` is what an ex-date does to all
// adjusted prices before it.
ProviderAnswer answer_of(int first, int count, double scale = 1,
                         market::PriceBasis basis = market::PriceBasis::adjusted) {
    ProviderAnswer answer;
    answer.provider = Provider::tencent_kline;
    answer.symbol = market::Symbol::parse("600519.SH");
    answer.currency = "CNY";
    answer.basis = basis;
    for (int day = first; day < first + count; ++day) {
        double const close = (100 + day % 7) * scale;
        answer.bars.push_back({first_day + day, close, close + 1, close - 1, close, 1000,
                               close * 1000, nan_value(), nan_value(), 0});
        answer.rows.push_back(answer.rows.size() + 1);
    }
    return answer;
}

struct Store {
    explicit Store(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user), bars(test.database(), 0) {}

    PlacedAnswer place(ProviderAnswer const& answer) {
        return place_answer(test.context(), test.database(), bars, answer, "");
    }
    SeriesInfo shown() {
        return bars.find_shown(test.context(), market::Symbol::parse("600519.SH")).value();
    }
    double close(int day) {
        auto const series = bars.load_series(test.context(), market::Symbol::parse("600519.SH"));
        return series->bars.close[series->bars.count_until(first_day + day) - 1];
    }

    TestDatabase test;
    BarStore bars;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(live_series)

BOOST_DATA_TEST_CASE(a_short_answer_never_begins_a_series, engines(), engine) {
    Store store(engine);
    auto const placed = store.place(answer_of(0, 259));
    BOOST_TEST((placed.placement == Placement::needs_history));
    BOOST_TEST(!store.bars.find_shown(store.test.context(), market::Symbol::parse("600519.SH")));
    BOOST_TEST((store.place(answer_of(0, 260)).placement == Placement::seeded));
    BOOST_TEST(store.shown().bars == 260);
}

BOOST_DATA_TEST_CASE(new_sessions_are_merged_on_the_first_base, engines(), engine) {
    Store store(engine);
    (void)store.place(answer_of(0, 300));
    auto const base = store.shown().base_date;
    auto const placed = store.place(answer_of(290, 15));
    BOOST_TEST((placed.placement == Placement::merged));
    BOOST_TEST(placed.change.added == 5);
    BOOST_TEST(placed.change.changed == 0);
    BOOST_TEST((placed.last_session == first_day + 304));
    BOOST_TEST((store.shown().base_date == base));
    auto const again = store.place(answer_of(290, 15));
    BOOST_TEST(!again.change.any());
    BOOST_TEST(store.shown().revision == 2);
}

BOOST_DATA_TEST_CASE(an_ex_date_replaces_the_series_whole, engines(), engine) {
    Store store(engine);
    (void)store.place(answer_of(0, 300));
    BOOST_TEST((store.place(answer_of(290, 15, 0.98)).placement == Placement::needs_history));
    BOOST_TEST(store.close(299) == 100 + 299 % 7);
    // What a source gives may reach back less far than what was stored.
    auto const placed = store.place(answer_of(40, 270, 0.98));
    BOOST_TEST((placed.placement == Placement::replaced));
    BOOST_TEST(store.shown().bars == 270);
    BOOST_TEST((store.shown().first_date == first_day + 40));
    BOOST_TEST((store.shown().base_date == first_day + 309));
    BOOST_TEST(store.close(299) == (100 + 299 % 7) * 0.98);
}

BOOST_DATA_TEST_CASE(a_gap_is_never_bridged, engines(), engine) {
    Store store(engine);
    (void)store.place(answer_of(0, 300));
    BOOST_TEST((store.place(answer_of(310, 20)).placement == Placement::needs_history));
    BOOST_TEST(store.shown().bars == 300);
}

BOOST_DATA_TEST_CASE(a_running_session_gives_way_to_the_complete_one, engines(), engine) {
    Store store(engine);
    auto partial = answer_of(0, 300);
    partial.bars.flags.back() = static_cast<market::BarFlags>(market::BarFlag::partial);
    partial.bars.close.back() += 0.5;
    BOOST_TEST((store.place(partial).last_session == first_day + 298));
    auto const placed = store.place(answer_of(290, 10));
    BOOST_TEST((placed.placement == Placement::merged));
    BOOST_TEST(placed.change.changed == 1);
    BOOST_TEST((placed.last_session == first_day + 299));
    BOOST_TEST(store.close(299) == 100 + 299 % 7);
}

BOOST_DATA_TEST_CASE(a_correction_of_raw_prices_is_taken, engines(), engine) {
    Store store(engine);
    (void)store.place(answer_of(0, 300, 1, market::PriceBasis::raw));
    auto corrected = answer_of(290, 15, 1, market::PriceBasis::raw);
    corrected.bars.close[2] += 0.25;
    auto const placed = store.place(corrected);
    BOOST_TEST((placed.placement == Placement::merged));
    BOOST_TEST(placed.change.changed == 1);
    BOOST_TEST(store.close(292) == 100 + 292 % 7 + 0.25);
}

BOOST_DATA_TEST_CASE(applied_again_in_order_the_answers_give_the_same_series, engines(), engine) {
    Store first(engine);
    Store second(engine);
    for (auto* store : {&first, &second})
        for (auto const& answer : {answer_of(0, 300), answer_of(290, 15), answer_of(20, 300, 0.97),
                                   answer_of(310, 14, 0.97)})
            (void)store->place(answer);
    auto const symbol = market::Symbol::parse("600519.SH");
    auto const a = first.bars.load_series(first.test.context(), symbol);
    auto const b = second.bars.load_series(second.test.context(), symbol);
    BOOST_TEST(a->bars.close == b->bars.close, boost::test_tools::per_element());
    BOOST_TEST(a->revision == b->revision);
    BOOST_TEST(a->bars.size() == 304U);
}

BOOST_DATA_TEST_CASE(prices_unlike_the_stored_ones_do_not_begin_a_series, engines(), engine) {
    Store store(engine);
    (void)store.place(answer_of(0, 300));
    auto other = answer_of(0, 300);
    other.provider = Provider::eastmoney_kline;
    for (auto& close : other.bars.close) close /= 100;
    BOOST_CHECK_THROW((void)store.place(other), Error);
}

BOOST_DATA_TEST_CASE(the_vault_keeps_what_a_series_rests_on, engines(), engine) {
    Store store(engine);
    test::TemporaryFolder folder;
    blobs::SystemFileOperations files;
    blobs::BlobStore blobs(folder.path(), files);
    Vault vault(store.test.database(), blobs);
    auto const place = [&](ProviderAnswer const& answer, Micros fetched_at_us) {
        VaultAnswer kept;
        kept.body = std::to_string(fetched_at_us);
        kept.fetched_at_us = fetched_at_us;
        kept = vault.keep(store.test.context(), {"tencent_kline", kept.body}, std::move(kept));
        return place_answer(store.test.context(), store.test.database(), store.bars, answer,
                            kept.id)
            .change.series_id;
    };
    auto const series = place(answer_of(0, 300), 1'000);
    (void)place(answer_of(290, 15), 2'000);
    (void)place(answer_of(290, 15), 3'000);  // changes nothing: no series rests on it
    auto const swept = [&] { return vault.sweep(store.test.context(), 10'000, 100).answers; };
    BOOST_TEST(swept() == 1);
    auto const now = store.test.context().now_us();
    BOOST_TEST(origins_of(store.test.context(), store.test.database(), series, now).size() == 2U);
    (void)place(answer_of(20, 300, 0.97), 4'000);
    BOOST_TEST(swept() == 2);  // the series was taken whole since
    BOOST_TEST(origins_of(store.test.context(), store.test.database(), series, now + micros_per_day)
                   .size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
