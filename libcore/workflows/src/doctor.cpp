#include <ec/workflows/store_setup.hpp>

#include <ec/base/error.hpp>
#include <ec/crypto/installation_key.hpp>
#include <ec/db/database.hpp>
#include <ec/db/migrations.hpp>
#include <ec/jobs/invariants.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <ec/marketdata/seed.hpp>

#include <fmt/format.h>

namespace ec::workflows {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t mib_bytes = 1'048'576;
constexpr std::uintmax_t low_space_bytes = std::uintmax_t{500} * 1024 * 1024;

DoctorLine failed(std::string subject, Error const& error) {
    return {std::move(subject), CheckResult::bad, error.public_message(), ""};
}

DoctorLine check_space(config::Config const& config) {
    std::error_code error;
    auto const space = fs::space(config.data_dir, error);
    if (error)
        return {"disk", CheckResult::bad, "the data folder cannot be examined",
                "Check EC_DATA_DIR."};
    auto const mib = space.available / mib_bytes;
    if (space.available < low_space_bytes)
        return {"disk", CheckResult::warning, fmt::format("only {} MiB free", mib),
                "Free some space or move EC_DATA_DIR."};
    return {"disk", CheckResult::good, fmt::format("{} MiB free", mib), ""};
}

DoctorLine check_key(config::Config const& config) {
    try {
        auto const key =
            crypto::InstallationKey::load(fs::path(config.data_dir) / "installation.key");
        return {"installation key", CheckResult::good, "id " + key.id(), ""};
    } catch (Error const& error) {
        return failed("installation key", error);
    }
}

DoctorLine check_model(config::Config const& config) {
    if (!config.llm.enabled())
        return {"model", CheckResult::good, "none configured: the rules write every report", ""};
    return {"model", CheckResult::good,
            fmt::format("{} at {}", config.llm.model, config.llm.base_url), ""};
}

void check_database(config::Config const& config, CallContext const& context,
                    std::vector<DoctorLine>& lines) {
    auto const database = open_configured_database(config, Creation::refuse);
    lines.push_back({"database", CheckResult::good,
                     database->engine() == db::Engine::sqlite ? "SQLite" : "PostgreSQL", ""});
    auto const status = db::migration_status(*database, context);
    if (status.state != db::StoreState::current) {
        lines.push_back(
            {"schema", CheckResult::bad,
             fmt::format("at version {} of {}", status.applied_version, status.program_version),
             "Run: equitycompass migrate"});
        return;
    }
    lines.push_back(
        {"schema", CheckResult::good, fmt::format("version {}", status.applied_version), ""});
    marketdata::BarStore const bars(*database, 0);
    auto const shown = bars.list_shown(context);
    std::size_t samples = 0;
    for (auto const& series : shown) samples += series.sample == 1 ? 1 : 0;
    if (shown.empty())
        lines.push_back({"bars", CheckResult::warning, "no series",
                         "Run: equitycompass init-db, or import a CSV."});
    else
        lines.push_back({"bars", CheckResult::good,
                         fmt::format("{} series, {} of them sample data", shown.size(), samples),
                         ""});
    auto transaction = database->begin_read(context);
    auto const broken = jobs::check_invariants(transaction);
    lines.push_back(
        {"job queue", broken.empty() ? CheckResult::good : CheckResult::bad,
         broken.empty() ? "invariants hold" : broken.front().rule + ": " + broken.front().problem,
         ""});
}

}  // namespace

std::string_view to_string(CheckResult result) noexcept {
    switch (result) {
        case CheckResult::good:
            return "ok";
        case CheckResult::warning:
            return "warning";
        case CheckResult::bad:
            return "problem";
    }
    return "problem";
}

std::vector<DoctorLine> examine_store(config::Config const& config, CallContext const& context) {
    std::vector<DoctorLine> lines;
    lines.push_back({"configuration", CheckResult::good,
                     fmt::format("profile {}", config::to_string(config.profile())), ""});
    lines.push_back(check_space(config));
    lines.push_back(check_key(config));
    try {
        auto const folder = marketdata::find_seed_folder({});
        lines.push_back({"shipped data", CheckResult::good, folder.string(), ""});
    } catch (Error const& error) {
        lines.push_back(failed("shipped data", error));
    }
    try {
        check_database(config, context, lines);
    } catch (Error const& error) {
        lines.push_back(failed("database", error));
    }
    lines.push_back(check_model(config));
    return lines;
}

}  // namespace ec::workflows
