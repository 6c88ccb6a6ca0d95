#include <ec/marketdata/provider_connections.hpp>

#include "routing_fixture.hpp"

#include <ec/base/error.hpp>
#include <ec/config/config.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>

#include <sys/stat.h>

using namespace ec;
using namespace ec::marketdata;
using ec::test::engines;
using ec::test::failed_with;
using ec::test::last_session;
using ec::test::Routed;
using ec::test::secret_key;
using ec::test::StubAnswer;
using ec::test::TestDatabase;

namespace fs = std::filesystem;

namespace ec::test::connections {

mode_t mode_of(fs::path const& path) {
    struct stat about {};
    BOOST_REQUIRE(::stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777U;
}

std::string bytes_of(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// Every text that the store's tables of providers hold.
std::string rows_of(TestDatabase& test, std::string const& table, std::string const& columns) {
    std::string out;
    for (auto const row : test.query("SELECT " + columns + " FROM " + table))
        for (std::size_t i = 0; i < row.columns(); ++i) out += row.text(i) + '\n';
    return out;
}

}  // namespace ec::test::connections

using namespace ec::test::connections;

BOOST_AUTO_TEST_SUITE(provider_connections)

BOOST_DATA_TEST_CASE(unofficial_sources_are_off_until_their_notice_is_accepted, engines(), engine) {
    Routed routed(engine);
    auto const context = routed.context();
    auto& connections = routed.connections;
    for (auto const& connection : connections.list(context)) {
        auto const& info = info_of(connection.provider);
        bool const mine =
            connection.provider == Provider::yahoo || connection.provider == Provider::twelve_data;
        BOOST_TEST(connection.enabled == (mine ? 1 : 0), info.name);
        if (mine || info.standing == Standing::official) continue;
        BOOST_CHECK_EXCEPTION((void)connections.connect(context, connection.provider,
                                                        NoticeAnswer::not_given, std::nullopt),
                              Error, [&](Error const& error) {
                                  BOOST_TEST(error.reason() == "provider.notice_required");
                                  BOOST_TEST(!error.fields().at(0).remedy.empty());
                                  return error.code() == ErrorCode::forbidden;
                              });
        BOOST_TEST(connections.get(context, connection.provider).enabled == 0);
    }
    auto const yahoo = connections.get(context, Provider::yahoo);
    BOOST_TEST(yahoo.notice_accepted_at_us.has_value());
    BOOST_TEST(yahoo.accepted_by == TestDatabase::local_user);
    connections.disconnect(context, Provider::yahoo, KeyFate::keep);
    BOOST_TEST(connections.get(context, Provider::yahoo).enabled == 0);
    // what was accepted once holds
    connections.connect(context, Provider::yahoo, NoticeAnswer::not_given, std::nullopt);
    BOOST_TEST(connections.get(context, Provider::yahoo).enabled == 1);
}

BOOST_DATA_TEST_CASE(a_key_is_a_file_that_only_its_owner_reads, engines(), engine) {
    Routed routed(engine);
    auto const context = routed.context();
    auto& connections = routed.connections;
    auto const file = routed.folder.path() / "keys" / "twelve_data.key";
    BOOST_TEST(mode_of(file) == 0600U);
    BOOST_TEST(mode_of(file.parent_path()) == 0700U);
    BOOST_TEST(bytes_of(file) == secret_key);
    BOOST_TEST(connections.load_key(Provider::twelve_data) == secret_key);
    auto const seen = connections.get(context, Provider::twelve_data);
    BOOST_TEST(seen.key_name == key_name(secret_key));
    BOOST_TEST((seen.key == KeyOrigin::file));
    connections.connect(context, Provider::twelve_data, NoticeAnswer::not_given, " another\n");
    BOOST_TEST(connections.load_key(Provider::twelve_data) == "another");
    auto const entries = std::distance(fs::directory_iterator(file.parent_path()), {});
    BOOST_TEST(entries == 1);  // no temporary file stays
    for (std::string const bad : {"", "two words", "line\nline", "a&b"})
        BOOST_CHECK_EXCEPTION(
            (void)connections.connect(context, Provider::twelve_data, NoticeAnswer::not_given, bad),
            Error, failed_with("provider.bad_key"));
    BOOST_TEST(connections.load_key(Provider::twelve_data) == "another");
    ::chmod(file.c_str(), 0640);
    BOOST_CHECK_EXCEPTION((void)connections.load_key(Provider::twelve_data), Error,
                          failed_with("provider.key_exposed"));
    BOOST_TEST(connections.get(context, Provider::twelve_data).key_problem ==
               "provider.key_exposed");
    BOOST_TEST((routed.fetch().provider == Provider::yahoo));
    connections.disconnect(context, Provider::twelve_data, KeyFate::remove);
    BOOST_TEST(!fs::exists(file));
    BOOST_CHECK_EXCEPTION((void)connections.connect(context, Provider::twelve_data,
                                                    NoticeAnswer::not_given, std::nullopt),
                          Error, failed_with("provider.key_required"));
}

BOOST_DATA_TEST_CASE(no_key_is_kept_or_shown_anywhere_else, engines(), engine) {
    Routed routed(engine);
    auto const context = routed.context();
    routed.settings.order[market::Market::us] = {Provider::twelve_data};
    auto const sent = [&](std::string const& body, int status) {
        routed.twelve_data.answer(StubAnswer::json(status, body));
        try {
            (void)routed.fetch();
        } catch (Error const& error) {
            std::string text = std::string(error.what()) + error.public_message();
            for (auto const& field : error.fields()) text += field.value + field.problem;
            BOOST_TEST(text.find(secret_key) == std::string::npos);
        }
    };
    // some interfaces repeat the key in what they say
    sent("{\"code\":401,\"status\":\"error\",\"message\":\"" + secret_key + " is wrong, " +
             secret_key + "\"}",
         401);
    sent(test::twelve_data_json(last_session), 200);
    auto const asked = routed.twelve_data.server().requests();
    BOOST_REQUIRE_EQUAL(asked.size(), 2U);
    BOOST_TEST(asked[0].header("authorization") == "apikey " + secret_key);
    auto const rows =
        rows_of(routed.test, "vault_answers", "provider, request, content_type, symbol") +
        rows_of(routed.test, "provider_calls", "provider, key_name") +
        rows_of(routed.test, "provider_health", "provider, last_reason") +
        rows_of(routed.test, "provider_connections", "provider, accepted_by");
    BOOST_TEST(rows.find(secret_key) == std::string::npos);
    BOOST_TEST(rows.find(key_name(secret_key)) != std::string::npos);
    for (auto const& kept :
         routed.vault.answers_of(context, routed.order().symbol, context.now_us(), 10)) {
        auto const body = routed.vault.get(context, kept.answer.id).answer.body;
        BOOST_TEST(body.find(secret_key) == std::string::npos);
    }
    if (engine == "sqlite")
        for (auto const* suffix : {"", "-wal"}) {
            auto const url = routed.test.url();
            auto const bytes = bytes_of(url.substr(std::string("sqlite:///").size()) + suffix);
            BOOST_TEST((bytes.empty() && *suffix == '\0') == false);
            BOOST_TEST(bytes.find(secret_key) == std::string::npos);
        }
}

BOOST_DATA_TEST_CASE(the_configuration_goes_before_files, engines(), engine) {
    Routed routed(engine);
    auto const context = routed.context();
    ConnectionSettings settings;
    settings.key_folder = routed.folder.path() / "keys";
    settings.keys["twelve_data"] = "configured";
    settings.enabled = {"eastmoney_kline"};
    ProviderConnections connections(routed.test.database(), routed.files, settings);
    BOOST_TEST(connections.load_key(Provider::twelve_data) == "configured");
    BOOST_TEST((connections.get(context, Provider::twelve_data).key == KeyOrigin::configuration));
    auto const eastmoney = connections.get(context, Provider::eastmoney_kline);
    BOOST_TEST(eastmoney.enabled == 1);
    BOOST_TEST(eastmoney.by_configuration == 1);
    BOOST_CHECK_EXCEPTION(
        (void)connections.disconnect(context, Provider::eastmoney_kline, KeyFate::keep), Error,
        failed_with("provider.configured"));
}

BOOST_AUTO_TEST_CASE(the_configuration_knows_every_source_by_its_name) {
    std::vector<std::string_view> names;
    for (auto const& info : provider_catalog()) names.push_back(info.name);
    names.push_back(sec_name);
    auto const configured = config::provider_names();
    BOOST_TEST(std::vector(configured.begin(), configured.end()) == names);
}

BOOST_AUTO_TEST_SUITE_END()
