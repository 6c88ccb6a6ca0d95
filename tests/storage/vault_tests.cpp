#include <ec/marketdata/vault.hpp>

#include <ec/base/error.hpp>
#include <ec/blobs/blob_store.hpp>
#include <ec/db/database.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>
#include <support/temporary_folder.hpp>
#include <support/test_database.hpp>

using ec::Error;
using ec::test::engines;
using ec::test::failed_with;
using ec::test::TestDatabase;
using namespace ec::marketdata;

namespace ec::test::vaults {

struct Kept {
    explicit Kept(std::string const& engine)
        : test(engine, TestDatabase::Content::schema_and_local_user) {}

    VaultAnswer keep(std::string const& url, std::string body, ec::Micros at_us) {
        return vault.keep(test.context(), {"yahoo", "GET " + url},
                          {{}, 200, "application/json", std::move(body), {}, at_us});
    }
    std::string read(std::string const& url, ec::Micros not_after_us) {
        auto const found = vault.find(test.context(), {"yahoo", "GET " + url}, not_after_us);
        return found ? found->body : "none";
    }
    std::size_t files() const {
        std::size_t count = 0;
        auto const root = folder.path() / "vault";
        if (std::filesystem::exists(root))
            for (auto const& entry : std::filesystem::recursive_directory_iterator(root))
                count += entry.is_regular_file() ? 1 : 0;
        return count;
    }

    TestDatabase test;
    ec::test::TemporaryFolder folder;
    ec::blobs::SystemFileOperations operations;
    ec::blobs::BlobStore blobs{folder.path().native(), operations};
    Vault vault{test.database(), blobs};
};

}  // namespace ec::test::vaults

using ec::test::vaults::Kept;

BOOST_AUTO_TEST_SUITE(vault)

BOOST_DATA_TEST_CASE(a_past_moment_reads_what_was_known_then, engines(), engine) {
    Kept kept(engine);
    kept.keep("https://a/x", "monday", 100);
    kept.keep("https://a/x", "tuesday", 200);
    kept.keep("https://a/y", std::string("bytes\0\xff", 7), 200);
    BOOST_TEST(kept.read("https://a/x", 99) == "none");
    BOOST_TEST(kept.read("https://a/x", 100) == "monday");
    BOOST_TEST(kept.read("https://a/x", 199) == "monday");
    BOOST_TEST(kept.read("https://a/x", 1'000) == "tuesday");
    BOOST_TEST(kept.read("https://a/y", 1'000) == std::string("bytes\0\xff", 7));
    BOOST_TEST(kept.read("https://a/z", 1'000) == "none");
    auto const found = kept.vault.find(kept.test.context(), {"yahoo", "GET https://a/x"}, 150);
    BOOST_TEST(found->status == 200);
    BOOST_TEST(found->content_type == "application/json");
    BOOST_TEST(found->fetched_at_us == 100);
    auto const other = kept.vault.find(kept.test.context(), {"sina", "GET https://a/x"}, 150);
    BOOST_TEST(!other.has_value());
}

BOOST_DATA_TEST_CASE(equal_bodies_share_their_bytes_until_the_last_is_forgotten, engines(),
                     engine) {
    Kept kept(engine);
    kept.keep("https://a/1", "same", 100);
    kept.keep("https://a/2", "same", 200);
    kept.keep("https://a/3", "other", 100);
    BOOST_TEST(kept.files() == 2U);
    auto const first = kept.vault.sweep(kept.test.context(), 150, 1'000);
    BOOST_TEST(first.answers == 2);
    BOOST_TEST(first.blobs == 1);
    BOOST_TEST(kept.read("https://a/2", 1'000) == "same");
    BOOST_TEST(kept.read("https://a/1", 1'000) == "none");
    auto const rest = kept.vault.sweep(kept.test.context(), 1'000, 1'000);
    BOOST_TEST(rest.blobs == 1);
    BOOST_TEST(kept.files() == 0U);
}

BOOST_DATA_TEST_CASE(damaged_bytes_are_never_read_as_an_answer, engines(), engine) {
    Kept kept(engine);
    auto const answer = kept.keep("https://a/x", std::string(5'000, 'x'), 100);
    auto const file =
        kept.folder.path() / "vault" / answer.sha256.substr(0, 2) / (answer.sha256 + ".zst");
    for (auto const* bytes : {"", "not zstd", "\x28\xb5\x2f\xfd\x04"}) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
        BOOST_CHECK_EXCEPTION(kept.read("https://a/x", 100), Error, failed_with("vault.damaged"));
    }
    std::filesystem::remove(file);
    BOOST_CHECK_EXCEPTION(kept.read("https://a/x", 100), Error, failed_with("vault.damaged"));
    // the same answer fetched again heals it
    kept.keep("https://a/x", std::string(5'000, 'x'), 200);
    BOOST_TEST(kept.read("https://a/x", 100) == std::string(5'000, 'x'));
}

BOOST_DATA_TEST_CASE(keeping_and_forgetting_at_once_loses_nothing_kept, engines(), engine) {
    Kept kept(engine);
    constexpr int rounds = 30;
    std::jthread sweeper([&] {
        for (int i = 0; i < rounds; ++i) kept.vault.sweep(kept.test.context(), 1'000, 1'000);
    });
    std::vector<std::jthread> keepers;
    for (int k = 0; k < 2; ++k)
        keepers.emplace_back([&, k] {
            for (int i = 0; i < rounds; ++i) {
                kept.keep("https://a/old", "shared body", 10);
                kept.keep("https://a/new" + std::to_string(k), "shared body", 2'000 + i);
            }
        });
    keepers.clear();
    sweeper.join();
    kept.vault.sweep(kept.test.context(), 1'000, 1'000);
    for (int k = 0; k < 2; ++k)
        BOOST_TEST(kept.read("https://a/new" + std::to_string(k), 5'000) == "shared body");
}

BOOST_AUTO_TEST_SUITE_END()
