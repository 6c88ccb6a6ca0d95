#include "bindings.hpp"

#include <ec/base/error.hpp>

#include <exception>

namespace py = pybind11;

namespace ec::python {
namespace {

/// The exception object of the package that stands for `error`.
py::object make_exception(Error const& error) {
    py::list fields;
    for (auto const& field : error.fields())
        fields.append(py::make_tuple(field.field, field.value, field.problem, field.remedy));
    py::object retry = py::none();
    if (error.retry_after_s()) retry = py::int_(*error.retry_after_s());
    return py::module_::import("equitycompass._errors")
        .attr("make_error")(std::string(to_string(error.code())), error.reason(),
                            error.public_message(), fields, retry);
}

void translate(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (Error const& error) {
        try {
            py::object const exception = make_exception(error);
            PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
        } catch (py::error_already_set& failure) {
            failure.restore();
        }
    }
}

}  // namespace

py::object to_python(Date day) {
    return py::module_::import("datetime").attr("date")(day.year(), day.month(), day.day());
}

py::object to_python(std::optional<Date> const& day) {
    return day ? to_python(*day) : py::none().cast<py::object>();
}

std::optional<Date> read_day(std::optional<std::string> const& text, char const* field) {
    if (!text) return std::nullopt;
    return Date::parse(*text, field);
}

}  // namespace ec::python

PYBIND11_MODULE(_core, module) {
    module.doc() = "The compiled part of equitycompass; its calls are not a public interface.";
    py::register_local_exception_translator(&ec::python::translate);
    ec::python::bind_indicators(module);
    ec::python::bind_facts(module);
    ec::python::bind_audit(module);
    ec::python::bind_report(module);
    ec::python::bind_store(module);
}
