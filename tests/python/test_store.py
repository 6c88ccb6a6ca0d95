"""A store of the shipped samples: opening, bars, facts, reports."""

import datetime
import json
import subprocess
import sys
import threading

import numpy as np
import pandas as pd
import pytest

import equitycompass as ec

from conftest import run_program

SYMBOLS = ["AAPL", "0700.HK", "600519.SH"]
EVENING = "2020-06-01"


@pytest.fixture
def store(store_environment):
    with ec.open() as opened:
        yield opened


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "EC_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_name_there_is_no_store(nowhere):
    with pytest.raises(ec.NotFound) as caught:
        ec.open()
    assert caught.value.reason == "store.not_named" and "init-db" in str(caught.value)
    assert list(nowhere.iterdir()) == []


@pytest.mark.parametrize("how", ["folder", "address", "argument", "config"])
def test_opening_creates_nothing(nowhere, monkeypatch, how):
    target, url, config = nowhere / "none", None, None
    if how == "folder":
        monkeypatch.setenv("EC_DATA_DIR", str(target))
    elif how == "address":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{target}/a.db")
    elif how == "argument":
        url = f"sqlite:///{target}/a.db"
    else:
        config = nowhere / "config.toml"
        config.write_text(f'data_dir = "{target}"\n')
    before = sorted(nowhere.iterdir())
    with pytest.raises(ec.NotFound) as caught:
        ec.open(url, config=config)
    assert caught.value.reason == "store.missing" and "init-db" in str(caught.value)
    assert sorted(nowhere.iterdir()) == before


def test_a_folder_with_a_key_and_no_file_is_no_store(nowhere, data_dir):
    (nowhere / "installation.key").write_bytes((data_dir / "installation.key").read_bytes())
    (nowhere / "installation.key").chmod(0o600)
    before = sorted(nowhere.iterdir())
    with pytest.raises(ec.NotFound) as caught:
        ec.open(f"sqlite:///{nowhere}/equitycompass.db")
    assert caught.value.reason == "store.missing"
    assert sorted(nowhere.iterdir()) == before


def test_each_way_opens_the_same_store(nowhere, data_dir, monkeypatch):
    address = f"sqlite:///{data_dir}/equitycompass.db"
    config = nowhere / "config.toml"
    config.write_text(f'data_dir = "{data_dir}"\n')
    last = []
    for url, file in ((address, None), (None, config)):
        with ec.open(url, config=file) as store:
            last.append(store.bars("AAPL").index[-1])
    monkeypatch.setenv("DATABASE_URL", address)
    with ec.open() as store:
        last.append(store.bars("AAPL").index[-1])
    assert len(set(last)) == 1


def test_bad_address(nowhere):
    with pytest.raises(ec.InvalidInput) as caught:
        ec.open("mysql://host/name")
    assert caught.value.reason.startswith("config.")


def test_closed_store_says_so(store_environment):
    store = ec.open()
    assert not store.closed
    with store:
        pass
    assert store.closed
    for call in (lambda: store.bars("AAPL"), lambda: store.facts("AAPL"),
                 lambda: store.analyze("AAPL")):
        with pytest.raises(ec.Error) as caught:
            call()
        assert caught.value.reason == "store.closed"
    store.close()


def test_bars_have_days_and_origin(store):
    bars = store.bars("AAPL", as_of=EVENING)
    assert isinstance(bars.index, pd.DatetimeIndex) and bars.index.name == "date"
    assert list(bars.columns)[:5] == ["open", "high", "low", "close", "volume"]
    assert bars.index[-1] == pd.Timestamp(EVENING) and bars.index.is_monotonic_increasing
    assert bars.attrs["symbol"] == "AAPL" and bars.attrs["currency"] == "USD"
    assert bars.attrs["source"] and bars.attrs["sample"] is True
    assert bars.attrs["as_of"] == datetime.date.fromisoformat(EVENING)
    # Forward adjusted: the newest price is the traded one; the split of 2020-08-31 is not known.
    assert bars["close"].iloc[-1] == pytest.approx(321.85, abs=0.01)


def test_bars_between_two_days(store):
    bars = store.bars("AAPL", "2020-03-02", datetime.date(2020, 3, 31))
    assert bars.index[0] == pd.Timestamp("2020-03-02") and len(bars) == 22
    assert bars.attrs["symbol"] == "AAPL"


def test_bars_of_many_symbols(store):
    bars = store.bars(["AAPL", "00700"], start="2020-01-01")
    assert bars.index.names == ["symbol", "date"]
    assert set(bars.index.get_level_values(0)) == {"AAPL", "0700.HK"}
    assert bars.attrs["currency"] == {"AAPL": "USD", "0700.HK": "HKD"}
    one = store.bars("AAPL", start="2020-01-01")
    np.testing.assert_array_equal(bars.loc["AAPL"]["close"], one["close"])
    with pytest.raises(ec.InvalidInput):
        store.bars([])


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_facts_are_those_of_the_command_line(store, data_dir, symbol):
    told = run_program(data_dir, "facts", symbol, "--as-of", EVENING, "--json").rstrip("\n")
    sheet = store.facts(symbol, EVENING)
    assert sheet.to_json() == told
    assert sheet.sha256 == ec.FactSheet.from_json(told).sha256
    assert store.facts(symbol, as_of=datetime.date.fromisoformat(EVENING)).sha256 == sheet.sha256


def test_facts_of_the_bars_agree(store):
    """The frame carries what facts need; prices are the same, so the figures are."""
    own = ec.facts(store.bars("AAPL", as_of=EVENING))
    stored = store.facts("AAPL", EVENING)
    assert own.symbol == "AAPL" and own.currency == "USD" and own.sample
    for name in ("close", "sma_20", "rsi_14", "atr_14"):
        assert own[name].value == pytest.approx(stored[name].value, rel=1e-9), name


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("symbol", SYMBOLS)
def test_reports_are_audited_and_those_of_the_command_line(store, data_dir, symbol, lang):
    report = store.analyze(symbol, lang=lang, as_of=EVENING)
    assert report and report.outcome in ("ok", "abstain")
    assert report.symbol == symbol and report.as_of == datetime.date.fromisoformat(EVENING)
    summary = report.audit.summary
    assert summary.contradicted == summary.unsupported == 0 and summary.supported > 20
    told = run_program(data_dir, "analyze", symbol, "--lang", lang, "--as-of", EVENING, "--json")
    assert report.to_json().rstrip("\n") == told.rstrip("\n")
    assert store.analyze(symbol, lang=lang, as_of=EVENING).sha256 == report.sha256


def test_parts_of_a_report(store):
    report = store.analyze("AAPL", as_of=EVENING)
    assert report.facts["close"].value == pytest.approx(321.85, abs=0.01)
    assert report.facts.sha256 == store.facts("AAPL", EVENING).sha256
    ids = [section.id for section in report.sections]
    assert "bottom_line" in ids and "call_card" in ids and len(ids) == len(set(ids))
    assert report.text == str(report) and report.text.startswith("#")
    call = report.call
    assert call.horizon == 20 and sum(call.probability) == pytest.approx(1)
    assert call.confidence in call.probability and call.down_below < call.up_above
    assert "AAPL" in repr(report) and report.title and report.id


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_claims_lie_where_the_report_says(store, lang):
    audit = store.analyze("AAPL", lang=lang, as_of=EVENING).audit
    assert audit.claims and audit.language == lang
    for claim in audit.claims:
        assert audit.text[claim.begin:claim.end] == claim.text
    assert len(audit.claims) == audit.summary.total


def test_notebook_view_is_a_fragment(store):
    page = store.analyze("AAPL", as_of=EVENING)._repr_html_()
    assert "<html" not in page and "<script" not in page and "AAPL" in page


SAVED = {"pdf": b"%PDF-", "html": b"<!", "md": b"#", "json": b"{", "txt": b""}


@pytest.mark.parametrize("suffix", SAVED)
def test_save_by_suffix(store, tmp_path, suffix):
    report = store.analyze("AAPL", as_of=EVENING)
    path = report.save(tmp_path / f"x.{suffix}")
    data = path.read_bytes()
    assert data.lower().startswith(SAVED[suffix].lower()) and len(data) > 1000
    assert suffix in ("pdf",) or "AAPL" in data.decode()
    if suffix == "json":
        document = json.loads(data)
        assert document["audit"]["contradicted"] == 0


def test_save_refuses_other_suffixes(store, tmp_path):
    with pytest.raises(ec.InvalidInput) as caught:
        store.analyze("AAPL", as_of=EVENING).save(tmp_path / "x.docx")
    assert caught.value.reason == "format.unknown"


def test_shortcut(store_environment):
    assert ec.analyze("AAPL", as_of=EVENING).outcome == "ok"


def test_read_only_store_writes_no_report(store_environment):
    with ec.open(read_only=True) as store:
        assert len(store.bars("AAPL")) and store.facts("AAPL").symbol == "AAPL"
        with pytest.raises(ec.Error) as caught:
            store.analyze("AAPL")
    assert (caught.value.code, caught.value.reason) == ("forbidden", "store.read_only")


def test_facts_only_profile_shows_no_call(data_dir, nowhere):
    config = nowhere / "config.toml"
    config.write_text(f'data_dir = "{data_dir}"\n[compliance]\nprofile = "facts_only"\n')
    with ec.open(config=config) as store:
        report = store.analyze("AAPL", as_of="2020-05-01")
        assert report.call is None
        assert "call_card" not in [section.id for section in report.sections]
        assert len(report.audit.claims) == report.audit.summary.total


REFUSED = [
    (lambda s: s.analyze("NOSUCH"), ec.NotFound, "symbol.unknown"),
    (lambda s: s.facts("NOSUCH"), ec.NotFound, "symbol.unknown"),
    (lambda s: s.bars("AAPL", as_of="1990-01-01"), ec.NotFound, "facts.no_bars"),
    (lambda s: s.analyze("AAPL", lang="de"), ec.InvalidInput, "language.unknown"),
    (lambda s: s.analyze("AAPL", horizon=7), ec.InvalidInput, None),
    (lambda s: s.analyze("AAPL", analyst="oracle"), ec.InvalidInput, None),
    (lambda s: s.analyze("AAPL", as_of="someday"), ec.InvalidInput, None),
]


@pytest.mark.parametrize("call,kind,reason", REFUSED, ids=[str(i) for i in range(len(REFUSED))])
def test_refused(store, call, kind, reason):
    with pytest.raises(kind) as caught:
        call(store)
    assert reason is None or caught.value.reason == reason


def test_threads_share_a_store(store):
    results, errors = {}, []

    def work(symbol):
        try:
            results[symbol] = store.analyze(symbol, as_of=EVENING).sha256
        except ec.Error as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(s,)) for s in SYMBOLS * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and set(results) == set(SYMBOLS)


INTERRUPTED = """
import os, signal, sys, threading
import equitycompass as ec

class Stop(BaseException):
    pass

def handler(*_):
    raise Stop

signal.signal(signal.SIGUSR1, handler)
store = ec.open()
gate = threading.Lock()
gate.acquire()

def shoot():
    gate.acquire()
    os.kill(os.getpid(), signal.SIGUSR1)

threading.Thread(target=shoot).start()
# From here on the other thread runs only while the analysis has released the interpreter.
sys.setswitchinterval(1000)
gate.release()
try:
    store.analyze("AAPL", as_of="2019-03-01")
except Stop:
    print("stopped")
"""


def test_interrupt_ends_an_analysis(store_environment):
    out = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True,
                         timeout=120)
    assert out.stdout.strip() == "stopped" and out.returncode == 0, out.stderr
    reports = run_program(store_environment, "report", "list", "--json", "--limit", "100")
    assert "2019-03-01" not in reports
