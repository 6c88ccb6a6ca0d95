#!/usr/bin/python3
"""The command line as a user has it: every sample symbol in both languages, exit codes, doors.

run.py BIN_DIR; prints "ok NAME" or "FAIL NAME: why"."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jsonschema
import folder_cases
import market_cases

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.argv[1]).resolve() / "equitycompass"
SAMPLES = ["AAPL", "MSFT", "SPY", "TSLA", "NVDA", "^GSPC", "0700.HK", "9988.HK", "0005.HK",
           "2800.HK", "^HSI", "600519.SH", "000001.SZ", "300750.SZ", "601919.SH", "688981.SH",
           "588000.SH", "000300.SH", "000001.SH"]
SECTIONS = ["status", "header", "bottom_line", "call_card", "changes", "chart", "trend", "levels",
            "volume", "risk", "fundamentals", "for_against", "scenarios", "ahead", "data_notes",
            "audit", "method"]
ABSTAINED = [s for s in SECTIONS if s not in
             ("call_card", "changes", "for_against", "scenarios", "ahead")]
TEXT = ("AAPL closed at 122.15, 4.2 % above its rising 200-day average. RSI(14) is 71 and volume "
        "was 109.0 m shares.")
failed = 0


def run(data, *args, text=None):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("EC_", "DATABASE_"))}
    env.update(EC_DATA_DIR=str(data), LANG="C.UTF-8", LC_ALL="C.UTF-8")
    done = subprocess.run([BIN, *args], env=env, input=text, capture_output=True, text=True,
                          timeout=120, check=False)
    return done


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


def analyse_everything(data, other):
    """Complete, clean, fast, and the same bytes in two stores and twice in one."""
    times, figures, problems = [], 0, []
    schema = json.loads((ROOT / "schema/report.schema.json").read_text())
    for symbol in SAMPLES:
        for language in ("en", "zh"):
            args = ("--json", "analyze", symbol, "--lang", language)
            started = time.monotonic()
            first = run(data, *args)
            times.append(time.monotonic() - started)
            report = json.loads(first.stdout)
            if language == "en":
                jsonschema.validate(report, schema)
            sections = [s["id"] for s in report["document"]["sections"]]
            wanted = SECTIONS if first.returncode == 0 else ABSTAINED
            audit = report["audit"]
            figures += sum(audit.values())
            if first.returncode not in (0, 10) or sections != wanted:
                problems.append(f"{symbol} {language}: exit {first.returncode}, {sections}")
            if audit["unsupported"] or audit["contradicted"]:
                problems.append(f"{symbol} {language}: {audit}")
            if run(data, *args).stdout != first.stdout:
                problems.append(f"{symbol} {language}: second run differs")
            if run(other, *args).stdout != first.stdout:
                problems.append(f"{symbol} {language}: another store differs")
    expect(not problems, "; ".join(problems[:5]))
    times.sort()
    return len(SAMPLES) * 2, figures, times[len(times) // 2], times[-1]


def past_report_keeps_its_bytes(work):
    """Later bars never change a report with an earlier as-of."""
    data = work / "lookahead"
    expect(run(data, "init-db", "--empty").returncode == 0, "init-db --empty")
    lines = (ROOT / "schema/seed/market/us/AAPL.csv").read_text().splitlines()
    part, whole = work / "part.csv", work / "whole.csv"
    part.write_text("\n".join(lines[:4001]) + "\n")
    whole.write_text("\n".join(lines) + "\n")
    as_of = lines[3800].split(",")[0]
    args = ("--json", "analyze", "AAPL", "--as-of", as_of)
    imported = run(data, "import", "AAPL", str(part), "--basis", "raw", "--source", "csv:AAPL")
    expect(imported.returncode == 0, imported.stderr)
    before = run(data, *args)
    expect(before.returncode in (0, 10), before.stderr)
    imported = run(data, "import", "AAPL", str(whole), "--basis", "raw", "--source", "csv:AAPL")
    expect(imported.returncode == 0, imported.stderr)
    expect(run(data, *args).stdout == before.stdout, "later bars changed an earlier report")


def events_of_listings(data, work):
    """Imported, shown, and acted on; a former code only offers the company that had it."""
    store = work / "events"
    shutil.copytree(data, store)
    session = json.loads(run(store, "--json", "data", "status", "TSLA").stdout)["items"][0][
        "last_date"]
    before = run(store, "--json", "analyze", "TSLA", "--as-of", session).stdout
    rows = work / "events.csv"
    rows.write_text("kind,effective_on,announced_on,from_value,to_value\n"
                    "delisted,2023-09-01,2023-08-20,,\nbogus,2020-01-01,,,\n"
                    "code_change,2023-08-21,,TSLB,TSLA\n")
    done = run(store, "--json", "data", "events", "TSLA", "--import", str(rows))
    report = json.loads(done.stdout)
    expect(report["added"] == 2 and report["rejected"][0]["reason"] == "kind.unknown", done.stdout)
    expect(run(store, "--json", "analyze", "TSLA", "--as-of", session).stdout == before,
           "a later event changed an earlier report")
    for lang, words in (("en", "elisted on 2023-09-01"), ("zh", "已于 2023-09-01 退市")):
        ended = run(store, "analyze", "TSLA", "--lang", lang)
        expect(ended.returncode == 10 and words in ended.stdout, ended.stdout[:600])
    former = run(store, "analyze", "TSLB")
    expect(former.returncode == 5 and "former code TSLB" in former.stderr, former.stderr)
    status = json.loads(run(store, "--json", "data", "status", "TSLA").stdout)["items"][0]
    expect(status["listing"]["delisted_on"] == "2023-09-01", status)
    empty = run(store, "data", "events", "TSLA", "--import", "-", text="kind\n")
    expect(empty.returncode == 2, empty.stderr)


def audit_doors(data, work):
    sheet = run(data, "--json", "facts", "AAPL", "--as-of", "2021-03-31")
    expect(sheet.returncode == 0, sheet.stderr)
    (work / "facts.json").write_text(sheet.stdout)
    (work / "text.md").write_text(TEXT)
    done = run(work / "nowhere", "audit", "--facts", str(work / "facts.json"), "--text",
               str(work / "text.md"), "--json")
    expect(done.returncode == 20, f"exit {done.returncode}: {done.stderr}")
    answer = json.loads(done.stdout)
    verdicts = {c["text"]: c["verdict"] for c in answer["claims"]}
    expect(verdicts["122.15"] == "supported" and verdicts["71"] == "contradicted", verdicts)
    first = answer["claims"][0]
    expect(TEXT.encode()[first["begin"]:first["end"]].decode() == first["text"], "offsets")


def indicator_doors(work):
    names = json.loads(run(work / "nowhere", "indicators", "list", "--json").stdout)["items"]
    expect(len(names) > 30 and all(n["outputs"] for n in names), len(names))
    bars = ROOT / "tests/golden/indicators/talib/AAPL_input.csv"
    done = run(work / "nowhere", "indicators", "compute", "sma", "--param", "length=20", "--csv",
               str(bars), "--json")
    expect(done.returncode == 0, done.stderr)
    column = next(iter(json.loads(done.stdout)["columns"].values()))
    rows = [float(r.split(",")[4]) for r in bars.read_text().splitlines()[1:21]]
    header = bars.read_text().splitlines()[0].split(",")
    place = header.index("close")
    rows = [float(r.split(",")[place]) for r in bars.read_text().splitlines()[1:21]]
    expect(column[18] is None and abs(column[19] - sum(rows) / 20) < 1e-9, column[17:21])
    bad = run(work / "nowhere", "indicators", "compute", "smaa", "--csv", str(bars))
    expect(bad.returncode == 2 and "sma" in bad.stderr, bad.stderr)


def verify_names_an_edit(data, work):
    bundle = run(data, "--json", "analyze", "AAPL").stdout
    (work / "good.json").write_text(bundle)
    good = run(data, "verify", str(work / "good.json"))
    expect(good.returncode == 0, good.stdout + good.stderr)
    (work / "bad.json").write_text(bundle.replace("122.15", "122.16", 1))
    bad = run(data, "verify", str(work / "bad.json"), "--json")
    findings = json.loads(bad.stdout)["findings"]
    expect(bad.returncode == 5 and findings, bad.stdout[:200])


def errors_name_the_remedy(data, work):
    missing = run(work / "nowhere", "analyze", "AAPL")
    expect(missing.returncode == 4 and "init-db" in missing.stderr, missing.stderr)
    unknown = run(data, "analyze", "NOSUCHCO")
    expect(unknown.returncode == 4, f"{unknown.returncode} {unknown.stderr}")
    ambiguous = run(data, "analyze", "000001")
    expect(ambiguous.returncode == 5 and "000001.SZ" in ambiguous.stderr, ambiguous.stderr)
    for args in (("--as-of", "31.3.2021"), ("--horizon", "7"), ("--lang", "fr"),
                 ("--format", "doc"), ("--analyst", "gpt")):
        done = run(data, "analyze", "AAPL", *args)
        expect(done.returncode == 2 and "error" in done.stderr, f"{args}: {done.stderr}")
    early = run(data, "analyze", "AAPL", "--as-of", "1990-01-01")
    expect(early.returncode == 11, f"{early.returncode} {early.stderr}")
    expect(run(data, "nonsense").returncode == 2, "unknown command")


def files_of_every_format(data, work):
    for name, magic in (("pdf", b"%PDF-"), ("html", b"<!doctype html>"), ("md", b"#"),
                        ("json", b"{")):
        target = work / f"report.{name}"
        done = run(data, "analyze", "600519.SH", "--lang", "zh", "--format", name, "-o",
                   str(target))
        expect(done.returncode == 0, done.stderr)
        expect(target.read_bytes()[:20].lower().startswith(magic.lower()), name)
    text = subprocess.run(["pdftotext", str(work / "report.pdf"), "-"], capture_output=True,
                          text=True, check=True).stdout
    expect("贵州茅台" in text and "投资咨询" in text, "Chinese text of the PDF")
    for name in ("svg", "png"):
        done = run(data, "chart", "AAPL", "-o", str(work / f"chart.{name}"))
        expect(done.returncode == 0 and (work / f"chart.{name}").stat().st_size > 2000, name)


def init_is_idempotent(data):
    again = run(data, "init-db", "--if-missing")
    expect(again.returncode == 0 and again.stdout == "", again.stdout)
    status = json.loads(run(data, "--json", "migrate", "--status").stdout)
    expect(status["state"] == "current" and len(status["migrations"]) >= 4, status["state"])
    lines = json.loads(run(data, "--json", "doctor").stdout)
    expect(all(line["result"] != "problem" for line in lines), lines)


def replay_and_reveal(data):
    done = run(data, "replay", "AAPL", "--as-of", "2021-01-29", "--reveal")
    expect(done.returncode == 0 and "Brier" in done.stdout, done.stdout[-300:])
    plain = run(data, "replay", "0700.HK", "--lang", "zh")
    expect(plain.returncode in (0, 10) and "\x1b" not in plain.stdout, "escape codes in a pipe")


def data_is_checked(data):
    status = json.loads(run(data, "--json", "data", "status", "AAPL").stdout)["items"]
    expect([s["last_date"] for s in status] == ["2021-03-31", "2025-11-21"], status)
    expect(status[0]["shown"] and status[0]["sessions_behind"] > 1000, status[0])
    done = run(data, "--json", "data", "check")
    expect(done.returncode == 11, f"exit {done.returncode}: {done.stderr}")
    answer = json.loads(done.stdout)
    pairs = {c["symbol"]: c for c in answer["comparisons"]}
    rows = [r for r in pairs["AAPL"]["disagreements"] if r["date"] == "2021-01-25"]
    expect(rows[0]["field"] == "high" and abs(rows[0]["second"] - 145.09) < 0.01, rows)
    shares = {s["symbol"]: s["units"]["verdict"] for s in answer["series"] if s["basis"] == "raw"}
    expect(shares["601919.SH"] == "proved" and shares["AAPL"] == "not_provable", shares)
    clean = run(data, "data", "check", "688981.SH")
    expect(clean.returncode == 0 and "units" in clean.stdout, clean.stdout)
    expect(run(data, "data", "check", "NOSUCHCO").returncode == 4, "unknown symbol")


def facts_only_shows_no_call(work):
    """The profile holds on every command, in text and in JSON."""
    data, config = work / "facts_only", work / "facts_only.toml"
    config.write_text('environment = "development"\n[compliance]\nprofile = "facts_only"\n')
    at = ("--config", str(config))
    expect(run(data, "init-db").returncode == 0, "init-db")
    day = ("AAPL", "--as-of", "2021-01-29")
    for args in (("analyze", *day), ("replay", *day), ("replay", *day, "--reveal")):
        done = run(data, *at, *args)
        expect(done.returncode == 0 and "Bottom line" in done.stdout, done.stderr)
        for word in ("Scenarios", "Brier score", "For and against"):
            expect(word not in done.stdout, f"{args}: {word}")
    for args in (("analyze", *day), ("replay", *day), ("replay", *day, "--reveal"),
                 ("facts", *day)):
        done = run(data, *at, "--json", *args)
        for word in ('"call":{', '"call_', '"brier"', '"scenarios"'):
            expect(done.returncode == 0 and word not in done.stdout, f"{args}: {word}")


def answers_of_providers(data):
    """data parse: bars in shares, refusals by exit code; no store is needed."""
    samples = Path(__file__).resolve().parents[1] / "data/providers"

    def parse(provider, file, symbol, *more, text=None):
        name = file if file == "-" else str(samples / file)
        return run(data, "--json", "data", "parse", "--provider", provider, name, "--symbol",
                   symbol, *more, text=text)

    done = parse("tushare", "tushare_000001.json", "sz000001")
    expect(done.returncode == 0, done.stderr)
    answer = json.loads(done.stdout)
    last = answer["bars"][-1]
    expect(last["volume"] == 214562500 and last["amount"] == 3896385168, last)
    expect(answer["units"]["verdict"] == "proved" and answer["rejected"] == [], answer["units"])
    plain = run(data, "data", "parse", "--provider", "sina_quote",
                str(samples / "sina_00700.txt"), "--symbol", "0700.HK")
    expect("units proved (1 of 1 rows" in plain.stdout, plain.stdout)
    for code, reason, done in (
            (2, "provider.unknown", parse("bank", "sina_00700.txt", "0700.HK")),
            (2, "provider.wrong_symbol", parse("yahoo", "yahoo_0700.HK.json", "0005.HK")),
            (3, "provider.no_permission",
             parse("tushare", "tushare_no_permission.json", "000001.SZ")),
            (4, "provider.unknown_symbol", parse("finnhub_quote", "finnhub_unknown.json", "X")),
            (7, "provider.rate_limited",
             parse("alpha_vantage", "alpha_vantage_note.json", "MSFT")),
            (8, "provider.html", parse("yahoo", "-", "AAPL", text="<html></html>"))):
        expect(done.returncode == code, f"{reason}: exit {done.returncode} {done.stderr}")
        expect(json.loads(done.stderr)["error"]["reason"] == reason, done.stderr)


def fundamentals_doors(work):
    """Filings enter facts and report from their day on, and change nothing before it."""
    data, folder = work / "filings", ROOT / "tests/data/fundamentals"
    expect(run(data, "init-db").returncode == 0, "init-db")
    early = ("--json", "analyze", "AAPL", "--as-of", "2020-10-29")
    at = ("--as-of", "2021-03-31")
    before = run(data, *early)
    unfiled = run(data, "--json", "analyze", "AAPL", *at)
    for name in ("AAPL_2020.csv", "AAPL_companyfacts.json"):
        args = ("--json", "fundamentals", "import", "AAPL", str(folder / name))
        done = run(data, *args)
        expect(done.returncode == 0, done.stderr)
        first = json.loads(done.stdout)
        expect(first["added"] > 10 and not first["rejected"], first)
        again = json.loads(run(data, *args).stdout)
        expect(again["added"] == 0 and again["changed"] == 0, again)
    expect(run(data, *early).stdout == before.stdout, "later filings changed an earlier report")
    shown = json.loads(run(data, "--json", "fundamentals", "show", "AAPL", *at).stdout)
    revenue = next(f for f in shown["figures"] if f["id"] == "revenue_ttm")
    expect(revenue["value"] == 294135e6, revenue)
    expect([f["form"] for f in revenue["filings"]] == ["10-K", "10-Q"], revenue)
    expect("10-Q 2021-01-28" in run(data, "fundamentals", "show", "AAPL", *at).stdout, "table")
    facts = json.loads(run(data, "--json", "facts", "AAPL", *at).stdout)["facts"]
    ratio = next(f for f in facts if f["id"] == "pe_ttm")
    expect(abs(ratio["value"] - 122.15 / 3.71) < 1e-6 and "10-K 2020-10-30" in ratio["note"], ratio)
    for language, words in (("en", "the 10-Q of 2021-01-28"), ("zh", "2021-01-28 披露的 10-Q")):
        done = run(data, "--json", "analyze", "AAPL", *at, "--lang", language)
        report = json.loads(done.stdout)
        audit = report["audit"]
        expect(done.stdout != unfiled.stdout, "the report from before the import was given again")
        expect(not audit["unsupported"] and not audit["contradicted"], audit)
        section = next(s for s in report["document"]["sections"] if s["id"] == "fundamentals")
        text = "".join(span["text"] for block in section["blocks"] for line in block["lines"]
                       for span in line)
        expect(words in text, "the section does not name its filing")
        (work / "filed.json").write_text(done.stdout)
        verified = run(data, "verify", str(work / "filed.json"))
        expect(verified.returncode == 0, verified.stdout + verified.stderr)
    bad = run(data, "fundamentals", "import", "AAPL", "-", text="<html>")
    expect(bad.returncode == 2 and "column" in bad.stderr, bad.stderr)


def main():
    work = Path(tempfile.mkdtemp(prefix="ec_cli_"))
    data, other = work / "data", work / "other"
    for store in (data, other):
        done = run(store, "init-db")
        if done.returncode != 0:
            print(f"FAIL init-db: {done.stderr}")
            return 1
    counted = []
    check("analyze all samples", lambda: counted.append(analyse_everything(data, other)))
    check("a past report keeps its bytes", lambda: past_report_keeps_its_bytes(work))
    check("fundamentals doors", lambda: fundamentals_doors(work))
    check("corporate actions",
          lambda: market_cases.corporate_actions_are_imported(run, expect, work))
    check("market rules",
          lambda: market_cases.market_rules_are_listed(run, expect, work))
    check("two counters",
          lambda: market_cases.both_counters_of_an_issuer(run, expect, other))
    check("audit doors", lambda: audit_doors(data, work))
    check("indicator doors", lambda: indicator_doors(work))
    check("verify names an edit", lambda: verify_names_an_edit(data, work))
    check("errors name the remedy", lambda: errors_name_the_remedy(data, work))
    check("files of every format", lambda: files_of_every_format(data, work))
    check("init, migrate and doctor", lambda: init_is_idempotent(data))
    check("replay and reveal", lambda: replay_and_reveal(data))
    check("data is checked", lambda: data_is_checked(data))
    check("facts_only shows no call", lambda: facts_only_shows_no_call(work))
    check("events of listings", lambda: events_of_listings(data, work))
    check("folders are imported",
          lambda: folder_cases.folders_are_imported(run, expect, BIN, work))
    check("answers of providers", lambda: answers_of_providers(data))
    proofs = os.environ.get("EC_PROOFS_DIR")
    if proofs and counted and not failed:
        reports, figures, median, worst = counted[0]
        Path(proofs, "2.2").write_text(
            f"{reports} reports complete, {figures} figures checked, none unsupported or "
            f"contradicted; {median:.2f} s median, {worst:.2f} s worst; same bytes in two runs, "
            "two stores and after later bars\n")
    shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
