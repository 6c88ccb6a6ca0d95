#include <ec/blobs/blob_store.hpp>

#include <ec/base/error.hpp>
#include <support/test_clock.hpp>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/stat.h>
#include <boost/test/unit_test.hpp>

using ec::blobs::BlobKey;
using ec::blobs::BlobStore;
namespace fs = std::filesystem;

namespace {

// The real calls, written down; one of them can be made to fail.
class WatchedFiles final : public ec::blobs::FileOperations {
  public:
    int create_file(std::string const& path) override {
        return run("create " + kind(path), [&] { return real_.create_file(path); });
    }
    int open_directory(std::string const& path) override {
        return run("open_directory", [&] { return real_.open_directory(path); });
    }
    std::int64_t write(int descriptor, char const* bytes, std::size_t size) override {
        if (fails("write")) return error_;
        return real_.write(descriptor, bytes, std::min<std::size_t>(size, 7));  // short writes
    }
    int sync(int descriptor) override {
        return run("sync", [&] { return real_.sync(descriptor); });
    }
    int close(int descriptor) override {
        int const closed = real_.close(descriptor);
        return run("close", [&] { return closed; });
    }
    int rename(std::string const& from, std::string const& to) override {
        bool const same = fs::path(from).parent_path() == fs::path(to).parent_path();
        return run(same ? "rename in directory" : "rename elsewhere",
                   [&] { return real_.rename(from, to); });
    }
    int remove(std::string const& path) override {
        return run("remove " + kind(path), [&] { return real_.remove(path); });
    }
    int touch(std::string const& path) override {
        return run("touch", [&] { return real_.touch(path); });
    }
    int make_directory(std::string const& path) override { return real_.make_directory(path); }
    int read_file(std::string const& path, std::size_t limit, std::string& bytes) override {
        if (fails("read")) return error_;
        return real_.read_file(path, limit, bytes);
    }

    void fail(std::string call, int error, int after = 0) {
        failing_ = std::move(call);
        error_ = -error;
        skip_ = after;
    }
    std::vector<std::string> calls;

  private:
    static std::string kind(std::string const& path) {
        return fs::path(path).filename().native().starts_with(".tmp-") ? "temporary" : "target";
    }
    bool fails(std::string const& call) {
        return !failing_.empty() && call.starts_with(failing_) && skip_-- <= 0;
    }
    template <class Call>
    int run(std::string const& name, Call call) {
        calls.push_back(name);
        return fails(name) ? error_ : call();
    }

    ec::blobs::SystemFileOperations real_;
    std::string failing_;
    int error_ = 0;
    int skip_ = 0;
};

struct Fixture {
    Fixture() {
        std::string pattern = (fs::temp_directory_path() / "ec_blobs_XXXXXX").native();
        BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        root = pattern;
        context.clock = &clock;
    }
    ~Fixture() { fs::remove_all(root); }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (auto const& entry : fs::recursive_directory_iterator(root))
            if (entry.is_regular_file()) found.push_back(entry.path().filename().native());
        return found;
    }
    static mode_t mode(fs::path const& path) {
        struct stat info {};
        BOOST_REQUIRE(::stat(path.c_str(), &info) == 0);
        return info.st_mode & 0777U;
    }

    std::string root;
    ec::test::TestClock clock{1'700'000'000'000'000};
    ec::CallContext context;
    WatchedFiles files;
};

bool has_reason(ec::Error const& error, std::string_view reason) {
    return error.reason() == reason;
}

template <class Call>
void check_refused(ec::ErrorCode code, std::string_view reason, Call call) {
    BOOST_CHECK_EXCEPTION(call(), ec::Error, [&](ec::Error const& error) {
        BOOST_TEST(error.reason() == reason);
        return error.code() == code && has_reason(error, reason);
    });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(blob_store, Fixture)

BOOST_AUTO_TEST_CASE(hostile_keys_are_refused) {
    for (auto text : {"",
                      "/",
                      "a/",
                      "/a",
                      "a//b",
                      "..",
                      "../a",
                      "a/../b",
                      ".",
                      "./a",
                      "a/.",
                      ".hidden",
                      "a\\b",
                      "A",
                      "a b",
                      "a\nb",
                      "con",
                      "reports/nul",
                      "reports/com1.json",
                      "aux.txt",
                      "a.b.c",
                      "a.",
                      "a/b.c/d",
                      "a/b/c/d/e",
                      "-rf",
                      "a:b",
                      "é",
                      "a%2fb",
                      "~",
                      "lpt9"})
        check_refused(ec::ErrorCode::invalid_input, "blob.key_invalid",
                      [&] { (void)BlobKey::parse(text); });
    check_refused(ec::ErrorCode::invalid_input, "blob.key_invalid",
                  [] { (void)BlobKey::parse(std::string("a\0b", 3)); });
    check_refused(ec::ErrorCode::invalid_input, "blob.key_invalid",
                  [] { (void)BlobKey::parse(std::string(81, 'a')); });
    for (auto text : {"a", "reports/2021-03-31/9f2c.json", "console", "_x", "a/b/c/d.gz"})
        BOOST_TEST(BlobKey::parse(text).text() == text);
}

BOOST_AUTO_TEST_CASE(a_put_is_synced_renamed_and_synced_again) {
    BlobStore store(root + "/store", files);
    auto const key = BlobKey::parse("reports/2021-03-31/ab.json");
    store.put(context, BlobKey::parse("reports/2021-03-31/other.json"), "x");
    files.calls.clear();
    store.put(context, key, "twelve bytes");
    std::vector<std::string> const order{"create temporary", "sync", "close", "rename in directory",
                                         "open_directory",   "sync", "close"};
    BOOST_TEST(files.calls == order, boost::test_tools::per_element());
    BOOST_TEST(store.get(context, key) == "twelve bytes");
    BOOST_TEST(mode(root + "/store") == 0700U);
    BOOST_TEST(mode(root + "/store/reports/2021-03-31") == 0700U);
    BOOST_TEST(mode(root + "/store/reports/2021-03-31/ab.json") == 0600U);
}

BOOST_AUTO_TEST_CASE(a_new_directory_is_synced_into_its_parent_first) {
    BlobStore store(root, files);
    files.calls.clear();
    store.put(context, BlobKey::parse("reports/2021-03-31/ab.json"), "x");
    std::vector<std::string> const order{
        "open_directory", "sync", "close", "open_directory", "sync", "close", "create temporary"};
    BOOST_REQUIRE(files.calls.size() > order.size());
    files.calls.resize(order.size());
    BOOST_TEST(files.calls == order, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_failure_at_any_step_leaves_the_old_state) {
    BlobStore store(root, files);
    auto const key = BlobKey::parse("reports/ab.json");
    for (auto call : {"create", "write", "sync", "close", "rename"}) {
        files.fail(call, ENOSPC);
        // "reports" exists after the first round; its parent's sync comes before the file's.
        if (!fs::exists(root + "/reports")) fs::create_directory(root + "/reports");
        check_refused(ec::ErrorCode::unavailable, "blob.disk_full",
                      [&] { store.put(context, key, "twelve bytes"); });
        files.fail("", 0);
        BOOST_TEST(names().empty(), call);
        BOOST_TEST(!store.exists(context, key));
    }
    files.fail("write", ENOSPC, 1);  // the disk fills up half way
    check_refused(ec::ErrorCode::unavailable, "blob.disk_full",
                  [&] { store.put(context, key, "twelve bytes"); });
    BOOST_TEST(names().empty());
    files.fail("write", EIO);
    check_refused(ec::ErrorCode::unavailable, "blob.io",
                  [&] { store.put(context, key, "twelve bytes"); });
    files.fail("read", EACCES);
    check_refused(ec::ErrorCode::unavailable, "blob.io", [&] { (void)store.get(context, key); });
    files.fail("open_directory", EIO);
    check_refused(ec::ErrorCode::unavailable, "blob.io",
                  [&] { store.put(context, key, "twelve bytes"); });
}

BOOST_AUTO_TEST_CASE(equal_bytes_are_not_written_again_and_others_refused) {
    BlobStore store(root, files);
    auto const key = BlobKey::parse("reports/ab.json");
    store.put(context, key, "one");
    files.calls.clear();
    store.put(context, key, "one");
    std::vector<std::string> const touched{"touch", "open_directory", "sync", "close"};
    BOOST_TEST(files.calls == touched, boost::test_tools::per_element());
    check_refused(ec::ErrorCode::conflict, "blob.exists", [&] { store.put(context, key, "two"); });
    BOOST_TEST(store.get(context, key) == "one");
    store.replace(context, key, "two");
    BOOST_TEST(store.get(context, key) == "two");
    BOOST_TEST(store.remove(context, key));
    BOOST_TEST(!store.remove(context, key));
    check_refused(ec::ErrorCode::not_found, "blob.missing", [&] { (void)store.get(context, key); });
    check_refused(ec::ErrorCode::invalid_input, "blob.too_large", [&] {
        store.put(context, key, std::string(BlobStore::max_blob_bytes + 1, 'x'));
    });
}

BOOST_AUTO_TEST_CASE(listing_is_paged_in_key_order_and_skips_foreign_files) {
    BlobStore store(root, files);
    BOOST_TEST(store.list(context, "reports", "", 10).empty());
    for (int i = 9; i >= 0; --i)
        store.put(context,
                  BlobKey::parse("reports/2021-03-3" + std::to_string(i % 2) + "/f" +
                                 std::to_string(i) + ".json"),
                  std::string(static_cast<std::size_t>(i), 'x'));
    std::ofstream(root + "/reports/.tmp-0123") << "left over";
    std::ofstream(root + "/reports/Read Me.txt") << "not ours";
    fs::create_symlink("/etc/passwd", root + "/reports/link.json");
    std::vector<std::string> seen;
    for (std::string after;;) {
        auto const page = store.list(context, "reports", after, 3);
        if (page.empty()) break;
        for (auto const& info : page) seen.push_back(info.key.text());
        after = seen.back();
    }
    BOOST_TEST(seen.size() == 10U);
    BOOST_TEST(std::ranges::is_sorted(seen));
    BOOST_TEST(store.list(context, "reports", "", 1)[0].size_bytes == 0);
    BOOST_CHECK_THROW((void)store.list(context, "reports", "", 0), ec::Error);
    // A link is never followed out of the store.
    check_refused(ec::ErrorCode::unavailable, "blob.io",
                  [&] { (void)store.get(context, BlobKey::parse("reports/link.json")); });
}

BOOST_AUTO_TEST_CASE(only_old_temporaries_are_swept) {
    BlobStore store(root, files);
    store.put(context, BlobKey::parse("reports/ab.json"), "kept");
    std::ofstream(root + "/reports/.tmp-0123") << "left over";
    BOOST_TEST(store.sweep_temporaries(context, "reports", 0) == 0);
    auto const later = ec::SystemClock().now_us() + ec::micros_per_second;
    BOOST_TEST(store.sweep_temporaries(context, "reports", later) == 1);
    BOOST_TEST(names() == std::vector<std::string>{"ab.json"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_deadline_and_a_missing_parent_stop_it) {
    BlobStore store(root, files);
    context.deadline_us = clock.now_us() - 1;
    BOOST_CHECK_EXCEPTION(store.put(context, BlobKey::parse("a"), "x"), ec::Error,
                          [](auto const& e) { return e.code() == ec::ErrorCode::timeout; });
    check_refused(ec::ErrorCode::unavailable, "blob.io",
                  [&] { BlobStore(root + "/no/such/parent", files); });
}

BOOST_AUTO_TEST_CASE(writers_of_one_key_never_show_half_a_blob) {
    ec::blobs::SystemFileOperations system;
    BlobStore store(root, system);
    auto const key = BlobKey::parse("reports/ab.json");
    std::string const bytes(100'000, 'x');
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i)
        writers.emplace_back([&] {
            for (int n = 0; n < 20; ++n) {
                store.put(context, key, bytes);
                if (auto const read = store.find(context, key); !read || *read != bytes)
                    std::abort();
            }
        });
    for (auto& writer : writers) writer.join();
    BOOST_TEST(names().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
