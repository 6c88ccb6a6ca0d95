#include <ec/crypto/installation_key.hpp>

#include <ec/base/error.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/temporary_folder.hpp>

#include <sys/stat.h>
#include <unistd.h>

using ec::Error;
using ec::crypto::InstallationKey;

namespace {

bool is_key_file_error(Error const& error) {
    BOOST_TEST_MESSAGE(error.what());
    return error.reason() == "crypto.key_file";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(installation_key)

BOOST_AUTO_TEST_CASE(a_key_is_made_once_and_signs_the_same) {
    ec::test::TemporaryFolder folder;
    auto const file = folder.path() / "installation.key";
    auto const first = InstallationKey::load_or_create(file);
    struct stat about {};
    BOOST_REQUIRE(::stat(file.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 07777U) == 0600U);
    BOOST_TEST(about.st_size == 32);
    auto const second = InstallationKey::load_or_create(file);
    auto const signature = first.sign("report.index", "row");
    BOOST_TEST(signature.size() == 64U);
    BOOST_TEST(second.verify("report.index", "row", signature));
    BOOST_TEST(!second.verify("report.index", "rox", signature));
    BOOST_TEST(!second.verify("other", "row", signature));
    BOOST_TEST(!second.verify("report.inde", "x:row", signature));
    BOOST_TEST(!second.verify("report.index", "row", ""));
    BOOST_TEST(first.id() == InstallationKey::load(file).id());
    BOOST_TEST(first.id().size() == 16U);
    auto const entries = std::filesystem::directory_iterator(folder.path());
    BOOST_TEST(std::distance(begin(entries), end(entries)) == 1);
}

BOOST_AUTO_TEST_CASE(starters_at_once_end_with_one_key) {
    ec::test::TemporaryFolder folder;
    std::vector<std::string> ids(8);
    {
        std::vector<std::jthread> threads;
        for (auto& id : ids)
            threads.emplace_back([&id, &folder] {
                id = InstallationKey::load_or_create(folder.path() / "key").id();
            });
    }
    BOOST_TEST(std::set<std::string>(ids.begin(), ids.end()).size() == 1U);
}

BOOST_AUTO_TEST_CASE(other_files_are_refused) {
    ec::test::TemporaryFolder folder;
    auto const file = folder.path() / "key";
    BOOST_CHECK_EXCEPTION(InstallationKey::load(file), Error, [](Error const& error) {
        return error.reason() == "crypto.key_missing" && error.code() == ec::ErrorCode::not_found;
    });
    (void)InstallationKey::load_or_create(file);
    ::chmod(file.c_str(), 0640);
    BOOST_CHECK_EXCEPTION(InstallationKey::load(file), Error, is_key_file_error);
    ::chmod(file.c_str(), 0600);
    BOOST_CHECK_NO_THROW(InstallationKey::load(file));
    std::filesystem::create_symlink(file, folder.path() / "link");
    BOOST_CHECK_EXCEPTION(InstallationKey::load(folder.path() / "link"), Error, is_key_file_error);
    std::ofstream(file, std::ios::app) << 'x';
    BOOST_CHECK_EXCEPTION(InstallationKey::load_or_create(file), Error, is_key_file_error);
    std::filesystem::resize_file(file, 5);
    BOOST_CHECK_EXCEPTION(InstallationKey::load_or_create(file), Error, is_key_file_error);
    BOOST_CHECK_EXCEPTION(InstallationKey::load_or_create("/no/such/folder/key"), Error,
                          is_key_file_error);
}

BOOST_AUTO_TEST_SUITE_END()
