#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ec::accounts {

enum class Role : std::uint8_t { user, site_admin, super_admin };

/// What a route or command needs. One table (permissions.cpp) says which role holds what.
enum class Permission : std::uint8_t {
    read_market,      // symbols, bars, facts, indicators
    run_analysis,     // ask for a report
    read_reports,     // those granted to the caller
    check_text,       // the claim audit
    import_data,      // bars into the store
    operate_store,    // init, migrate, doctor, verify against the index
    read_any_report,  // every owner's
};

[[nodiscard]] std::string_view to_string(Role role) noexcept;
[[nodiscard]] std::optional<Role> parse_role(std::string_view text) noexcept;
[[nodiscard]] std::string_view to_string(Permission permission) noexcept;
[[nodiscard]] std::optional<Permission> parse_permission(std::string_view text) noexcept;

[[nodiscard]] bool allows(Role role, Permission permission) noexcept;

}  // namespace ec::accounts
