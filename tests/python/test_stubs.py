"""The stubs: complete, equal to the registry, and accepted by a strict checker."""

import ast
import inspect
import os
import subprocess
from pathlib import Path

import pytest

import equitycompass as ec
from equitycompass import _indicators

PACKAGE = Path(ec.__file__).parent
SAMPLE = '''
from typing import Any

import numpy as np
import equitycompass as ec

x = np.arange(100.0)
series: Any = x
average = ec.sma(x, length=20)
reveal_type(average)
reveal_type(ec.macd(x, 12, 26, 9).signal)
reveal_type(ec.atr(x, x, x, length=14))
sheet = ec.FactSheet.from_json("")
reveal_type(sheet["rsi_14"].value)
reveal_type(ec.audit("text", sheet, lang="en").claims[0].verdict)
untyped = ec.sma(series, 5).rolling(3)
with ec.open(read_only=True) as store:
    report = store.analyze("AAPL", lang="zh", as_of="2020-08-28")
    reveal_type(report.call)
    report.save("x.pdf")
names: list[str] = ec.resolve("00700")
try:
    ec.ema(x, 3, seed="sma")
except ec.InvalidInput as error:
    print(error.fields[0].remedy)
'''
WRONG = '''
import equitycompass as ec

ec.sma([1.0, 2.0], length="twenty")
ec.no_such_indicator([1.0])
ec.resolve(7)
'''


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("mypy")


def check(tmp_path, cache, text):
    sample = tmp_path / "sample.py"
    sample.write_text(text)
    environment = dict(os.environ, MYPYPATH=str(PACKAGE.parent))
    return subprocess.run(
        ["/usr/bin/mypy", "--strict", "--python-executable", "/usr/bin/python3",
         "--cache-dir", str(cache), str(sample)],
        env=environment, capture_output=True, text=True, cwd=tmp_path)


def test_sample_passes_strict_checker(tmp_path, cache):
    out = check(tmp_path, cache, SAMPLE)
    assert out.returncode == 0, out.stdout
    assert out.stdout.count("numpy.ndarray[Any, numpy.dtype[numpy.floating") == 3, out.stdout
    assert "Union[builtins.float, datetime.date, builtins.str, None]" in out.stdout


def test_wrong_calls_are_seen(tmp_path, cache):
    out = check(tmp_path, cache, WRONG)
    assert out.returncode == 1
    assert {4, 5, 6} == {int(line.split(":")[1]) for line in out.stdout.splitlines()
                         if ": error:" in line}, out.stdout


def stub_functions(name):
    tree = ast.parse((PACKAGE / name).read_text())
    out = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            out.setdefault(node.name, []).append(node)
    return out


def test_every_indicator_has_its_stub():
    stubs = stub_functions("_indicators.pyi")
    assert set(stubs) == set(_indicators.FUNCTIONS)
    for name, overloads in stubs.items():
        # The last overload is the one of arrays; it has the arguments of the real signature.
        arguments = overloads[-1].args
        listed = [a.arg for a in (*arguments.args, *arguments.kwonlyargs)]
        assert listed == list(inspect.signature(getattr(ec, name)).parameters), name


def test_every_public_name_has_a_stub():
    tree = ast.parse((PACKAGE / "__init__.pyi").read_text())
    listed = {alias.asname for node in tree.body if isinstance(node, ast.ImportFrom)
              for alias in node.names if alias.asname}
    assert listed == (set(ec.__all__) | {"open"}) - set(_indicators.FUNCTIONS)
