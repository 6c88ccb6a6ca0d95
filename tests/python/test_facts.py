"""Fact sheets of a caller's own bars."""

import datetime
import hashlib
import json
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import equitycompass as ec

from conftest import ROOT


@pytest.fixture(scope="module")
def sheet(bars):
    return ec.facts(bars, symbol="AAPL")


def test_a_fact_tells_where_it_comes_from(sheet, bars):
    fact = sheet["rsi_14"]
    assert fact.unit == "index" and fact.absent is None
    assert fact.formula == "rsi(close, 14)"
    assert fact.window[1] == bars.index[-1].date()
    assert fact.value == pytest.approx(ec.rsi(bars["close"]).iloc[-1], rel=1e-9)
    assert sheet["close"].value == bars["close"].iloc[-1]


def test_an_absent_fact_says_why(sheet, bars):
    absent = [fact for fact in sheet if fact.absent]
    assert absent and all(fact.value is None for fact in absent)
    assert ec.facts(bars.iloc[:30], symbol="AAPL")["sma_60"].absent == "too_few_bars"


def test_sheet_is_a_collection(sheet):
    ids = [fact.id for fact in sheet]
    assert len(ids) == len(sheet) == len(set(ids)) > 100
    assert ids == sorted(ids)
    assert "rsi_14" in sheet and "nothing" not in sheet
    assert sheet.symbol == "AAPL" and sheet.currency == "USD" and sheet.basis == "raw"


def test_frame_and_json_hold_the_same(sheet):
    frame = sheet.to_frame()
    assert list(frame.index) == [fact.id for fact in sheet]
    assert frame.loc["rsi_14", "value"] == sheet["rsi_14"].value
    document = json.loads(sheet.to_json())
    assert len(document["facts"]) == len(sheet)
    assert sheet.sha256 == hashlib.sha256(sheet.to_json().encode()).hexdigest()
    assert ec.FactSheet.from_json(sheet.to_json()) == sheet
    assert "<table" in sheet._repr_html_() and "AAPL" in repr(sheet)


def test_same_data_same_bytes(sheet, bars):
    assert ec.facts(bars.copy(), symbol="AAPL").sha256 == sheet.sha256
    changed = bars.copy()
    changed.iloc[-1, changed.columns.get_loc("close")] += 0.01
    assert ec.facts(changed, symbol="AAPL").sha256 != sheet.sha256


def test_another_process_gives_the_same_bytes(sheet):
    program = ("import sys; sys.path.insert(0, sys.argv[1]); import conftest, equitycompass as ec;"
               "print(ec.facts(conftest.golden_frame('AAPL'), symbol='AAPL').sha256)")
    # Masking vector units of the C library must not change a digit.
    environment = dict(os.environ, GLIBC_TUNABLES="glibc.cpu.hwcaps=-AVX2_Usable,-FMA_Usable")
    out = subprocess.run([sys.executable, "-c", program, str(ROOT / "tests/python")],
                         env=environment, check=True, capture_output=True, text=True)
    assert out.stdout.strip() == sheet.sha256


def test_as_of_sees_nothing_later(bars):
    day = bars.index[500]
    cut = ec.facts(bars.iloc[:501], symbol="AAPL")
    for as_of in (day, day.date(), day.strftime("%Y-%m-%d"), day.to_datetime64(),
                  datetime.datetime(day.year, day.month, day.day)):
        assert ec.facts(bars, as_of=as_of, symbol="AAPL").sha256 == cut.sha256
    assert cut.as_of == day.date()


def test_diff_shows_what_changed(bars, sheet):
    before = ec.facts(bars, as_of=bars.index[-2], symbol="AAPL")
    changes = sheet.diff(before)
    row = changes.loc["close"]
    assert row["other"] == bars["close"].iloc[-2] and row["this"] == bars["close"].iloc[-1]
    assert row["change"] == pytest.approx(row["this"] - row["other"])
    assert sheet.diff(sheet).empty


def test_benchmark_gives_beta(bars):
    market = bars * 1.0
    with_it = ec.facts(bars, symbol="AAPL", benchmark=market.assign())
    without = ec.facts(bars, symbol="AAPL")
    new = [f.id for f in with_it if f.absent is None and without[f.id].absent is not None]
    assert any("beta" in name for name in new)
    beta = next(name for name in new if "beta" in name)
    assert with_it[beta].value == pytest.approx(1.0)


def test_without_symbol_nothing_is_claimed(bars):
    sheet = ec.facts(bars)
    assert sheet.symbol is None
    assert sheet["rsi_14"].value == ec.facts(bars, symbol="AAPL")["rsi_14"].value


def test_attributes_of_the_frame_are_read(bars):
    frame = bars.copy()
    frame.attrs.update(symbol="0700.HK", source="my file", currency="HKD", basis="adjusted",
                       base_date=frame.index[-1])
    sheet = ec.facts(frame)
    assert (sheet.symbol, sheet.source, sheet.currency, sheet.basis) == (
        "0700.HK", "my file", "HKD", "adjusted")


def test_days_from_index_column_or_zone(bars, sheet):
    column = bars.reset_index()
    assert ec.facts(column, symbol="AAPL").sha256 == sheet.sha256
    texts = column.assign(Date=column["date"].dt.strftime("%Y-%m-%d")).drop(columns="date")
    assert ec.facts(texts, symbol="AAPL").sha256 == sheet.sha256
    zoned = bars.tz_localize("America/New_York")
    assert ec.facts(zoned, symbol="AAPL").sha256 == sheet.sha256


def test_bad_bars_are_flagged_not_repaired(bars):
    broken = bars.copy()
    broken.iloc[-5, broken.columns.get_loc("high")] = 1.0
    sheet = ec.facts(broken, symbol="AAPL")
    assert sheet["flagged_bars_250"].value == 1
    assert ec.facts(bars, symbol="AAPL")["flagged_bars_250"].value == 0


REFUSED = [
    (lambda d: ec.facts(d.iloc[::-1]), ec.InvalidInput, "frame.unordered"),
    (lambda d: ec.facts(pd.concat([d, d.iloc[-1:]])), ec.InvalidInput, "frame.duplicate_day"),
    (lambda d: ec.facts(d.reset_index(drop=True)), ec.InvalidInput, "frame.no_days"),
    (lambda d: ec.facts(d.set_axis(["x"] * len(d))), ec.InvalidInput, "frame.no_days"),
    (lambda d: ec.facts(d.drop(columns="low")), ec.InvalidInput, "indicators.missing_column"),
    (lambda d: ec.facts(d["close"]), ec.InvalidInput, "frame.type"),
    (lambda d: ec.facts(d.iloc[:0]), ec.NotFound, "facts.no_bars"),
    (lambda d: ec.facts(d, as_of="1999-01-01"), ec.NotFound, "facts.no_bars"),
    (lambda d: ec.facts(d, as_of="soon"), ec.InvalidInput, None),
    (lambda d: ec.facts(d, as_of=7), ec.InvalidInput, "date.invalid"),
    (lambda d: ec.facts(d, horizon=7), ec.InvalidInput, "call.horizon"),
    (lambda d: ec.facts(d, symbol="??"), ec.InvalidInput, "symbol.invalid"),
    (lambda d: ec.facts(d, symbol="000001"), ec.Error, "symbol.ambiguous"),
    (lambda d: ec.FactSheet.from_json("{}"), ec.InvalidInput, "facts.invalid"),
]


@pytest.mark.parametrize("call,kind,reason", REFUSED, ids=[str(i) for i in range(len(REFUSED))])
def test_refused(bars, call, kind, reason):
    with pytest.raises(kind) as caught:
        call(bars)
    assert reason is None or caught.value.reason == reason


def test_basis_must_be_known(bars):
    frame = bars.copy()
    frame.attrs["basis"] = "guessed"
    with pytest.raises(ec.InvalidInput) as caught:
        ec.facts(frame)
    assert caught.value.reason == "frame.basis"


def test_unused_rows_do_not_matter(bars):
    later = bars.copy()
    later.iloc[600:] = np.nan
    day = bars.index[400]
    assert (ec.facts(later, as_of=day, symbol="AAPL").sha256
            == ec.facts(bars, as_of=day, symbol="AAPL").sha256)
