#!/usr/bin/python3
"""Every route of schema/openapi.yaml against the running server: statuses, schemas, refusals.

api.py BIN_DIR; prints "ok NAME" or "FAIL NAME: why"."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.argv[1]).resolve()
SPEC = yaml.safe_load((ROOT / "schema/openapi.yaml").read_text())
failed = 0
seen = set()


def check(name, fn):
    global failed
    try:
        fn()
        print(f"ok {name}", flush=True)
    except Exception as error:  # every failure is a line, none ends the run
        failed += 1
        print(f"FAIL {name}: {type(error).__name__}: {error}", flush=True)


def expect(condition, why):
    if not condition:
        raise AssertionError(why)


def resolve(node):
    """The specification's node with its references put in place."""
    if isinstance(node, dict):
        if "$ref" in node:
            target = SPEC
            for part in node["$ref"][2:].split("/"):
                target = target[part]
            return resolve(target)
        return {k: resolve(v) for k, v in node.items()}
    return [resolve(n) for n in node] if isinstance(node, list) else node


class Server:
    def __init__(self, data):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("EC_", "DATABASE_"))}
        env["EC_DATA_DIR"] = str(data)
        subprocess.run([BIN / "equitycompass", "init-db"], env=env, check=True,
                       capture_output=True)
        self.process = subprocess.Popen(
            [BIN / "equitycompass-server", "--config", ROOT / "config/development.toml",
             "--port", "0"], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.base = re.search(r"http://\S+", self.process.stdout.readline()).group(0)

    def call(self, method, path, template, body=None, headers=None, status=200):
        """One request; its answer must be a documented one in status, type and schema."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method,
                                         headers={"Content-Type": "application/json",
                                                  **(headers or {})})
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        raw = answer.read()
        kind = answer.headers.get_content_type()
        expect(answer.status == status, f"{method} {path}: {answer.status}, {raw[:200]}")
        seen.add((method.lower(), template))
        responses = SPEC["paths"][template][method.lower()]["responses"]
        documented = resolve(responses.get(str(status)) or responses.get("default"))
        expect(documented and kind in documented["content"],
               f"{method} {path}: {kind} is not documented for {status}")
        expect(answer.headers["X-Content-Type-Options"] == "nosniff", "security headers")
        if kind.endswith("json"):
            value = json.loads(raw)
            jsonschema.validate(value, documented["content"][kind]["schema"])
            return value, answer.headers
        return raw, answer.headers

    def get(self, path, template, **more):
        return self.call("GET", path, template, **more)[0]

    def stop(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        return self.process.wait(timeout=40)


def health(server):
    for path in ("/api/health", "/health", "/ready", "/live"):
        expect(server.get(path, path)["status"] == "ok", path)
    text = server.get("/metrics", "/metrics")
    tool = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True,
                          check=False)
    expect(tool.returncode == 0, tool.stderr.decode()[:300])
    session = server.get("/api/v1/session", "/api/v1/session")
    expect(session["sample_only"] and session["profile"] == "private", session)


def providers(server):
    base, one = "/api/v1/providers", "/api/v1/providers/{provider}"
    items = {i["name"]: i for i in server.get(base, base)["items"]}
    expect(not any(i["enabled"] for i in items.values()), "all are off at first")
    expect(items["yahoo"]["standing"] == "unofficial" and items["yahoo"]["notice"]["zh"], "notice")
    server.call("PUT", f"{base}/yahoo", one, {}, status=403)
    server.call("POST", f"{base}/yahoo/test", one + "/test", {}, status=403)
    server.call("PUT", f"{base}/tushare", one, {}, status=403)
    server.call("PUT", f"{base}/nobody", one, {}, status=404)
    key = "stub-key-0123456789abcdef"
    on = server.call("PUT", f"{base}/tushare", one, {"key": key})[0]
    expect(on["enabled"] and on["key"] == "file" and key not in json.dumps(on), on)
    expect(server.get("/api/v1/session", "/api/v1/session")["connected"] == ["cn"], "connected")
    off = server.call("DELETE", f"{base}/tushare?forget_key=true", one)[0]
    expect(not off["enabled"] and off["key"] == "none", off)


def prices(server):
    refresh, imports = "/api/v1/symbols/{symbol}/refresh", "/api/v1/symbols/{symbol}/imports"
    state = server.call("POST", "/api/v1/symbols/AAPL/refresh", refresh)[0]
    expect(state["state"] == "not_connected", state)
    rows = b"Date,Open,High,Low,Close,Volume\n2024-01-02,10,11,9,10.5,1000\nsoon,1,1,1,1,1\n"
    path = "/api/v1/symbols/JPM/imports?file_name=jpm.csv&volume_unit=shares&basis=raw"
    csv = {"Content-Type": "text/csv"}
    for dry, added in (("&dry_run=true", 0), ("", 1), ("", 0)):
        done = server.call("POST", path + dry, imports, rows, csv)[0]
        expect(done["added"] == added and done["rejected_count"] == 1, done)
    server.call("POST", path.replace("raw", "cooked"), imports, rows, csv, status=400)


def symbols(server):
    base = "/api/v1/symbols"
    for text, wanted in (("腾讯", "0700.HK"), ("騰訊", "0700.HK"), ("00700", "0700.HK"),
                         ("apple", "AAPL"), ("sh600519", "600519.SH"), ("茅台", "600519.SH")):
        items = server.get(f"{base}?q={urllib.parse.quote(text)}", base)["items"]
        expect(any(i["symbol"] == wanted for i in items), f"{text}: {items[:2]}")
    expect(len(server.get(base + "?limit=100", base)["items"]) >= 15, "symbols with bars")
    expect(server.get(f"{base}/AAPL", base + "/{symbol}")["has_bars"], "AAPL")
    server.get(f"{base}/NOSUCHCO", base + "/{symbol}", status=404)
    server.get(f"{base}/000001", base + "/{symbol}", status=409)
    server.get(f"{base}?nonsense=1", base, status=400)
    server.get(f"{base}?limit=0", base, status=400)


def market_data(server):
    base = "/api/v1/symbols/AAPL"
    bars = server.get(f"{base}/bars?as_of=2021-03-31&sessions=50",
                      "/api/v1/symbols/{symbol}/bars")
    expect(len(bars["close"]) == 50 and bars["close"][-1] == 122.15 and bars["sample"], bars)
    expect(bars["date"][-1] == "2021-03-31" and bars["date"] == sorted(bars["date"]), "dates")
    columns = server.get(
        f"{base}/indicators?as_of=2021-03-31&sessions=50&names=sma(length=20);macd()",
        "/api/v1/symbols/{symbol}/indicators")
    first = next(iter(columns["items"][0]["columns"].values()))
    expect(len(first) == 50 and abs(first[-1] - 121.40) < 0.01, first[-1])
    server.get(f"{base}/indicators?names=nope()", "/api/v1/symbols/{symbol}/indicators",
               status=400)
    server.get(f"{base}/bars?as_of=2021-02-30", "/api/v1/symbols/{symbol}/bars", status=400)
    sheet = server.get(f"{base}/facts?as_of=2021-03-31", "/api/v1/symbols/{symbol}/facts")
    by_id = {f["id"]: f for f in sheet["facts"]}
    expect(by_id["close"]["value"] == 122.15, by_id["close"])
    jsonschema.validate(sheet, json.loads((ROOT / "schema/facts.schema.json").read_text()))


def analysis(server):
    base = "/api/v1/analyses"
    body = {"symbol": "AAPL", "as_of": "2021-01-29", "language": "en"}
    server.call("POST", base, base, body=body, status=400)
    key = {"Idempotency-Key": "first-1"}
    task, headers = server.call("POST", base, base, body=body, headers=key, status=202)
    expect(headers["Location"] == f"{base}/{task['id']}", headers["Location"])
    again, replayed = server.call("POST", base, base, body=body, headers=key, status=202)
    expect(again == task and replayed["Idempotent-Replayed"] == "true", "replay")
    server.call("POST", base, base, body={**body, "horizon": 5}, headers=key, status=400)
    for wrong in ({**body, "horizon": 7}, {**body, "extra": 1}, {"as_of": "2021-01-29"},
                  {**body, "language": "fr"}, {**body, "analyst": "gpt"}):
        server.call("POST", base, base, body=wrong, headers={"Idempotency-Key": "w"}, status=400)
    events, _ = server.call("GET", f"{base}/{task['id']}/events", base + "/{id}/events")
    last = [line[5:] for line in events.decode().splitlines() if line.startswith("data:")][-1]
    final = json.loads(last)
    expect(final["state"] == "succeeded" and final["outcome"] == "ok", final)
    one = server.get(f"{base}/{task['id']}", base + "/{id}")
    expect(one["report_id"] == final["report_id"], one)
    expect(server.get(base, base)["items"][0]["id"] == task["id"], "list")
    server.get(f"{base}/req_unknown", base + "/{id}", status=404)
    server.call("POST", f"{base}/{task['id']}/cancel", base + "/{id}/cancel")
    return final["report_id"]


def reports(server, report_id):
    base = "/api/v1/reports"
    rows = server.get(f"{base}?symbol=AAPL", base)["items"]
    expect(any(r["id"] == report_id for r in rows), rows)
    server.get(f"{base}?cursor=nonsense", base, status=400)
    detail = server.get(f"{base}/{report_id}", base + "/{id}")
    expect(len(detail["report"]["document"]["sections"]) == 17, "sections")
    expect("inputs" not in detail["report"], "the bars are in the download only")
    for name, start in (("json", b"{"), ("md", b"#"), ("html", b"<!"), ("pdf", b"%PDF"),
                        ("txt", b" ")):
        raw, headers = server.call("GET", f"{base}/{report_id}/download?format={name}",
                                   base + "/{id}/download")
        expect("attachment" in headers["Content-Disposition"], name)
        if name != "json":
            expect(raw.startswith(start), (name, raw[:20]))
    server.get(f"{base}/{report_id}/download?format=doc", base + "/{id}/download", status=400)
    reveal = server.get(f"{base}/{report_id}/reveal", base + "/{id}/reveal")
    expect(reveal["complete"] and reveal["sessions"] == 20 and "brier" in reveal, reveal.keys())
    server.get(f"{base}/rep_unknown", base + "/{id}", status=404)


def audits(server):
    base = "/api/v1/audits"
    body = {"text": "RSI(14) is 71. 收于 122.15。", "symbol": "AAPL", "as_of": "2021-03-31"}
    answer, _ = server.call("POST", base, base, body=body)
    expect(answer["summary"]["contradicted"] == 1, answer)
    server.call("POST", base, base, body={"text": "", "symbol": "AAPL"}, status=400)
    server.call("POST", base, base, body={"text": "x", "symbol": "NOSUCHCO"}, status=404)


def terminate(work):
    """SIGTERM drains: requests under way are answered, the exit code is 0, at any moment."""
    for delay in (0, 0, 0.02, 0.2):
        server = Server(work)
        time.sleep(delay)
        code = server.stop(signal.SIGTERM)
        expect(code == 0, f"idle, {delay} s after its start: {code}")
    server = Server(work)
    body = json.dumps({"text": "RSI(14) is 71. " * 400, "symbol": "AAPL"}).encode()
    host = urllib.parse.urlsplit(server.base)
    with socket.create_connection((host.hostname, host.port), timeout=30) as line:
        line.sendall(f"POST /api/v1/audits HTTP/1.1\r\nHost: {host.netloc}\r\nContent-Type: "
                     f"application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                     + body[:2000])
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        line.sendall(body[2000:])
        answer = line.makefile("rb").readline()
    expect(answer.startswith(b"HTTP/1.1 200"), answer)
    expect(server.process.wait(timeout=40) == 0, server.process.returncode)


def every_route_was_called():
    wanted = {(m, p) for p, item in SPEC["paths"].items() for m in item
              if m != "parameters"}
    expect(wanted <= seen, sorted(wanted - seen))


def main():
    work = Path(tempfile.mkdtemp(prefix="ec_api_"))
    server = Server(work)
    made = []
    try:
        check("health, metrics and session", lambda: health(server))
        check("symbols", lambda: symbols(server))
        check("providers", lambda: providers(server))
        check("prices", lambda: prices(server))
        check("bars, indicators and facts", lambda: market_data(server))
        check("analyses", lambda: made.append(analysis(server)))
        check("reports", lambda: reports(server, made[0]))
        check("audits", lambda: audits(server))
        check("every route was called", every_route_was_called)
        check("a terminated server drains", lambda: terminate(work))
    finally:
        server.stop()
        shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
