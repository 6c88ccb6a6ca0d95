#include <ec/accounts/permissions.hpp>

#include <ec/accounts/accounts.hpp>
#include <ec/accounts/idempotency.hpp>
#include <ec/base/error.hpp>

#include <array>

#include <boost/test/unit_test.hpp>

using namespace ec::accounts;

BOOST_AUTO_TEST_SUITE(permissions)

BOOST_AUTO_TEST_CASE(a_higher_role_holds_what_a_lower_one_does) {
    for (auto const permission :
         {Permission::read_market, Permission::run_analysis, Permission::read_reports,
          Permission::check_text, Permission::import_data, Permission::operate_store,
          Permission::read_any_report}) {
        BOOST_TEST(allows(Role::super_admin, permission));
        if (allows(Role::user, permission)) BOOST_TEST(allows(Role::site_admin, permission));
        BOOST_TEST((parse_permission(to_string(permission)) == permission));
    }
    BOOST_TEST(!allows(Role::user, Permission::import_data));
    BOOST_TEST(!allows(Role::user, Permission::read_any_report));
    BOOST_TEST(!allows(Role::site_admin, Permission::operate_store));
    BOOST_TEST(!parse_permission("everything").has_value());
    for (auto const role : {Role::user, Role::site_admin, Role::super_admin})
        BOOST_TEST((parse_role(to_string(role)) == role));
    BOOST_TEST(!parse_role("root").has_value());
}

BOOST_AUTO_TEST_CASE(a_missing_permission_is_forbidden_by_name) {
    User const user{"usr_1", Role::user, Locality::remote, "en"};
    BOOST_CHECK_NO_THROW(Accounts::require(user, Permission::check_text));
    BOOST_CHECK_EXCEPTION(Accounts::require(user, Permission::operate_store), ec::Error,
                          [](ec::Error const& e) {
                              return e.code() == ec::ErrorCode::forbidden &&
                                     e.public_message().find("operate_store") != std::string::npos;
                          });
}

BOOST_AUTO_TEST_CASE(idempotency_keys_are_quoted_or_bare) {
    BOOST_TEST(IdempotencyStore::parse_header("\"abc-1\"") == "abc-1");
    BOOST_TEST(IdempotencyStore::parse_header("abc-1") == "abc-1");
    for (std::string const& bad :
         {std::string(), std::string("\"\""), std::string("a b"), std::string(256, 'x'),
          std::string("a\"b"), std::string("\xe4\xb8\xad")})
        BOOST_CHECK_THROW((void)IdempotencyStore::parse_header(bad), ec::Error);
}

BOOST_AUTO_TEST_SUITE_END()
