#include <http/static_files.hpp>

#include <ec/base/error.hpp>

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include "raw_client.hpp"
#include "test_server.hpp"

namespace fs = std::filesystem;

using ec::http::accepts_encoding;
using ec::http::StaticFiles;
using ec::test::fetch;
using ec::test::TestServer;

namespace {

// A small built application in a folder of its own, with a secret beside it.
struct Site {
    Site() {
        folder = fs::temp_directory_path() / ("ec_static_" + std::to_string(::getpid()));
        fs::remove_all(folder);
        fs::create_directories(folder / "site/assets");
        put("secret.txt", "secret");
        put("site/index.html", "<html>");
        put("site/robots.txt", "robots");
        put("site/assets/app-3fK2_a9x.js", "plain js");
        put("site/assets/app-3fK2_a9x.js.br", "br js");
        put("site/assets/app-3fK2_a9x.js.gz", "gz js");
        put("site/assets/logo.svg", "<svg/>");
        fs::create_symlink(folder / "secret.txt", folder / "site/link.txt");
    }
    ~Site() { fs::remove_all(folder); }

    void put(std::string const& name, std::string const& text) const {
        std::ofstream(folder / name) << text;
    }
    [[nodiscard]] StaticFiles load() const { return StaticFiles::load(folder / "site"); }
    fs::path folder;
};

ec::http::Router router_for(Site const& site) {
    ec::http::Router router;
    ec::http::Route route;
    route.path = "/api/health";
    route.execution = ec::http::Execution::inline_;
    route.permission = "public";
    route.handler = [](ec::http::Request const&) { return ec::http::json_response(200, "{}"); };
    router.add(std::move(route));
    router.serve_files(site.load());
    return router;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(static_files)

BOOST_AUTO_TEST_CASE(files_are_served_with_the_right_caching) {
    Site const site;
    TestServer server(ec::test::test_settings(), router_for(site));
    auto const page = fetch(server.port(), "GET", "/index.html");
    BOOST_TEST(page.body == "<html>");
    BOOST_TEST(page.header("content-type") == "text/html; charset=utf-8");
    BOOST_TEST(page.header("cache-control") == "no-cache");
    auto const script = fetch(server.port(), "GET", "/assets/app-3fK2_a9x.js");
    BOOST_TEST(script.body == "plain js");
    BOOST_TEST(script.header("content-type") == "text/javascript; charset=utf-8");
    BOOST_TEST(script.header("cache-control") == "public, max-age=31536000, immutable");
    BOOST_TEST(script.header("vary") == "Accept-Encoding");
    auto const logo = fetch(server.port(), "GET", "/assets/logo.svg");
    BOOST_TEST(logo.header("cache-control") == "no-cache");
    BOOST_TEST(logo.header("vary").empty());
    BOOST_TEST(fetch(server.port(), "HEAD", "/robots.txt").header("content-length") == "6");
    BOOST_TEST(fetch(server.port(), "POST", "/robots.txt").status == 404);
}

BOOST_AUTO_TEST_CASE(the_best_accepted_encoding_is_chosen_with_its_own_tag) {
    Site const site;
    TestServer server(ec::test::test_settings(), router_for(site));
    auto const get = [&](std::string const& accepted, std::string const& more = "X-A: b") {
        return fetch(server.port(), "GET", "/assets/app-3fK2_a9x.js",
                     {"Accept-Encoding: " + accepted, more});
    };
    auto const br = get("gzip, deflate, br");
    BOOST_TEST(br.body == "br js");
    BOOST_TEST(br.header("content-encoding") == "br");
    BOOST_TEST(get("gzip, br;q=0").body == "gz js");
    BOOST_TEST(get("identity").body == "plain js");
    BOOST_TEST(br.header("etag") != get("gzip").header("etag"));
    BOOST_TEST(get("br", "If-None-Match: " + br.header("etag")).status == 304);
    BOOST_TEST(get("gzip", "If-None-Match: " + br.header("etag")).status == 200);
    BOOST_TEST(get("br", "Range: bytes=3-").body == "js");
}

BOOST_AUTO_TEST_CASE(application_paths_get_the_page_and_api_paths_a_problem) {
    Site const site;
    TestServer server(ec::test::test_settings(), router_for(site));
    for (std::string const path : {"/", "/stocks/AAPL", "/reports/a/b"})
        BOOST_TEST(fetch(server.port(), "GET", path).body == "<html>", path);
    for (std::string const path : {"/api/nothing", "/api", "/missing.js",
                                   "/assets/gone-12345678.js", "/assets/app-3fK2_a9x.js.br"}) {
        auto const answer = fetch(server.port(), "GET", path);
        BOOST_TEST(answer.status == 404, path);
        BOOST_TEST(answer.header("content-type") == "application/problem+json");
    }
}

BOOST_AUTO_TEST_CASE(no_path_leaves_the_folder) {
    Site const site;
    TestServer server(ec::test::test_settings(), router_for(site));
    for (std::string const path :
         {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
          "//secret.txt", "/link.txt", "/.//../secret.txt", "/..%5csecret.txt",
          "/%252e%252e/secret.txt", "/assets/..%00/secret.txt", "/etc/passwd.txt",
          "/....//secret.txt"}) {
        auto const answer = fetch(server.port(), "GET", path);
        BOOST_TEST((answer.status == 400 || answer.status == 404), path);
        BOOST_TEST(answer.body.find("secret\"") == std::string::npos);
        BOOST_TEST(answer.body != "secret");
    }
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_served_is_refused) {
    Site const site;
    auto const refused = [](fs::path const& folder) {
        BOOST_CHECK_EXCEPTION(
            static_cast<void>(StaticFiles::load(folder)), ec::Error, [&](ec::Error const& e) {
                return e.reason() == "server.web_files" &&
                       e.public_message().find(folder.string()) == std::string::npos;
            });
    };
    refused(site.folder / "nowhere");
    refused(site.folder / "site/assets");
    BOOST_TEST(site.load().file_count() == 4U);
}

BOOST_AUTO_TEST_CASE(accept_encoding_is_read_with_its_qualities) {
    BOOST_TEST(accepts_encoding("gzip, br", "br"));
    BOOST_TEST(accepts_encoding("GZIP;q=0.5", "gzip"));
    BOOST_TEST(accepts_encoding("*", "br"));
    BOOST_TEST(!accepts_encoding("*;q=0", "br"));
    BOOST_TEST(!accepts_encoding("br;q=0.000, *", "br"));
    BOOST_TEST(!accepts_encoding("", "br"));
    BOOST_TEST(!accepts_encoding("brx", "br"));
}

BOOST_AUTO_TEST_SUITE_END()
