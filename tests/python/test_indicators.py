"""Indicators: the golden values, what goes in and comes out, memory and the interpreter lock."""

import builtins
import inspect
import threading
import time
import tracemalloc

import numpy as np
import pandas as pd
import pytest

import equitycompass as ec
from equitycompass import _columns, _core, _indicators


def same(ours, golden):
    """Equal where the golden file has a value, NaN where it has none."""
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(golden))
    np.testing.assert_allclose(ours, golden, rtol=1e-7, atol=1e-8)


GOLDEN_SINGLE = [
    ("sma_20", lambda c: ec.sma(c)),
    ("sma_5", lambda c: ec.sma(c, 5)),
    ("ema_12", lambda c: ec.ema(c, length=12)),
    ("dema_20", lambda c: ec.dema(c, 20)),
    ("rsi_14", lambda c: ec.rsi(c)),
    ("mom_10", lambda c: ec.momentum(c, 10)),
    ("roc_12", lambda c: ec.roc(c, 12)),
]


@pytest.mark.parametrize("column,call", GOLDEN_SINGLE, ids=[g[0] for g in GOLDEN_SINGLE])
def test_golden_of_one_series(bars, golden, column, call):
    same(call(bars["close"].to_numpy()), golden[column].to_numpy())


def test_golden_of_bars(bars, golden):
    high, low, close = (bars[c].to_numpy() for c in ("high", "low", "close"))
    same(ec.atr(high, low, close), golden["atr_14"].to_numpy())
    same(ec.atr(high, low, close, length=14), golden["atr_14"].to_numpy())
    same(ec.cci(bars, length=14).to_numpy(), golden["cci_14"].to_numpy())
    same(ec.obv(bars).to_numpy(), golden["obv"].to_numpy())


def test_golden_of_many_outputs(bars, golden):
    macd = ec.macd(bars["close"].to_numpy())
    assert macd._fields == ("macd", "signal", "histogram")
    # TA-Lib gives MACD from where its signal begins; the line itself is known before.
    rows = golden["macd_12_26_9_signal"].notna().to_numpy()
    for ours, theirs in zip(macd, ("macd", "signal", "hist")):
        same(ours[rows], golden[f"macd_12_26_9_{theirs}"].to_numpy()[rows])
    bands = ec.bbands(bars["close"].to_numpy(), length=20, std=2.0)
    for ours, theirs in (("upper", "bb_upper"), ("middle", "bb_middle"), ("lower", "bb_lower")):
        same(getattr(bands, ours), golden[theirs].to_numpy())


def test_series_keeps_index_and_name(bars):
    out = ec.sma(bars["close"].rename("Schluss"), 10)
    assert isinstance(out, pd.Series) and out.name == "Schluss"
    assert out.index is bars.index or out.index.equals(bars.index)
    assert out.isna().sum() == 9
    np.testing.assert_array_equal(out.to_numpy(), ec.sma(bars["close"].to_numpy(), 10))


def test_many_outputs_of_a_series_are_a_frame(bars):
    out = ec.macd(bars["close"])
    assert list(out.columns) == ["macd_12_26_9", "macd_signal_12_26_9", "macd_histogram_12_26_9"]
    assert out.index.equals(bars.index)
    assert list(ec.macd(bars["close"], 5, 35, 5).columns)[0] == "macd_5_35_5"
    assert list(ec.bbands(bars["close"]).columns)[0].endswith("upper_20_2")


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
def test_frame_columns_in_any_case(bars, change):
    frame = bars.rename(columns=change)
    out = ec.atr(frame, length=10)
    assert out.name == "atr_10" and out.index.equals(bars.index)
    np.testing.assert_array_equal(
        out.to_numpy(), ec.atr(*(bars[c].to_numpy() for c in ("high", "low", "close")), 10))
    np.testing.assert_array_equal(ec.sma(frame).to_numpy(), ec.sma(bars["close"]).to_numpy())
    np.testing.assert_array_equal(
        ec.sma(frame, input="high").to_numpy(), ec.sma(bars["high"]).to_numpy())


def test_series_of_bars_share_an_index(bars):
    out = ec.atr(bars["high"], bars["low"], bars["close"], 14)
    assert isinstance(out, pd.Series) and out.name == "atr_14"
    with pytest.raises(ec.InvalidInput) as caught:
        ec.atr(bars["high"], bars["low"], bars["close"].shift(freq="D"), 14)
    assert caught.value.reason == "indicators.index_mismatch"


CONVERTED = [
    np.arange(50),
    np.arange(50, dtype=np.float32),
    np.arange(100, dtype=np.float64)[::2] / 2,
    np.arange(50, dtype=">f8"),
    np.arange(50)[::-1][::-1],
    list(range(50)),
    pd.Series(range(50), dtype="Int64"),
]


@pytest.mark.parametrize("values", CONVERTED, ids=lambda v: str(getattr(v, "dtype", "list")))
def test_other_types_and_strides_are_converted(values):
    expected = ec.sma(np.arange(50, dtype=np.float64), 5)
    np.testing.assert_array_equal(np.asarray(ec.sma(values, 5)), expected)


def test_missing_values_of_pandas_are_nan():
    out = ec.sma(pd.Series([1, 2, None, 4, 5, 6], dtype="Float64"), 2)
    np.testing.assert_array_equal(out.isna(), [True, False, True, True, False, False])


def test_empty_and_short_input():
    assert ec.sma(np.array([])).shape == (0,)
    assert np.isnan(ec.sma(np.array([1.0, 2.0]), 5)).all()


def test_read_only_input_is_read():
    values = np.arange(30.0)
    values.flags.writeable = False
    assert ec.sma(values, 3)[2] == 1.0


def traced_bytes(values):
    tracemalloc.start()
    ec.sma(values, 20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_contiguous_float64_is_not_copied():
    rows = 1_000_000
    values = np.random.default_rng(1).normal(100, 1, rows)
    assert _columns.as_column(values, "x") is values
    series = pd.Series(values)
    assert np.shares_memory(_columns.as_column(series, "x"), values)
    # NumPy tells tracemalloc of its buffers: 8 MB would show. The strided input proves the meter.
    assert traced_bytes(values) < rows
    assert traced_bytes(np.repeat(values, 2)[::2]) > 7 * rows


def test_compiled_call_takes_only_what_needs_no_copy():
    with pytest.raises(TypeError):
        _core.compute("sma", {}, close=np.arange(30))
    with pytest.raises(TypeError):
        _core.compute("sma", {}, close=np.arange(60.0)[::2])


def test_result_owns_its_memory():
    out = ec.sma(np.arange(100_000.0), 2)
    copy = out.copy()
    for _ in range(20):
        ec.sma(np.random.default_rng(0).normal(size=100_000), 2)
    assert out.flags.writeable
    np.testing.assert_array_equal(out, copy)


def steps_beside(call):
    """Steps that another thread took in the middle half of `call`; the most of several tries."""
    steps, stop = [], threading.Event()

    def count():
        while not stop.is_set():
            steps.append(time.perf_counter())
            time.sleep(0.0005)

    counter, inside = threading.Thread(target=count), 0
    counter.start()
    try:
        for _ in range(10):
            begin = time.perf_counter()
            call()
            end = time.perf_counter()
            margin = (end - begin) / 4
            inside = max(inside, sum(begin + margin < t < end - margin for t in list(steps)))
            if inside >= 3:
                break
    finally:
        stop.set()
        counter.join()
    return inside


def test_interpreter_lock_is_released():
    values = np.random.default_rng(2).normal(100, 1, 4_000_000)
    assert steps_beside(lambda: _core.compute("kama", {}, close=values)) >= 3
    # A call that keeps the lock shows that the meter can tell.
    numbers = values[:300_000].tolist()
    assert steps_beside(lambda: sorted(numbers)) == 0


def test_threads_agree():
    values = np.random.default_rng(3).normal(100, 1, 200_000)
    expected, results = ec.rsi(values), [None] * 8

    def work(i):
        results[i] = ec.rsi(values)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        np.testing.assert_array_equal(result, expected)


def test_signatures_are_real():
    assert str(inspect.signature(ec.sma)) == "(x, length=20, *, input='close')"
    assert list(inspect.signature(ec.macd).parameters)[:4] == ["x", "fast", "slow", "signal"]
    assert list(inspect.signature(ec.atr).parameters)[:4] == ["high", "low", "close", "length"]
    assert inspect.signature(ec.rsi).parameters["length"].default == 14
    assert inspect.signature(ec.bbands).parameters["std"].default == 2.0
    assert "sum of the last period values" in inspect.getdoc(ec.sma)
    assert ec.sma.__name__ == "sma" and ec.sma.__module__ == "equitycompass"


def test_every_indicator_runs_on_a_frame(bars):
    for indicator in _indicators.INDICATORS:
        out = getattr(ec, indicator.name)(bars)
        assert out.index.equals(bars.index), indicator.name
        assert out.notna().to_numpy().any(), indicator.name
        kind = pd.DataFrame if len(indicator.spec["outputs"]) > 1 else pd.Series
        assert isinstance(out, kind), indicator.name
        for alias in indicator.spec["aliases"]:
            assert getattr(ec, alias) is getattr(ec, indicator.name)


def test_star_import_hides_no_builtin():
    assert not [name for name in ec.__all__ if hasattr(builtins, name)]
    assert {"sma", "facts", "audit", "resolve", "Error"} <= set(ec.__all__)


def test_parameters_by_other_names(bars):
    close = bars["close"].to_numpy()
    np.testing.assert_array_equal(ec.sma(close, period=5), ec.sma(close, 5))
    with pytest.raises(TypeError):
        ec.sma(close, period=5, length=6)
    with pytest.raises(TypeError):
        ec.sma(close, 5, wrong=1)
    with pytest.raises(TypeError):
        ec.atr(bars["high"], bars["low"])
    with pytest.raises(TypeError):
        ec.atr(bars, 14)


REFUSED = [
    (lambda x: ec.sma(x, 0), "indicators.bad_parameter"),
    (lambda x: ec.sma(x, 2.5), "indicators.bad_parameter"),
    (lambda x: ec.sma(x, "many"), "indicators.bad_parameter"),
    (lambda x: ec.ema(x, seed="zero"), "indicators.bad_parameter"),
    (lambda x: ec.sma(x, input="amount"), "indicators.bad_parameter"),
    (lambda x: ec.sma(np.array(["a", "b"])), "frame.not_numeric"),
    (lambda x: ec.sma(x.astype(complex)), "frame.not_numeric"),
    (lambda x: ec.sma(np.array([object()])), "frame.not_numeric"),
    (lambda x: ec.sma([[1.0], [1.0, 2.0]]), "frame.not_numeric"),
    (lambda x: ec.sma(x.reshape(10, -1)), "frame.shape"),
    (lambda x: ec.atr(x, x, x[1:]), "indicators.length_mismatch"),
    (lambda x: ec.atr(pd.DataFrame({"high": x, "low": x})), "indicators.missing_column"),
    (lambda x: ec.sma(pd.DataFrame({"close": x, "Close": x})), "frame.ambiguous_column"),
]


@pytest.mark.parametrize("call,reason", REFUSED, ids=[str(i) for i in range(len(REFUSED))])
def test_refused_input_names_its_reason(call, reason):
    with pytest.raises(ec.InvalidInput) as caught:
        call(np.arange(100.0))
    error = caught.value
    assert isinstance(error, (ec.Error, ValueError))
    assert error.code == "invalid_input" and error.reason == reason
    assert str(error)
