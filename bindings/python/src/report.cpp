#include "report.hpp"

#include "bindings.hpp"
#include "facts.hpp"

#include <ec/base/error.hpp>

#include <set>
#include <string>
#include <vector>

#include <pybind11/stl.h>

namespace py = pybind11;

namespace ec::python {
namespace {

reports::Report const& report_of(AnalyzedReport const& held) {
    if (held.analyzed.report) return *held.analyzed.report;
    throw Error(ErrorCode::not_found, "report.none", held.analyzed.detail);
}

std::string render(AnalyzedReport const& held, std::string const& format) {
    auto const& report = report_of(held);
    auto const& options = held.options;
    if (format == "md") return reports::render_markdown(report, options);
    if (format == "html") return reports::render_html(report, options);
    if (format == "fragment") return reports::render_html_fragment(report, options);
    if (format == "pdf") return reports::render_pdf(report, options);
    if (format == "json") return reports::render_json(report, options);
    if (format == "txt") return reports::render_terminal(report, options, {});
    throw invalid_field("format.unknown", "format", format, "no such format",
                        "Use pdf, html, md, json or txt.");
}

py::bytes render_unlocked(AnalyzedReport const& held, std::string const& format) {
    std::string bytes;
    {
        py::gil_scoped_release const unlocked;
        bytes = render(held, format);
    }
    return bytes;
}

narrative::Document visible(AnalyzedReport const& held) {
    return reports::visible_document(report_of(held), held.options.profile);
}

py::list sections_of(AnalyzedReport const& held) {
    py::list out;
    for (auto const& section : visible(held).sections) {
        std::string text;
        for (auto const& block : section.blocks)
            for (auto const& line : block.lines) {
                if (!text.empty()) text += '\n';
                text += narrative::plain_text(line);
            }
        out.append(py::make_tuple(std::string(narrative::to_string(section.id)), section.title,
                                  std::move(text)));
    }
    return out;
}

/// The prose and its claims with offsets in it; those of a document are within their line.
py::tuple audit_of(AnalyzedReport const& held) {
    auto const document = visible(held);
    std::string const text = narrative::plain_text(document);
    std::vector<narrative::Claim> claims;
    std::size_t cursor = 0;
    for (auto const& section : document.sections)
        for (auto const& block : section.blocks)
            for (auto const& line : block.lines) {
                std::string const shown = narrative::plain_text(line);
                auto const begin = text.find(shown, cursor);
                EC_CHECK(begin != std::string::npos);
                cursor = begin + shown.size();
                std::set<std::int32_t> ids;
                for (auto const& span : line)
                    if (span.claim >= 0) ids.insert(span.claim);
                for (std::int32_t id : ids) {
                    auto claim = document.claims.at(static_cast<std::size_t>(id));
                    claim.begin += begin;
                    claim.end += begin;
                    claims.push_back(std::move(claim));
                }
            }
    return py::make_tuple(text, std::string(narrative::to_string(document.language)),
                          to_python(claims), to_python(document.audit));
}

py::tuple to_tuple(analysis::Outlook const& outlook) {
    return py::make_tuple(outlook.up, outlook.inside, outlook.down);
}

/// The tuple that equitycompass.Call is made of; None without a call or where none may be shown.
py::object call_of(AnalyzedReport const& held) {
    auto const& call = report_of(held).call;
    if (!call || held.options.profile == reports::Profile::facts_only) return py::none();
    return py::make_tuple(call->horizon, std::string(analysis::to_string(call->direction)),
                          call->confidence, to_tuple(call->probability), to_tuple(call->base_rate),
                          call->up_above, call->down_below, call->measured_edge,
                          std::string(analysis::to_string(call->lean)), call->windows,
                          call->table_version);
}

py::object row_text(AnalyzedReport const& held, std::string reports::StoredReport::*member) {
    if (!held.analyzed.row) return py::none();
    return py::str((*held.analyzed.row).*member);
}

}  // namespace

void bind_report(py::module_& module) {
    py::class_<AnalyzedReport>(module, "AnalyzedReport")
        .def("outcome",
             [](AnalyzedReport const& held) {
                 return std::string(analysis::to_string(held.analyzed.outcome));
             })
        .def("has_report",
             [](AnalyzedReport const& held) { return held.analyzed.report.has_value(); })
        .def("detail", [](AnalyzedReport const& held) { return held.analyzed.detail; })
        .def("id",
             [](AnalyzedReport const& held) { return row_text(held, &reports::StoredReport::id); })
        .def("sha256",
             [](AnalyzedReport const& held) {
                 return row_text(held, &reports::StoredReport::sha256);
             })
        .def("title", [](AnalyzedReport const& held) { return report_of(held).document.title; })
        .def("sheet", [](AnalyzedReport const& held) { return Sheet(report_of(held).sheet); })
        .def("sections", &sections_of)
        .def("audit", &audit_of)
        .def("call", &call_of)
        .def("render", &render_unlocked);
}

}  // namespace ec::python
