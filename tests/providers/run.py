#!/usr/bin/python3
"""Live prices as a user meets them: the three ways to connect, providers that refuse, the report
that names its source, a day replayed without network.  Time is set to an evening of 2026.

run.py BIN_DIR; prints "ok NAME" or "FAIL NAME: why"."""

import datetime as dt
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from stub import KEY, Stub

BIN = Path(sys.argv[1]).resolve()
EVENING = "2026-03-20 22:30:00"  # UTC; New York has closed
SESSION = "2026-03-20"
failed = 0


class Installation:
    def __init__(self, folder, stub, options=""):
        self.data = Path(folder)
        self.data.mkdir()
        self.config = self.data / "stub.toml"
        self.config.write_text(
            'environment = "development"\n[http]\nport = 0\n[jobs]\nworkers = 1\n[providers]\n'
            'order_us = ["yahoo", "twelve_data"]\n' + options +
            "[providers.interval_ms]\nyahoo = 0\ntwelve_data = 0\n"
            "[providers.endpoints]\n"
            f'yahoo = "{stub.base}/yahoo"\ntwelve_data = "{stub.base}/twelve_data"\n')
        self.set_clock(EVENING)
        done = self.run("init-db")
        expect(done.returncode == 0, done.stderr)

    def set_clock(self, text):
        self.clock, self.set_at = dt.datetime.fromisoformat(text), time.monotonic()

    def clocked(self, program):
        """A program by this installation's clock, which never stands still between two commands."""
        gone = dt.timedelta(seconds=time.monotonic() - self.set_at)
        self.clock, self.set_at = self.clock + gone + dt.timedelta(seconds=1), time.monotonic()
        return ["faketime", "--exclude-monotonic", "-f", f"@{self.clock:%Y-%m-%d %H:%M:%S}",
                program, "--config", self.config]

    def command(self, *args, wrap=()):
        return [*wrap, *self.clocked(BIN / "equitycompass"), *args]

    def env(self):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("EC_", "DATABASE_"))}
        env.update(EC_DATA_DIR=str(self.data), LANG="C.UTF-8", LC_ALL="C.UTF-8", TZ="UTC")
        return env

    def run(self, *args, text=None, wrap=()):
        return subprocess.run(self.command(*args, wrap=wrap), env=self.env(), input=text,
                              capture_output=True, text=True, timeout=120, check=False)

    def json(self, *args, code=0, **more):
        done = self.run("--json", *args, **more)
        expect(done.returncode == code, f"{args}: exit {done.returncode}, {done.stderr[:400]}")
        return json.loads(done.stdout)

    def health(self, provider):
        return next(i["health"] for i in self.json("doctor", "--providers")["items"]
                    if i["name"] == provider)


def check(name, fn, *args):
    global failed
    try:
        fn(*args)
        print(f"ok {name}", flush=True)
    except Exception as error:  # every failure is a line, none ends the run
        failed += 1
        print(f"FAIL {name}: {type(error).__name__}: {error}", flush=True)


def expect(condition, why):
    if not condition:
        raise AssertionError(why)


def prove(proof, text):
    folder = os.environ.get("EC_PROOFS_DIR")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / proof).write_text(text + "\n")


def nothing_before_consent(home, stub):
    """Unofficial sources stay off, and nothing goes out, until their notice is accepted."""
    done = home.run("connect", "yahoo")
    expect(done.returncode == 3 and "notice" in done.stderr, done.stderr)
    expect(home.json("data", "refresh", "MSFT", code=12)["items"][0]["state"] == "not_connected",
           "nothing is connected")
    report = home.json("analyze", "MSFT")
    expect(report["inputs"]["as_of"] == "2022-03-10" and report["inputs"]["symbol"]["sample"],
           "samples are analysed as samples")
    expect(not stub.calls, f"calls went out: {stub.calls}")


def connect_and_analyse(home, stub):
    tests = home.json("connect", "yahoo", "--accept-notice", "--market", "us")["items"]
    expect([t["works"] for t in tests] == [True] and tests[0]["last_session"] == SESSION, tests)
    stub.calls.clear()
    report = home.json("analyze", "MSFT")
    series = report["inputs"]["symbol"]
    expect(report["inputs"]["as_of"] == SESSION, report["inputs"]["as_of"])
    expect(series["source"] == "yahoo" and not series["sample"], series)
    expect("yahoo" in json.dumps(report["document"]["sections"][0]).lower(), "the report names it")
    expect(not any(r["sample"] and r["shown"]
                   for r in home.json("data", "status", "MSFT")["items"]), "the sample is hidden")
    bars = home.json("data", "status", "MSFT")["items"][0]["bars"]
    expect(bars == 600, f"one source's bars only: {bars}")
    calls = stub.count("yahoo")
    expect(home.json("analyze", "MSFT", "--lang", "zh")["inputs"]["as_of"] == SESSION, "zh")
    expect(stub.count("yahoo") == calls, "what is there is not fetched again")


def refuse(home, stub, mode, reason):
    """Three refusals open the breaker; the next provider serves; nothing goes out meanwhile."""
    stub.mode["yahoo"] = mode
    key_file = home.data / "key.txt"
    key_file.write_text(KEY + "\n")
    expect(home.json("connect", "yahoo", "--accept-notice", "--market", "us", code=8), "no test")
    home.json("connect", "twelve_data", "--key-file", str(key_file), "--market", "us")
    stub.mode["yahoo"] = "ok"
    home.json("connect", "yahoo", "--accept-notice", "--market", "us")
    stub.mode["yahoo"] = mode
    for _ in range(3):
        done = home.json("data", "refresh", "MSFT", "--always")["items"][0]
        expect(done["state"] == "refreshed" and done["source"] == "twelve_data", done)
        expect(done["attempts"][0]["reason"] in (reason, "provider.breaker_open"), done["attempts"])
    health = home.health("yahoo")
    expect(health["breaker"] == "open" and health["last_reason"] == reason, health)
    before = stub.count("yahoo")
    report = home.json("analyze", "MSFT")
    expect(report["inputs"]["symbol"]["source"] == "twelve_data", "the next provider serves")
    expect(home.json("data", "refresh", "MSFT", "--always")["items"][0]["source"] == "twelve_data",
           "still the next one")
    expect(stub.count("yahoo") == before, "a call went out while the breaker was open")
    home.set_clock("2026-03-20 22:36:00")
    stub.mode["yahoo"] = "ok"
    expect(home.json("data", "refresh", "MSFT", "--always")["items"][0]["source"] == "yahoo",
           "the probe closes the breaker")
    expect(home.health("yahoo")["breaker"] == "closed", "closed")


def nobody_serves(home, stub):
    """No provider answers: no report, and what each of them said."""
    stub.mode["yahoo"] = "ok"
    home.json("connect", "yahoo", "--accept-notice", "--market", "us")
    stub.mode["yahoo"] = "page"
    done = home.run("analyze", "MSFT")
    expect(done.returncode == 12 and "yahoo" in done.stderr and not done.stdout, done.stderr)
    expect(home.run("analyze", "MSFT", "--as-of", "2021-01-29").returncode == 0,
           "a past evening needs no provider")


def server_says(home, stub):
    """The breaker's state in answers and metrics, and an analysis through a worker."""
    server = subprocess.Popen(
        [*home.clocked(BIN / "equitycompass-server"), "--port", "0"], env=home.env(),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    try:
        base = re.search(r"http://\S+", server.stdout.readline()).group(0)

        def call(method, path, body=None, **headers):
            data = None if body is None else json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
            with urllib.request.urlopen(urllib.request.Request(
                    base + path, data=data, method=method, headers=headers), timeout=60) as answer:
                return answer.read().decode()

        items = json.loads(call("PUT", "/api/v1/providers/yahoo", {"accept_notice": True}))
        expect(items["enabled"], items)
        expect(json.loads(call("GET", "/api/v1/session"))["connected"] == ["us", "hk", "cn"],
               "Yahoo serves all markets")
        task = json.loads(call("POST", "/api/v1/analyses", {"symbol": "MSFT"},
                               **{"Idempotency-Key": "live-1"}))
        expect(task["as_of"] == SESSION, task)
        for _ in range(200):
            task = json.loads(call("GET", f"/api/v1/analyses/{task['id']}"))
            if task["state"] in ("succeeded", "failed", "cancelled"):
                break
            time.sleep(0.1)
        expect(task["state"] == "succeeded", task)
        stub.mode["yahoo"] = "closed"
        for _ in range(3):
            done = json.loads(call("POST", "/api/v1/symbols/MSFT/refresh"))
            expect(done["state"] == "failed", done)
        for _ in range(100):  # gauges follow within seconds
            metrics = call("GET", "/metrics")
            if 'ec_provider_breaker_open{provider="yahoo"} 1' in metrics:
                break
            time.sleep(0.1)
        expect('ec_provider_breaker_open{provider="yahoo"} 1' in metrics, "breaker in metrics")
        expect(re.search(r'ec_provider_calls_total\{.*provider="yahoo".*\} [1-9]', metrics),
               "calls in metrics")
        expect(KEY not in metrics, "no key in metrics")
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # the clock's wrapper and the server
        server.wait(timeout=40)


def replay_a_day(home, stub):
    """Two recorded evenings made again from the vault, in a network without any device."""
    home.set_clock("2026-03-19 22:00:00")
    stub.last_session = "2026-03-19"
    home.json("connect", "yahoo", "--accept-notice", "--market", "us")
    recorded = {}
    for evening, session in (("2026-03-19 22:30:00", "2026-03-19"), (EVENING, SESSION)):
        home.set_clock(evening)
        stub.last_session = session
        for language in ("en", "zh"):
            done = home.run("--json", "analyze", "MSFT", "--lang", language)
            expect(done.returncode == 0, done.stderr)
            expect(json.loads(done.stdout)["inputs"]["as_of"] == session, "the evening's session")
            recorded[session, language] = done.stdout
    home.set_clock("2026-03-24 12:00:00")
    stub.stop()
    same = 0
    for (session, language), bytes_then in recorded.items():
        done = home.run("--json", "analyze", "MSFT", "--lang", language, "--replay", session,
                        wrap=("unshare", "-n"))
        expect(done.returncode == 0, done.stderr)
        expect("identical to stored report" in done.stderr, done.stderr)
        expect(done.stdout == bytes_then, f"{session} {language}: other bytes")
        same += 1
    prove("3.3", f"{same} of {len(recorded)} reports of 2 recorded days byte-identical, made in a "
                 "network namespace without devices")


def keys_stay_secret(home, stub):
    key_file = home.data / "key.txt"
    key_file.write_text(KEY + "\n")
    home.json("connect", "twelve_data", "--key-file", str(key_file), "--market", "us")
    key_file.unlink()
    home.run("data", "refresh", "MSFT", "--always")
    kept = home.data / "keys/twelve_data.key"
    expect(stat.S_IMODE(kept.stat().st_mode) == 0o600, oct(kept.stat().st_mode))
    holders = [str(p) for p in home.data.rglob("*")
               if p.is_file() and KEY.encode() in p.read_bytes()]
    expect(holders == [str(kept)], f"the key is in {holders}")
    expect(KEY not in home.run("--json", "connect").stdout, "the key is shown")
    expect(not stub.complaints, stub.complaints)


def main():
    scratch = Path(tempfile.mkdtemp(prefix="ec-providers-"))
    refusals = (("closed", "provider.closed"), ("limited", "provider.rate_limited"),
                ("page", "provider.html"), ("old", "provider.old_data"))

    def with_home(name, fn, *args):
        stub = Stub(SESSION)
        try:
            home = scratch / name.replace(" ", "_")
            check(name, lambda: fn(Installation(home, stub), stub, *args))
        finally:
            stub.stop()

    try:
        with_home("nothing goes out before consent", nothing_before_consent)
        with_home("connect and analyse", connect_and_analyse)
        before = failed
        for mode, reason in refusals:
            with_home(f"provider {mode}", refuse, mode, reason)
        with_home("nobody serves", nobody_serves)
        with_home("the server says so", server_says)
        if failed == before:
            prove("3.2.surface", f"{len(refusals)} of {len(refusals)} ways to refuse: next "
                                 "provider served and named in the report, 0 calls while open, "
                                 "state in doctor and /metrics")
        with_home("replay a day", replay_a_day)
        with_home("keys stay secret", keys_stay_secret)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
