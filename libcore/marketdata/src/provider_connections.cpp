#include <ec/marketdata/provider_connections.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <ec/marketdata/provider_health.hpp>
#include <ec/marketdata/provider_requests.hpp>
#include <key_files.hpp>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

constexpr char const* list_sql =
    "SELECT provider, enabled, notice_accepted_at_us, accepted_by, updated_at_us"
    " FROM provider_connections";
constexpr char const* store_sql =
    "INSERT INTO provider_connections (provider, enabled, notice_accepted_at_us, accepted_by,"
    " updated_at_us) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (provider) DO UPDATE SET"
    " enabled = excluded.enabled, notice_accepted_at_us = excluded.notice_accepted_at_us,"
    " accepted_by = excluded.accepted_by, updated_at_us = excluded.updated_at_us";

Error notice_required(ProviderInfo const& info) {
    return Error(ErrorCode::forbidden, "provider.notice_required",
                 fmt::format("{} is an unofficial source. Read its notice and accept it to switch "
                             "it on.",
                             info.title))
        .with_field({"accept_notice", "", std::string(info.notice_en),
                     "Accept the notice (accept_notice: true; --accept-notice)."});
}

Error key_required(ProviderInfo const& info) {
    return Error(
               ErrorCode::forbidden, "provider.key_required",
               fmt::format("{} answers only with a key of your account. Give the key.", info.title))
        .with_field({"key", "", "is missing", "Enter the key that the provider gave you."});
}

Error bad_key(ProviderInfo const& info) {
    return Error(ErrorCode::forbidden, "provider.bad_key",
                 fmt::format("This is no key of {}: it is empty, too long or holds characters that "
                             "no key has. Copy it again.",
                             info.title));
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

}  // namespace

std::string_view to_string(KeyOrigin origin) noexcept {
    switch (origin) {
        case KeyOrigin::none:
            return "none";
        case KeyOrigin::file:
            return "file";
        case KeyOrigin::configuration:
            return "configuration";
    }
    return "none";
}

ProviderConnections::ProviderConnections(db::Database& database, blobs::FileOperations& files,
                                         ConnectionSettings settings)
    : database_(database), files_(files), settings_(std::move(settings)) {}

std::filesystem::path ProviderConnections::file_of(Provider provider) const {
    return settings_.key_folder / fmt::format("{}.key", to_string(provider));
}

std::string ProviderConnections::load_key(Provider provider) const {
    auto const configured = settings_.keys.find(to_string(provider));
    if (configured != settings_.keys.end()) return configured->second;
    return read_key_file(files_, file_of(provider));
}

void ProviderConnections::describe_key(Connection& connection) const {
    bool const configured = settings_.keys.contains(to_string(connection.provider));
    try {
        connection.key_name = key_name(load_key(connection.provider));
    } catch (Error const& error) {
        connection.key_problem = error.reason();
    }
    if (connection.key_name.empty()) return;
    connection.key = configured ? KeyOrigin::configuration : KeyOrigin::file;
}

std::vector<Connection> ProviderConnections::list(CallContext const& context) const {
    std::vector<Connection> out;
    for (auto const& info : provider_catalog()) {
        Connection connection;
        connection.provider = info.provider;
        connection.by_configuration = settings_.enabled.contains(info.name) ? 1 : 0;
        connection.enabled = connection.by_configuration;
        out.push_back(std::move(connection));
    }
    {
        auto transaction = database_.begin_read(context);
        for (auto const row : transaction.query(list_sql)) {
            auto const provider = parse_provider(row.text(0));
            if (!provider) continue;
            auto& connection = out[static_cast<std::size_t>(*provider)];
            if (row.flag(1)) connection.enabled = 1;
            connection.notice_accepted_at_us = row.find_integer(2);
            connection.accepted_by = row.text(3);
            connection.updated_at_us = row.integer(4);
        }
    }
    for (auto& connection : out) describe_key(connection);
    return out;
}

Connection ProviderConnections::get(CallContext const& context, Provider provider) const {
    return list(context)[static_cast<std::size_t>(provider)];
}

void ProviderConnections::store(CallContext const& context, Connection const& connection) {
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        transaction.execute(store_sql, to_string(connection.provider),
                            std::int64_t{connection.enabled}, connection.notice_accepted_at_us,
                            connection.accepted_by, transaction.now_us());
    });
}

Connection ProviderConnections::connect(CallContext const& context, Provider provider,
                                        NoticeAnswer notice,
                                        std::optional<std::string> const& key) {
    auto const& info = info_of(provider);
    auto connection = get(context, provider);
    bool const known = connection.notice_accepted_at_us || connection.by_configuration == 1;
    if (info.standing == Standing::unofficial && !known && notice != NoticeAnswer::accepted)
        throw notice_required(info);
    if (key) {
        auto const given = trimmed(*key);
        if (info.needs_key == 0 || !is_sound_key(given)) throw bad_key(info);
        write_key_file(files_, file_of(provider), given);
    } else if (info.needs_key == 1 && load_key(provider).empty()) {
        throw key_required(info);
    }
    if (notice == NoticeAnswer::accepted && !connection.notice_accepted_at_us) {
        connection.notice_accepted_at_us = context.now_us();
        connection.accepted_by = context.actor.user_id;
    }
    connection.enabled = 1;
    store(context, connection);
    return get(context, provider);
}

Connection ProviderConnections::disconnect(CallContext const& context, Provider provider,
                                           KeyFate fate) {
    auto connection = get(context, provider);
    if (connection.by_configuration == 1)
        throw Error(ErrorCode::conflict, "provider.configured",
                    fmt::format("{} is switched on by the configuration. Remove it from "
                                "providers.enabled.",
                                info_of(provider).title));
    connection.enabled = 0;
    store(context, connection);
    if (fate == KeyFate::remove) remove_key_file(files_, file_of(provider));
    return get(context, provider);
}

}  // namespace ec::marketdata
