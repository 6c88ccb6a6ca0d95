#include <ec/accounts/permissions.hpp>

#include <algorithm>
#include <array>

namespace ec::accounts {
namespace {

struct Row {
    Permission permission = Permission::read_market;
    std::string_view name;
    Role least = Role::user;  // roles are ordered: what a user may, an administrator may
};

constexpr std::array table{
    Row{Permission::read_market, "read_market", Role::user},
    Row{Permission::run_analysis, "run_analysis", Role::user},
    Row{Permission::read_reports, "read_reports", Role::user},
    Row{Permission::check_text, "check_text", Role::user},
    Row{Permission::import_data, "import_data", Role::site_admin},
    Row{Permission::operate_store, "operate_store", Role::super_admin},
    Row{Permission::read_any_report, "read_any_report", Role::super_admin},
};

}  // namespace

std::string_view to_string(Role role) noexcept {
    switch (role) {
        case Role::user:
            return "user";
        case Role::site_admin:
            return "site_admin";
        case Role::super_admin:
            return "super_admin";
    }
    return "user";
}

std::optional<Role> parse_role(std::string_view text) noexcept {
    for (auto role : {Role::user, Role::site_admin, Role::super_admin})
        if (to_string(role) == text) return role;
    return std::nullopt;
}

std::string_view to_string(Permission permission) noexcept {
    return table[static_cast<std::size_t>(permission)].name;
}

std::optional<Permission> parse_permission(std::string_view text) noexcept {
    auto const row = std::ranges::find(table, text, &Row::name);
    if (row == table.end()) return std::nullopt;
    return row->permission;
}

bool allows(Role role, Permission permission) noexcept {
    auto const row = std::ranges::find(table, permission, &Row::permission);
    return row != table.end() && role >= row->least;
}

}  // namespace ec::accounts
