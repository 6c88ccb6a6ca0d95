// Any bytes: parse_report refuses or gives a report that writes the same bytes again.
#include <ec/base/error.hpp>
#include <ec/reports/report.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const json(reinterpret_cast<char const*>(data), size);
    try {
        auto const again = ec::reports::render_report_json(ec::reports::parse_report(json));
        // Only the hashes may differ: they are not compared here.
        auto const end = again.find("\n\"hashes\":");
        if (again.substr(0, end) != json.substr(0, end)) std::abort();
    } catch (ec::Error const& error) {
        if (error.reason() != "report.malformed") std::abort();
    }
    return 0;
}
