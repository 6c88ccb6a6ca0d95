#include "bindings.hpp"

PYBIND11_MODULE(_core, module) {
    module.doc() = "The compiled part of equitycompass; its calls are not a public interface.";
    ec::python::bind_errors();
    ec::python::bind_indicators(module);
    ec::python::bind_facts(module);
    ec::python::bind_audit(module);
}
