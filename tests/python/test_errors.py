"""The error model in Python's terms."""

import copy
import pickle

import numpy as np
import pytest

import equitycompass as ec
from equitycompass import _errors

CODES = {
    "invalid_input": (ec.InvalidInput, ValueError),
    "not_found": (ec.NotFound, LookupError),
    "timeout": (ec.Timeout, TimeoutError),
    "unauthenticated": (ec.Error, RuntimeError),
    "forbidden": (ec.Error, RuntimeError),
    "conflict": (ec.Error, RuntimeError),
    "insufficient_credit": (ec.Error, RuntimeError),
    "rate_limited": (ec.Error, RuntimeError),
    "unavailable": (ec.Error, RuntimeError),
    "internal": (ec.Error, RuntimeError),
}


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_its_class(code):
    ours, builtin = CODES[code]
    error = _errors.make_error(code, "some.reason", "What happened. What to do.",
                               [("field", "value", "problem", "remedy")], 7)
    assert type(error) is ours and isinstance(error, builtin) and isinstance(error, ec.Error)
    assert (error.code, error.reason, error.retry_after_s) == (code, "some.reason", 7)
    assert error.fields == (ec.Field("field", "value", "problem", "remedy"),)
    assert str(error) == "What happened. What to do."
    with pytest.raises(builtin):
        raise error


@pytest.mark.parametrize("code", CODES)
def test_errors_cross_processes(code):
    error = _errors.make_error(code, "some.reason", "Text.", [("f", "v", "p", "r")], 7)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is type(error) and str(twin) == str(error)
        assert twin.reason == error.reason and twin.fields == error.fields


def test_error_of_the_library_carries_its_fields():
    with pytest.raises(ec.InvalidInput) as caught:
        ec.sma(np.arange(30.0), -3)
    field = caught.value.fields[0]
    assert field.field == "period" and field.value == "-3"
    assert field.problem and field.remedy
    assert "-3" in str(caught.value)


def test_unknown_fact_is_not_found(bars):
    sheet = ec.facts(bars, symbol="AAPL")
    with pytest.raises(LookupError) as caught:
        sheet["rsi_15"]
    assert type(caught.value) is ec.NotFound and caught.value.reason == "facts.unknown"
