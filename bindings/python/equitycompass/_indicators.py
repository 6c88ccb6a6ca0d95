"""One function per indicator of the library, made from its registry at import."""

import collections
import inspect

import numpy as np

from . import _core
from ._columns import as_column, get_column, is_frame, is_series
from ._errors import invalid

# The name a parameter has in Python where the registry's own is not the usual one here.
_PREFERRED = ("length", "std")


def _python_name(param):
    return next((name for name in _PREFERRED if name in param["aliases"]), param["name"])


def _default(param):
    if param["type"] == "integer":
        return int(param["default"])
    return float(param["default"]) if param["type"] == "real" else param["default"]


def _text(value):
    if isinstance(value, (bool, np.bool_)):
        return str(value)
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return str(value)


class _Indicator:
    """What the function of one indicator knows: its data arguments, parameters and outputs."""

    def __init__(self, spec):
        self.spec = spec
        self.name = spec["name"]
        parameters = spec["parameters"]
        self.single = bool(parameters) and parameters[-1]["name"] == "input"
        self.data = ["x"] if self.single else list(spec["inputs"])
        self.parameters = {_python_name(p): p for p in parameters}
        self.aliases = {alias: shown for shown, p in self.parameters.items()
                        for alias in (p["name"], *p["aliases"]) if alias != shown}
        self.signature = inspect.Signature(self._arguments())
        fields = spec["outputs"]
        title = "".join(part.capitalize() for part in self.name.split("_"))
        self.result = collections.namedtuple(title, fields) if len(fields) > 1 else None

    def _arguments(self):
        kind = inspect.Parameter
        out = [kind(self.data[0], kind.POSITIONAL_OR_KEYWORD)]
        out += [kind(name, kind.POSITIONAL_OR_KEYWORD, default=None) for name in self.data[1:]]
        numeric = [n for n, p in self.parameters.items() if p["type"] != "choice"]
        choices = [n for n, p in self.parameters.items() if p["type"] == "choice"]
        for names, where in ((numeric, kind.POSITIONAL_OR_KEYWORD), (choices, kind.KEYWORD_ONLY)):
            out += [kind(n, where, default=_default(self.parameters[n])) for n in names]
        return out

    def _label(self, arguments):
        """"_12_26_9": the numbers before the first parameter that picks a definition."""
        numbers = []
        for name, param in self.parameters.items():
            if param["type"] == "choice" or name == "ddof":
                break
            numbers.append(_text(arguments[name]))
        return "".join("_" + n for n in numbers)

    def _columns(self, arguments):
        """Columns by name, and the pandas object whose index the result takes."""
        first = arguments[self.data[0]]
        if is_frame(first):
            if any(arguments[name] is not None for name in self.data[1:]):
                raise TypeError(f"{self.name}: beside a frame give the parameters by keyword")
            wanted = [arguments["input"]] if self.single else self.data
            return {name: get_column(first, name) for name in wanted}, first
        if self.single:
            return {arguments["input"]: first}, first if is_series(first) else None
        missing = [name for name in self.data if arguments[name] is None]
        if missing:
            raise TypeError(f"{self.name}: missing {', '.join(missing)} (or give one frame)")
        given = {name: arguments[name] for name in self.data}
        series = [value for value in given.values() if is_series(value)]
        if any(not value.index.equals(series[0].index) for value in series[1:]):
            raise invalid("indicators.index_mismatch", self.name, ", ".join(given),
                          "the series have different indexes", "Align them first.")
        return given, series[0] if series else None

    def __call__(self, args, kwargs):
        named = {self.aliases.get(name, name): value for name, value in kwargs.items()}
        if len(named) != len(kwargs):
            raise TypeError(f"{self.name}: a parameter is given twice, once by another name")
        bound = self.signature.bind(*args, **named)
        bound.apply_defaults()
        arguments = bound.arguments
        if self.single and arguments["input"] not in self.parameters["input"]["choices"]:
            raise invalid("indicators.bad_parameter", "input", arguments["input"],
                          "is no column", "One of open, high, low, close, volume.")
        columns, source = self._columns(arguments)
        columns = {name: as_column(value, name) for name, value in columns.items()}
        params = {p["name"]: _text(arguments[n]) for n, p in self.parameters.items()}
        outputs = _core.compute(self.name, params, **columns)
        if source is None:
            return self.result(*outputs) if self.result else outputs[0]
        return self._wrap(outputs, source, arguments)

    def _wrap(self, outputs, source, arguments):
        import pandas

        label = self._label(arguments)
        if self.result is None:
            name = source.name if self.single and is_series(source) else self.name + label
            return pandas.Series(outputs[0], index=source.index, name=name, copy=False)
        names = [o if o.startswith(self.name) else f"{self.name}_{o}" for o in
                 self.spec["outputs"]]
        return pandas.DataFrame({n + label: v for n, v in zip(names, outputs)},
                                index=source.index)

    def document(self):
        lines = [f"{self.spec['title']}: {self.spec['formula']}.", "",
                 f"Source: {self.spec['source']}. Rows before the first value (NaN): "
                 f"{self.spec['warm_up']}.", ""]
        if len(self.spec["outputs"]) > 1:
            lines.append(f"Gives {', '.join(self.spec['outputs'])}.")
        for shown, param in self.parameters.items():
            allowed = ", ".join(param["choices"]) if param["type"] == "choice" else \
                f"{param['type']} from {param['minimum']:g} to {param['maximum']:g}"
            lines.append(f"{shown}: {allowed}; default {param['default']}")
        return "\n".join(lines)


def _make_function(indicator):
    def function(*args, **kwargs):
        return indicator(args, kwargs)

    function.__name__ = function.__qualname__ = indicator.name
    function.__module__ = __package__
    function.__doc__ = indicator.document()
    function.__signature__ = indicator.signature
    return function


def _make_all():
    functions = {}
    for spec in _core.describe_indicators():
        function = _make_function(_Indicator(spec))
        for name in (spec["name"], *spec["aliases"]):
            functions[name] = function
    return functions


INDICATORS = [_Indicator(spec) for spec in _core.describe_indicators()]
FUNCTIONS = _make_all()
globals().update(FUNCTIONS)
__all__ = sorted(FUNCTIONS)
