#include <ec/config/config.hpp>

#include <ec/base/error.hpp>

#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <support/temporary_folder.hpp>

#include <sys/stat.h>

using ec::Error;
using ec::config::Config;
using ec::config::load_config;
using ec::config::Variables;

namespace {

struct Files {
    std::string write(std::string const& name, std::string const& text) {
        auto const path = (folder.path() / name).string();
        std::ofstream(path) << text;
        ::chmod(path.c_str(), 0600);
        return path;
    }
    Config load(std::string const& text, Variables const& variables) {
        return load_config(write("ec.toml", "[providers]\n" + text), variables);
    }
    void refused(std::string const& text, std::vector<std::string> const& words) {
        BOOST_CHECK_EXCEPTION((void)load(text, {}), Error, [&](Error const& error) {
            for (auto const& word : words)
                BOOST_TEST(error.public_message().find(word) != std::string::npos,
                           error.public_message() << " lacks " << word);
            return error.code() == ec::ErrorCode::invalid_input;
        });
    }
    ec::test::TemporaryFolder folder;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(providers)

BOOST_AUTO_TEST_CASE(nothing_is_on_by_itself) {
    auto const config = load_config("", {});
    BOOST_TEST(config.providers.enabled.empty());
    BOOST_TEST(config.providers.sec_contact.empty());
    BOOST_TEST(config.providers.keys.empty());
    BOOST_TEST(config.providers.vault_days == 400);
}

BOOST_AUTO_TEST_CASE(all_that_can_be_said_is_read) {
    Files files;
    auto const providers =
        files
            .load(
                "enabled = [\"yahoo\"]\norder_us = [\"twelve_data\", \"yahoo\"]\n"
                "order_hk = [\"eastmoney_kline\"]\norder_cn = [\"tushare\"]\n"
                "sec_contact = \"me@example.org\"\nvault_days = 30\n"
                "[providers.endpoints]\nyahoo = \"http://127.0.0.1:8080/y\"\n"
                "[providers.interval_ms]\nsec = 0\n[providers.daily_calls]\nalpha_vantage = 500\n",
                {{"EC_TUSHARE_KEY", "plain"},
                 {"EC_TWELVE_DATA_KEY_FILE", files.write("key", "from a file\n")}})
            .providers;
    BOOST_TEST(providers.enabled == std::vector<std::string>{"yahoo"});
    BOOST_TEST(providers.order_us == (std::vector<std::string>{"twelve_data", "yahoo"}));
    BOOST_TEST(providers.order_hk.size() == 1U);
    BOOST_TEST(providers.order_cn.size() == 1U);
    BOOST_TEST(providers.sec_contact == "me@example.org");
    BOOST_TEST(providers.vault_days == 30);
    BOOST_TEST(providers.endpoints.at("yahoo") == "http://127.0.0.1:8080/y");
    BOOST_TEST(providers.interval_ms.at("sec") == 0);
    BOOST_TEST(providers.interval_ms.size() == 1U);
    BOOST_TEST(providers.daily_calls.at("alpha_vantage") == 500);
    BOOST_TEST(providers.keys.at("tushare").reveal() == "plain");
    BOOST_TEST(providers.keys.at("twelve_data").reveal() == "from a file");
    BOOST_TEST(providers.keys.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_mistake_names_its_line_and_the_remedy) {
    Files files;
    files.refused("enabled = [\"yaho\"]\n",
                  {"ec.toml:2", "providers.enabled", "\"yaho\"", "eastmoney_kline"});
    files.refused("enabled = [\"sec\"]\n", {"is no source of prices"});
    files.refused("\norder_us = [\"yahoo\", \"yahoo\"]\n", {"ec.toml:3", "named twice"});
    files.refused("sec_contact = \"nobody\"\n", {"providers.sec_contact", "you@example.com"});
    files.refused("sec_contact = \"me@x.org\\r\\nHost: y\"\n", {"providers.sec_contact"});
    files.refused("vault_days = 0\n", {"providers.vault_days", "1 to 36500"});
    files.refused("[providers.endpoints]\nyahoo = \"ftp://x\"\n",
                  {"ec.toml:3", "providers.endpoints.yahoo"});
    files.refused("[providers.endpoints]\nyahoo = \"http://x/\"\n", {"slash"});
    files.refused("[providers.endpoints]\nyahooo = \"http://x\"\n",
                  {"providers.endpoints.yahooo", "Did you mean providers.endpoints.yahoo"});
    files.refused("[providers.interval_ms]\nyahoo = -1\n", {"providers.interval_ms.yahoo"});
    files.refused("[providers.keys]\nyahoo = \"secret\"\n", {"providers.keys.yahoo"});
}

BOOST_AUTO_TEST_SUITE_END()
