#include <ec/config/config.hpp>

#include <ec/base/error.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include <support/temporary_folder.hpp>

#include <sys/stat.h>

using ec::Error;
using ec::config::Config;
using ec::config::load_config;
using ec::config::Profile;
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
        return load_config(write("ec.toml", text), variables);
    }
    ec::test::TemporaryFolder folder;
};

// The refusal's reason, and every one of the words in what a person reads.
auto refused(std::string reason, std::vector<std::string> words) {
    return [reason = std::move(reason), words = std::move(words)](Error const& error) {
        BOOST_TEST_MESSAGE(error.public_message());
        BOOST_TEST(error.reason() == reason);
        for (auto const& word : words)
            BOOST_TEST(error.public_message().find(word) != std::string::npos,
                       error.public_message() << " lacks " << word);
        return error.code() == ec::ErrorCode::invalid_input;
    };
}

std::string const good_key = "0f8c1d2e3b4a59687786a5b4c3d2e1f00f8c1d2e3b4a5968";
std::string const production =
    "environment = \"production\"\n[compliance]\nprofile = \"publisher\"\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(defaults_need_no_file) {
    auto const config = load_config("", {});
    BOOST_TEST(config.http.bind == "127.0.0.1");
    BOOST_TEST(config.http.port == 5000);
    BOOST_CHECK(config.profile() == Profile::private_use);
    BOOST_TEST(!config.llm.enabled());
    BOOST_TEST(std::filesystem::path(config.data_dir).is_absolute());
    BOOST_TEST(config.database.url.reveal() ==
               "sqlite:///" + config.data_dir + "/equitycompass.db");
}

BOOST_AUTO_TEST_CASE(the_shipped_files_load) {
    std::string const folder = EC_SOURCE_DIR "/config/";
    auto const development = load_config(folder + "development.toml", {});
    BOOST_CHECK(development.compliance.profile == Profile::private_use);
    BOOST_CHECK_EXCEPTION(load_config(folder + "production.toml", {}), Error,
                          refused("config.value", {"compliance.profile", "Choose"}));
}

BOOST_AUTO_TEST_CASE(every_kind_of_value_is_read) {
    Files files;
    auto const config = files.load(
        "data_dir = \"/srv/ec\"\n[http]\nport = 0\nallowed_hosts = [\"localhost:1\", \"[::1]\"]\n"
        "[llm]\ntemperature = 1\nmodel = \"m\"\n[log]\nlevel = \"debug\"\nfile = \"ec.log\"\n"
        "[database]\nurl = \"sqlite:///a/b.db\"\n",
        {});
    BOOST_TEST(config.http.port == 0);
    BOOST_TEST(config.http.allowed_hosts.size() == 2U);
    BOOST_TEST(config.llm.temperature == 1.0);
    BOOST_TEST(config.llm.enabled());
    BOOST_CHECK(config.log.level == ec::log::Level::debug);
    BOOST_TEST(config.log.file == "/srv/ec/ec.log");
    BOOST_TEST(config.database.url.reveal() == "sqlite:////srv/ec/a/b.db");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_in_a_file_is_named) {
    Files files;
    auto const load = [&](std::string const& text) { return files.load(text, {}); };
    BOOST_CHECK_EXCEPTION(load("[http]\n\nprot = 1\n"), Error,
                          refused("config.unknown_key", {"ec.toml:3", "http.prot", "http.port"}));
    BOOST_CHECK_EXCEPTION(load("[nonsense]\nx = 1\n"), Error,
                          refused("config.unknown_key", {"ec.toml:2", "nonsense.x", "Remove"}));
    BOOST_CHECK_EXCEPTION(load("[[http]]\nport = 1\n"), Error,
                          refused("config.unknown_key", {"http"}));
    BOOST_CHECK_EXCEPTION(load("[http]\nport = \"5000\"\n"), Error,
                          refused("config.type", {"ec.toml:2", "http.port", "whole number"}));
    BOOST_CHECK_EXCEPTION(load("[http]\nport = 70000\n"), Error,
                          refused("config.value", {"ec.toml:2", "70000", "0 to 65535"}));
    BOOST_CHECK_EXCEPTION(load("[http]\nallowed_hosts = [1]\n"), Error,
                          refused("config.type", {"ec.toml:2", "text in quotes"}));
    BOOST_CHECK_EXCEPTION(load("[http]\nallowed_hosts = \"x\"\n"), Error,
                          refused("config.type", {"list of texts"}));
    BOOST_CHECK_EXCEPTION(load("[http]\nbind = 1\n"), Error, refused("config.type", {"text"}));
    BOOST_CHECK_EXCEPTION(load("[llm]\ntemperature = nan\n"), Error,
                          refused("config.value", {"ec.toml:2", "0 to 2"}));
    BOOST_CHECK_EXCEPTION(load("[llm]\ntemperature = \"warm\"\n"), Error,
                          refused("config.type", {"a number"}));
    BOOST_CHECK_EXCEPTION(load("[log]\nlevel = \"loud\"\n"), Error,
                          refused("config.value", {"ec.toml:2", "loud", "debug, info"}));
    BOOST_CHECK_EXCEPTION(load("x = \n"), Error, refused("config.syntax", {"ec.toml:1"}));
    BOOST_CHECK_EXCEPTION(load(std::string(2'000'000, '#')), Error,
                          refused("config.file", {"1 MiB"}));
    BOOST_CHECK_EXCEPTION(load_config("/no/such/file.toml", {}), Error,
                          refused("config.file", {"/no/such/file.toml"}));
}

BOOST_AUTO_TEST_CASE(values_that_do_not_fit_each_other_are_refused) {
    Files files;
    auto const bad = [&](std::string const& text, std::vector<std::string> words) {
        BOOST_CHECK_EXCEPTION(files.load(text, {}), Error,
                              refused("config.value", std::move(words)));
    };
    bad("data_dir = \"\"\n", {"data_dir", "ec.toml:1"});
    bad("[http]\nbind = \"everywhere\"\n", {"ec.toml:2", "IP address"});
    bad("[http]\nbind = \"0.0.0.0\"\n", {"ec.toml:2", "compliance.profile"});
    bad("[http]\nbind = \"::\"\n[compliance]\nprofile = \"private\"\n", {"sign-in", "127.0.0.1"});
    bad("[http]\nallowed_hosts = [\"example.com\"]\n", {"example.com", "private"});
    bad("[compliance]\nprofile = \"licensed\"\ninstitution = \"X\"\n", {"licence_number"});
    bad("[database]\nurl = \"mysql://x\"\n", {"database.url", "postgresql://"});
    bad("[database]\nurl = \"sqlite:///\"\n", {"database.url"});
    bad("redis_url = \"localhost\"\n", {"redis://"});
    bad("[llm]\nbase_url = \"api.openai.com\"\n", {"llm.base_url"});
    bad("[llm]\nbase_url = \"https://x/v1/\"\n", {"slash"});
    bad("[llm]\napi_key = \"k\"\n", {"llm.model"});
    bad("[llm]\ntimeout_s = 10\n", {"idle_timeout_s"});
    bad("[jobs]\nlease_s = 10\n", {"heartbeat_s", "half"});
    auto const open =
        files.load("[http]\nbind = \"0.0.0.0\"\n[compliance]\nprofile = \"facts_only\"\n", {});
    BOOST_TEST(open.http.bind == "0.0.0.0");
}

BOOST_AUTO_TEST_CASE(the_environment_goes_before_the_file) {
    Files files;
    auto const config = files.load("data_dir = \"/a\"\n[http]\nport = 1\n",
                                   {{"EC_DATA_DIR", "/b"},
                                    {"EC_PORT", "0"},
                                    {"EC_BIND", "::1"},
                                    {"DATABASE_URL", "sqlite:///x.db"},
                                    {"REDIS_URL", "redis://h:1"},
                                    {"EC_LLM_BASE_URL", "http://127.0.0.1:1/v1"},
                                    {"EC_LLM_MODEL", "m"},
                                    {"EC_LLM_API_KEY", "k"},
                                    {"JWT_SECRET_KEY", ""}});
    BOOST_TEST(config.data_dir == "/b");
    BOOST_TEST(config.http.port == 0);
    BOOST_TEST(config.http.bind == "::1");
    BOOST_TEST(config.database.url.reveal() == "sqlite:////b/x.db");
    BOOST_TEST(config.redis_url.reveal() == "redis://h:1");
    BOOST_TEST(config.llm.api_key.reveal() == "k");
    BOOST_TEST(config.secrets.jwt_secret_key.empty());
    for (std::string const port : {"-1", "65536", "http", "5000 ", "1e3"})
        BOOST_CHECK_EXCEPTION(load_config("", {{"EC_PORT", port}}), Error,
                              refused("config.value", {"variable EC_PORT"}));
    BOOST_CHECK_EXCEPTION(load_config("", {{"EC_BIND", "0.0.0.0"}}), Error,
                          refused("config.value", {"variable EC_BIND", "compliance.profile"}));
    BOOST_CHECK_EXCEPTION(load_config("", {{"DATABASE_URL", "oracle:x"}}), Error,
                          refused("config.value", {"variable DATABASE_URL"}));
    BOOST_TEST(load_config("", {{"DATABASE_URL", "sqlite:////abs/y.db"}}).database.url.reveal() ==
               "sqlite:////abs/y.db");
    BOOST_TEST(load_config("", {{"DATABASE_URL", "postgresql://u:p@h/n"}}).database.url.reveal() ==
               "postgresql://u:p@h/n");
}

BOOST_AUTO_TEST_CASE(secrets_come_from_private_files) {
    Files files;
    auto const path = files.write("key", "topsecret \r\n");
    auto const from = [&](std::string const& name) {
        return load_config("", {{"EC_LLM_API_KEY_FILE", name}, {"EC_LLM_MODEL", "m"}});
    };
    BOOST_TEST(from(path).llm.api_key.reveal() == "topsecret ");
    ::chmod(path.c_str(), 0400);
    BOOST_TEST(from(path).llm.api_key.reveal() == "topsecret ");
    for (unsigned const mode : {0640U, 0604U, 0644U, 0700U, 0622U}) {
        ::chmod(path.c_str(), mode);
        BOOST_CHECK_EXCEPTION(from(path), Error,
                              refused("config.secret_file", {"EC_LLM_API_KEY_FILE", "0400"}));
    }
    BOOST_CHECK_EXCEPTION(from(files.write("empty", "\n")), Error,
                          refused("config.secret_file", {"empty"}));
    BOOST_CHECK_EXCEPTION(from(files.write("big", std::string(70'000, 'x'))), Error,
                          refused("config.secret_file", {"64 KiB"}));
    BOOST_CHECK_EXCEPTION(from("/no/such/key"), Error,
                          refused("config.secret_file", {"cannot be read"}));
    BOOST_CHECK_EXCEPTION(from(files.folder.path().string()), Error,
                          refused("config.secret_file", {"EC_LLM_API_KEY_FILE"}));
    for (std::string const name : {"JWT_SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EC_LLM_API_KEY"})
        BOOST_CHECK_EXCEPTION(load_config("", {{name, "x"}, {name + "_FILE", path}}), Error,
                              refused("config.secret_twice", {name + "_FILE"}));
}

BOOST_AUTO_TEST_CASE(production_refuses_what_was_meant_for_development) {
    Files files;
    Variables const keyed{{"JWT_SECRET_KEY", good_key}};
    BOOST_CHECK_NO_THROW(files.load(production, keyed));
    auto const bad = [&](std::string const& text, Variables const& variables,
                         std::vector<std::string> words) {
        BOOST_CHECK_EXCEPTION(files.load(text, variables), Error,
                              refused("config.value", std::move(words)));
    };
    bad("environment = \"production\"\n", keyed, {"compliance.profile"});
    bad(production + "[mail]\ntransport = \"mock\"\n", keyed, {"mail.transport", "ec.toml:5"});
    bad(production + "[payment]\ngateway = \"mock\"\n", keyed, {"payment.gateway"});
    bad(production, {}, {"jwt_secret_key", "openssl rand"});
    for (std::string const weak : {"short", "development-only-key-never-deploy-it",
                                   "change-me-change-me-change-me-change-me",
                                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
        bad(production, {{"JWT_SECRET_KEY", weak}}, {"variable JWT_SECRET_KEY"});
    BOOST_CHECK_NO_THROW(
        files.load("environment = \"production\"\n[compliance]\nprofile = \"private\"\n", {}));
}

BOOST_AUTO_TEST_CASE(a_secret_is_never_shown) {
    ec::config::Secret secret("hunter2hunter2");
    std::ostringstream out;
    out << secret;
    BOOST_TEST(out.str() == "[redacted]");
    auto const moved = std::move(secret);
    BOOST_TEST(moved.reveal() == "hunter2hunter2");
    BOOST_TEST(secret.empty());  // NOLINT(bugprone-use-after-move): that it is wiped is the point
    Files files;
    try {
        files.load(production, {{"JWT_SECRET_KEY", "weak-but-telling"}});
        BOOST_ERROR("a weak key was taken");
    } catch (Error const& error) {
        BOOST_TEST(std::string(error.what()).find("telling") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
