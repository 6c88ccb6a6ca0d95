#include <ec/workflows/verify_report.hpp>

#include <ec/reports/report_store.hpp>

namespace ec::workflows {

reports::Verification verify_report(Services const& services, CallContext const& context,
                                    std::string_view json) {
    return services.reports.verify(context, json, std::nullopt);
}

}  // namespace ec::workflows
