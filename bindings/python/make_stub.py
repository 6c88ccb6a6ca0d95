"""Writes _indicators.pyi from the registry of the built module.

Usage: make_stub.py PACKAGE_FOLDER OUTPUT
"""

import importlib
import sys
import types
from pathlib import Path

HEAD = '''from typing import Any, NamedTuple, Protocol, overload

import numpy as np
import numpy.typing as npt
import pandas as pd  # type: ignore

_Array = npt.NDArray[np.float64]
_ArrayLike = npt.ArrayLike

# What tells pandas objects from arrays, also for a checker that has no stubs of pandas.
class _Series(Protocol):
    @property
    def index(self) -> Any: ...
    @property
    def to_frame(self) -> Any: ...

class _Frame(Protocol):
    @property
    def index(self) -> Any: ...
    @property
    def columns(self) -> Any: ...
'''


def load_registry(package):
    """_indicators.py beside the module, without the package's __init__ (which needs the stub's
    neighbours to be complete)."""
    name = "equitycompass"
    root = types.ModuleType(name)
    root.__path__ = [str(package)]
    sys.modules[name] = root
    return importlib.import_module(f"{name}._indicators").INDICATORS


def annotate(indicator, parameter):
    """`length: int = ...` of one parameter."""
    spec = indicator.parameters[parameter.name]
    kinds = {"integer": "int", "real": "float", "choice": "str"}
    return f"{parameter.name}: {kinds[spec['type']]} = {parameter.default!r}"


def arguments(indicator, data, star):
    """Data arguments as given, then the parameters; all of these by keyword after `star`."""
    parameters = [p for p in indicator.signature.parameters.values()
                  if p.name in indicator.parameters]
    positional = [annotate(indicator, p) for p in parameters if p.kind is not p.KEYWORD_ONLY]
    keyword = [annotate(indicator, p) for p in parameters if p.kind is p.KEYWORD_ONLY]
    if star:
        positional, keyword = [], positional + keyword
    return data + positional + (["*"] + keyword if keyword else [])


def stubs_of(indicator, name):
    """One overload for series, one for a frame, last one for arrays."""
    pandas = "pd.DataFrame" if indicator.result else "pd.Series"
    arrays = indicator.result.__name__ if indicator.result else "_Array"
    first = indicator.data[0]
    many = len(indicator.data) > 1
    if many:
        cases = [([f"{n}: _Series" for n in indicator.data], False, pandas),
                 ([f"{first}: _Frame"], True, pandas)]
    else:
        cases = [([f"{first}: _Series | _Frame"], False, pandas)]
    cases.append(([f"{n}: _ArrayLike" for n in indicator.data], False, arrays))
    lines = []
    for data, star, result in cases:
        shown = ",\n    ".join(arguments(indicator, data, star))
        lines.append(f"@overload\ndef {name}(\n    {shown},\n) -> {result}: ...")
    return lines


def render(indicators):
    parts = [HEAD]
    for indicator in indicators:
        if indicator.result is not None:
            fields = "".join(f"    {f}: _Array\n" for f in indicator.result._fields)
            parts.append(f"class {indicator.result.__name__}(NamedTuple):\n{fields}")
    for indicator in indicators:
        for name in (indicator.name, *indicator.spec["aliases"]):
            parts.append("\n".join(stubs_of(indicator, name)) + "\n")
    names = sorted(n for i in indicators for n in (i.name, *i.spec["aliases"]))
    parts.append("INDICATORS: list[Any]\nFUNCTIONS: dict[str, Any]\n")
    parts.append("__all__ = [\n" + "".join(f'    "{n}",\n' for n in names) + "]\n")
    return "\n".join(parts)


def main():
    package, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.write_text(render(load_registry(package)), encoding="utf-8")


if __name__ == "__main__":
    main()
