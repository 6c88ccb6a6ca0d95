#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "raw_client.hpp"
#include "test_server.hpp"

using ec::test::RawClient;

namespace {

struct Case {
    int row = 0;
    int status = 0;
    std::string after;
    std::string what;
    std::string bytes;
};

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{') {
            auto const star = text.rfind('*', text.find('}', i));
            auto const end = text.find('}', star);
            auto const piece = unescape(text.substr(i + 1, star - i - 1));
            int const times = std::atoi(std::string(text.substr(star + 1, end - star - 1)).c_str());
            for (int n = 0; n < times; ++n) out += piece;
            i = end;
        } else if (text[i] != '\\') {
            out += text[i];
        } else {
            char const c = text[++i];
            if (c == 'x') {
                out +=
                    static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
                i += 2;
            } else {
                out += c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c;
            }
        }
    }
    return out;
}

std::vector<Case> load_cases() {
    std::ifstream in(std::string(EC_SOURCE_DIR) + "/tests/http/input_rules.txt");
    std::vector<Case> cases;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') continue;
        auto const a = line.find('|');
        auto const b = line.find('|', a + 1);
        auto const c = line.find('|', b + 1);
        Case one;
        one.row = std::stoi(line.substr(0, a));
        one.status = std::stoi(line.substr(a + 1, 3));
        one.after = line.substr(a + 5, b - a - 5);
        one.what = line.substr(b + 1, c - b - 1);
        one.bytes = unescape(line.substr(c + 1));
        cases.push_back(std::move(one));
    }
    return cases;
}

// Empty when the server did what the case says, else what it did instead.
std::string deviation(std::uint16_t port, Case const& one) {
    RawClient client(port);
    client.send(one.bytes);
    auto const answer = client.read();
    if (!answer) return "no answer";
    if (answer->status != one.status) return "status " + std::to_string(answer->status);
    if (one.status >= 400 &&
        (answer->header("content-type") != "application/problem+json" ||
         answer->body.find("\"status\":" + std::to_string(one.status)) == std::string::npos))
        return "no problem+json";
    if (one.after == "close") {
        if (answer->header("connection") != "close") return "does not announce the close";
        client.finish_sending();
        if (!client.is_closed()) return "stays open";
        if (!client.buffered().empty()) return "answered the bytes behind it";
        return {};
    }
    client.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto const next = client.read();
    if (!next || next->status != 200 || next->body != R"({"status":"ok"})")
        return "the connection is not usable afterwards";
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(input_rules)

BOOST_AUTO_TEST_CASE(every_case_is_answered_as_specified) {
    ec::test::TestServer server(ec::test::test_settings());
    std::set<int> rows, failed_rows;
    int passed = 0;
    auto const cases = load_cases();
    BOOST_REQUIRE(cases.size() > 100U);
    for (auto const& one : cases) {
        std::string problem;
        try {
            problem = deviation(server.port(), one);
        } catch (std::exception const& error) {
            problem = error.what();
        }
        BOOST_CHECK_MESSAGE(problem.empty(), "row " << one.row << ", " << one.what << ": expected "
                                                    << one.status << ' ' << one.after << ", got "
                                                    << problem);
        rows.insert(one.row);
        if (problem.empty())
            ++passed;
        else
            failed_rows.insert(one.row);
    }
    auto const line = std::to_string(rows.size() - failed_rows.size()) + " of " +
                      std::to_string(rows.size()) + " groups, " + std::to_string(passed) + " of " +
                      std::to_string(cases.size()) + " rows answered as specified";
    BOOST_TEST_MESSAGE(line);
    if (char const* folder = std::getenv("EC_PROOFS_DIR"))
        std::ofstream(std::string(folder) + "/2.7") << line << '\n';
}

BOOST_AUTO_TEST_SUITE_END()
