"""A stand-in for providers of prices: strict about what is asked, able to misbehave.

stub.py LAST_SESSION prints its address and serves until it is stopped.

Bars are recorded ones of the shipped samples, laid on the newest sessions of the exchange's
calendar: constructed answers in recorded shapes."""

import csv
import datetime as dt
import json
import socket
import struct
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "schema/seed"
KEY = "twelve-stub-key-0123456789"
MARKETS = {  # by Yahoo's suffix: folder, calendar, zone, currency, exchange and its name
    "": ("us", "XNYS", "America/New_York", "USD", "NMS", "NasdaqGS"),
    "HK": ("hk", "XHKG", "Asia/Hong_Kong", "HKD", "HKG", "HKSE"),
    "SS": ("cn", "XSHG", "Asia/Shanghai", "CNY", "SHH", "Shanghai"),
}
NAMES = {"AAPL": "Apple Inc.", "MSFT": "Microsoft Corporation", "SPY": "SPDR S&P 500 ETF Trust",
         "0700.HK": "Tencent Holdings Limited", "600519.SS": "Kweichow Moutai Co., Ltd."}


def market_of(symbol):
    return MARKETS[symbol.partition(".")[2]]


def sessions(calendar, until):
    with (SEED / f"calendars/{calendar}.csv").open() as file:
        days = [r["date"] for r in csv.DictReader(file) if r["kind"] == "session"]
    return [d for d in days if d <= until]


def recorded(symbol):
    file = SEED / f"market/{market_of(symbol)[0]}/{symbol.replace('.SS', '.SH')}.csv"
    with file.open() as rows:
        return list(csv.DictReader(rows))


def laid(symbol, newest, until):
    """The newest bars of a sample on the sessions that end with `newest`, those up to `until`."""
    bars = recorded(symbol)[-600:]
    days = sessions(market_of(symbol)[1], newest)[-len(bars):]
    return [(d, *(float(b[c]) for c in ("open", "high", "low", "close")), int(float(b["volume"])))
            for d, b in zip(days, bars) if d <= until]


def moment(day, hour, minute, zone="America/New_York"):
    year, month, date = map(int, day.split("-"))
    at = dt.datetime(year, month, date, hour, minute, tzinfo=ZoneInfo(zone))
    return int(at.timestamp())


class Stub:
    """mode: ok, closed, limited, page, old, garbled; by provider name."""

    def __init__(self, last_session):
        self.newest = self.last_session = last_session
        self.mode = {"yahoo": "ok", "twelve_data": "ok"}
        self.calls = []
        self.complaints = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):  # pylint: disable=invalid-name
                stub.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def count(self, provider):
        return sum(1 for name, _ in self.calls if name == provider)

    def answer(self, handler):
        url = urllib.parse.urlsplit(handler.path)
        provider, _, path = url.path.lstrip("/").partition("/")
        query = dict(urllib.parse.parse_qsl(url.query))
        if provider == "control":
            return self.control(handler, query)
        self.calls.append((provider, handler.path))
        mode = self.mode.get(provider, "ok")
        if mode == "closed":
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.close_connection = True
            return handler.connection.close()
        if mode == "limited":
            return self.send(handler, 429, "text/plain", b"Too Many Requests\r\n",
                             {"Retry-After": "60"})
        if mode == "page":
            return self.send(handler, 200, "text/html",
                             b"<!DOCTYPE html><html><title>Checking your browser</title></html>")
        last = "2025-03-20" if mode == "old" else self.last_session
        body = getattr(self, provider)(handler, path, query, last)
        if body is None:
            return self.send(handler, 400, "text/plain", b"bad request")
        raw = json.dumps(body).encode()
        return self.send(handler, 200, "application/json",
                         raw[: len(raw) // 2] if mode == "garbled" else raw)

    def control(self, handler, modes):
        """/control?yahoo=closed sets modes; says how many calls each provider has had."""
        self.mode.update(modes)
        calls = {name: self.count(name) for name in {n for n, _ in self.calls} | set(self.mode)}
        self.send(handler, 200, "application/json", json.dumps(calls).encode())

    def send(self, handler, status, kind, body, headers=None):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def complain(self, what):
        self.complaints.append(what)

    def yahoo(self, handler, path, query, last):
        if not path.startswith("v8/finance/chart/") or query.get("interval") != "1d":
            return self.complain(f"yahoo: {handler.path}")
        if not handler.headers.get("User-Agent"):
            return self.complain("yahoo: no User-Agent")
        symbol = path.rsplit("/", 1)[1]
        start, end = int(query["period1"]), int(query["period2"])
        if last != self.last_session:  # an old answer is kept somewhere and given to everybody
            start = 0
        _, _, zone, currency, exchange, exchange_name = market_of(symbol)
        rows = [r for r in laid(symbol, self.newest, last)
                if start <= moment(r[0], 9, 30, zone) < end]
        columns = {name: [r[i] for r in rows]
                   for i, name in enumerate(("open", "high", "low", "close", "volume"), start=1)}
        meta = {"currency": currency, "symbol": symbol, "exchangeName": exchange,
                "fullExchangeName": exchange_name, "instrumentType": "EQUITY",
                "regularMarketTime": moment(last, 16, 0, zone), "gmtoffset": -14400,
                "timezone": "EDT", "exchangeTimezoneName": zone, "dataGranularity": "1d",
                "range": "", "longName": NAMES.get(symbol, symbol)}
        return {"chart": {"result": [{
            "meta": meta, "timestamp": [moment(r[0], 9, 30, zone) for r in rows],
            "indicators": {"quote": [columns], "adjclose": [{"adjclose": columns["close"]}]},
        }], "error": None}}

    def twelve_data(self, handler, path, query, last):
        if path != "time_series" or query.get("interval") != "1day":
            return self.complain(f"twelve_data: {handler.path}")
        if handler.headers.get("Authorization") != f"apikey {KEY}" or KEY in handler.path:
            return self.complain("twelve_data: the key is not where it belongs")
        rows = [r for r in laid(query["symbol"], self.newest, last)
                if query["start_date"] <= r[0] < query["end_date"]]
        return {"meta": {"symbol": query["symbol"], "interval": "1day", "currency": "USD",
                         "exchange_timezone": "America/New_York", "exchange": "NASDAQ",
                         "mic_code": "XNGS", "type": "Common Stock"},
                "values": [{"datetime": r[0], **{n: f"{v:.5f}" for n, v in
                                                 zip(("open", "high", "low", "close"), r[1:5])},
                            "volume": str(r[5])} for r in reversed(rows)],
                "status": "ok"}


if __name__ == "__main__":
    STUB = Stub(sys.argv[1])
    STUB.mode.update(eastmoney_kline="closed", tencent_kline="closed", tencent_quote="closed",
                     sina_quote="closed", tushare="closed", alpha_vantage="closed",
                     finnhub_quote="closed")
    print(STUB.base, flush=True)
    threading.Event().wait()
