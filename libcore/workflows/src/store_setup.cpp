#include <ec/workflows/store_setup.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/base/error.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/db/database.hpp>
#include <ec/db/migrations.hpp>
#include <ec/marketdata/seed.hpp>

#include <fmt/format.h>

namespace ec::workflows {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view sqlite_prefix = "sqlite:///";

void make_private_folder(fs::path const& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
    if (error)
        throw Error(ErrorCode::unavailable, "store.folder",
                    "The data folder cannot be made. Check EC_DATA_DIR and its permissions.")
            .with_log(folder.string() + ": " + error.message());
}

std::string_view state_text(db::StoreState state) {
    switch (state) {
        case db::StoreState::empty:
            return "empty";
        case db::StoreState::behind:
            return "behind";
        case db::StoreState::current:
            return "current";
    }
    return "empty";
}

}  // namespace

std::unique_ptr<db::Database> open_configured_database(config::Config const& config,
                                                       Creation creation) {
    auto const& url = config.database.url.reveal();
    if (url.starts_with(sqlite_prefix)) {
        fs::path const file = url.substr(sqlite_prefix.size());
        if (creation == Creation::allow)
            make_private_folder(file.parent_path());
        else if (!fs::exists(file))
            throw Error(ErrorCode::not_found, "store.missing",
                        "There is no store yet. Run: equitycompass init-db");
    }
    db::Settings settings;
    settings.url = url;
    settings.pool_size = config.database.pool_size;
    settings.sqlite_readers = config.database.sqlite_readers;
    settings.wait_ms = config.database.wait_ms;
    settings.ping_idle_s = config.database.ping_idle_s;
    settings.recycle_s = config.database.recycle_s;
    return db::open_database(settings);
}

InitReport init_store(config::Config const& config, CallContext const& context, SeedChoice seed) {
    make_private_folder(config.data_dir);
    auto const database = open_configured_database(config, Creation::allow);
    InitReport report;
    report.migrations = db::migrate(*database, context);
    (void)crypto::InstallationKey::load_or_create(fs::path(config.data_dir) / "installation.key");
    if (config.profile() == config::Profile::private_use)
        (void)accounts::Accounts(*database).ensure_local_user(context);
    report.was_there = report.migrations.empty();
    if (seed == SeedChoice::none) return report;
    auto const loaded = marketdata::load_seed(context, *database, marketdata::find_seed_folder({}));
    report.instruments = loaded.instruments;
    report.series = loaded.series;
    report.bars = loaded.bars;
    report.was_there = report.was_there && loaded.unchanged == 1;
    return report;
}

MigrationReport migrate_store(config::Config const& config, CallContext const& context,
                              MigrateMode mode) {
    auto const database = open_configured_database(config, Creation::refuse);
    MigrationReport report;
    (void)db::migration_status(*database, context);
    if (mode == MigrateMode::apply) report.applied = db::migrate(*database, context);
    auto const status = db::migration_status(*database, context);
    report.state = state_text(status.state);
    for (auto const& entry : status.entries)
        report.lines.push_back({entry.version, entry.name, entry.checksum, entry.applied_at_us});
    return report;
}

bool is_ready(db::Database& database, CallContext const& context) noexcept {
    try {
        db::require_current(database, context);
        return true;
    } catch (std::exception const&) {
        return false;
    }
}

}  // namespace ec::workflows
