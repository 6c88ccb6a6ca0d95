#include "bindings.hpp"
#include "facts.hpp"

#include <ec/base/error.hpp>
#include <ec/market/symbol_input.hpp>
#include <ec/narrative/audit.hpp>

#include <string>
#include <vector>

#include <pybind11/stl.h>

namespace py = pybind11;

namespace ec::python {
namespace {

narrative::Language language_of(std::optional<std::string> const& lang, std::string const& text) {
    if (!lang) return narrative::detect_language(text);
    if (auto const language = narrative::parse_language(*lang)) return *language;
    throw invalid_field("audit.language", "lang", *lang, "is no language of the audit",
                        "One of en, zh.");
}

py::tuple audit(std::string const& text, Sheet const& facts,
                std::optional<std::string> const& lang) {
    auto const language = language_of(lang, text);
    narrative::AuditResult result;
    {
        py::gil_scoped_release const unlocked;
        result = narrative::audit_text(text, language, facts.sheet);
    }
    return py::make_tuple(std::string(narrative::to_string(language)), to_python(result.claims),
                          to_python(result.summary));
}

std::vector<std::string> resolve(std::string const& text) {
    std::vector<std::string> out;
    for (auto const& symbol : market::parse_input(text)) out.push_back(symbol.text());
    return out;
}

}  // namespace

py::list to_python(std::vector<narrative::Claim> const& claims) {
    py::list out;
    for (auto const& claim : claims)
        out.append(py::make_tuple(claim.text, claim.begin, claim.end,
                                  std::string(narrative::to_string(claim.kind)),
                                  std::string(narrative::to_string(claim.verdict)), claim.facts,
                                  claim.operation, claim.expected, claim.reason, claim.value));
    return out;
}

py::tuple to_python(narrative::AuditSummary const& summary) {
    return py::make_tuple(summary.supported, summary.derived, summary.unsupported,
                          summary.contradicted);
}

void bind_audit(py::module_& module) {
    module.def("audit", &audit);
    module.def("resolve", &resolve);
}

}  // namespace ec::python
