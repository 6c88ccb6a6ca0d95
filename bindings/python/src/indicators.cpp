#include "bindings.hpp"

#include <ec/indicators/registry.hpp>

#include <memory>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

namespace py = pybind11;

namespace ec::python {
namespace {

using Array = py::array_t<double, py::array::c_style>;

py::dict describe(indicators::ParamSpec const& param) {
    py::dict out;
    out["name"] = param.name;
    out["type"] = std::string(indicators::to_string(param.type));
    out["default"] = param.default_value;
    out["minimum"] = param.minimum;
    out["maximum"] = param.maximum;
    out["choices"] = param.choices;
    out["aliases"] = param.aliases;
    return out;
}

py::list describe_indicators() {
    py::list out;
    for (auto const& spec : indicators::list_indicators()) {
        py::dict item;
        item["name"] = spec.name;
        item["aliases"] = spec.aliases;
        item["title"] = spec.title;
        item["group"] = spec.group;
        py::list inputs;
        for (auto column : spec.inputs) inputs.append(std::string(indicators::to_string(column)));
        item["inputs"] = inputs;
        py::list parameters;
        for (auto const& param : spec.parameters) parameters.append(describe(param));
        item["parameters"] = parameters;
        item["outputs"] = spec.outputs;
        item["warm_up"] = spec.warm_up;
        item["formula"] = spec.formula;
        item["source"] = spec.source;
        out.append(item);
    }
    return out;
}

/// The array's own memory; the caller keeps the array.
indicators::Input view_of(std::optional<Array> const& array) {
    if (!array) return {};
    return {array->data(), static_cast<std::size_t>(array->size())};
}

/// An array that owns the vector: nothing is copied.
py::array_t<double> give_away(std::vector<double> values) {
    auto owned = std::make_unique<std::vector<double>>(std::move(values));
    auto const size = static_cast<py::ssize_t>(owned->size());
    double* const data = owned->data();
    py::capsule const owner(owned.release(),
                            [](void* p) { delete static_cast<std::vector<double>*>(p); });
    return py::array_t<double>(size, data, owner);
}

py::list compute(std::string const& name, indicators::Params const& params,
                 std::optional<Array> const& open, std::optional<Array> const& high,
                 std::optional<Array> const& low, std::optional<Array> const& close,
                 std::optional<Array> const& volume) {
    indicators::Columns const columns{view_of(open), view_of(high), view_of(low), view_of(close),
                                      view_of(volume)};
    std::vector<indicators::NamedColumn> outputs;
    {
        py::gil_scoped_release const unlocked;
        outputs = indicators::compute(name, params, columns);
    }
    py::list out;
    for (auto& output : outputs) out.append(give_away(std::move(output.values)));
    return out;
}

}  // namespace

void bind_indicators(py::module_& module) {
    module.def("describe_indicators", &describe_indicators);
    // No implicit conversion: what is not contiguous float64 is converted by the package, in one
    // visible place.
    module.def("compute", &compute, py::arg("name"), py::arg("params"),
               py::arg("open").noconvert() = py::none(), py::arg("high").noconvert() = py::none(),
               py::arg("low").noconvert() = py::none(), py::arg("close").noconvert() = py::none(),
               py::arg("volume").noconvert() = py::none());
    module.def("warm_up_rows", [](std::string const& name, indicators::Params const& params) {
        return indicators::warm_up_rows(name, params);
    });
}

}  // namespace ec::python
