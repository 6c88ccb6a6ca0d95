"""Cases of run.py about corporate actions, counters and market rules: each gets its `run` and
`expect`."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def corporate_actions_are_imported(run, expect, work):
    data = work / "actions"
    expect(run(data, "init-db", "--empty").returncode == 0, "init-db --empty")
    early = run(data, "import", "601919.SH", "-", "--actions", text="ex_date,kind\n")
    expect(early.returncode == 4 and "prices" in early.stderr, early.stderr)
    prices = ROOT / "schema/seed/market/cn/601919.SH_raw_2018_2026.csv"
    done = run(data, "import", "601919.SH", str(prices), "--basis", "raw")
    expect(done.returncode == 0, done.stderr)
    listed = ("ex_date,kind,cash,new_per_old,price,currency\n2021-07-14,bonus,,0.3,,CNY\n"
              "2022-12-14,dividend,2.01,,,CNY\n2023-06-28,dividend,1.39,,,HKD\n")
    args = ("--json", "import", "601919.SH", "-", "--actions")
    for extra, changed in ((["--dry-run"], 0), ([], 2), ([], 0)):
        done = run(data, *args, *extra, text=listed)
        expect(done.returncode == 0, done.stderr)
        report = json.loads(done.stdout)
        expect(report["changed"] == changed and len(report["actions"]) == 2, done.stdout)
        expect(report["rejected"][0]["reason"] == "currency.differs", done.stdout)
    sheet = json.loads(run(data, "--json", "facts", "601919.SH", "--as-of", "2021-07-14").stdout)
    facts = {fact["id"]: fact for fact in sheet["facts"]}
    expect(abs(facts["split_ratio"]["value"] - 1.3) < 1e-12, str(facts["split_ratio"]))
    bad = run(data, *args, text="ex_date,kind\nsoon,split\n")
    expect(bad.returncode == 2 and "date.malformed" in bad.stderr, bad.stderr)


def both_counters_of_an_issuer(run, expect, data):
    """9988 and 89988 are one issuer: each report names the other once both traded."""
    rows = "date,open,high,low,close,volume\n2024-01-02,68,69,67,68,1000\n"
    done = run(data, "import", "89988.HK", "-", "--basis", "raw", "--currency", "CNY", text=rows)
    expect(done.returncode == 0, done.stderr)

    def other(day):
        sheet = json.loads(run(data, "--json", "facts", "9988.HK", "--as-of", day).stdout)
        return {fact["id"]: fact for fact in sheet["facts"]}["other_counter"].get("value")

    expect(other("2024-01-02") == "89988.HK", str(other("2024-01-02")))
    expect(other("2023-12-29") is None, str(other("2023-12-29")))
    report = run(data, "analyze", "9988.HK", "--as-of", "2024-01-02")
    expect("89988.HK" in report.stdout, "the header does not name the other counter")


def market_rules_are_listed(run, expect, work):
    """The table needs no store."""
    def rows(*args):
        done = run(work / "nowhere", "--json", "data", "rules", *args)
        expect(done.returncode == 0, done.stderr)
        return json.loads(done.stdout)["items"]

    def duty(day):
        found = [r["value"] for r in rows("--market", "CN", "--on", day)
                 if (r["rule"], r["scope"]) == ("stamp_duty_sell", "stock")]
        return found

    expect({r["market"] for r in rows()} == {"cn", "hk", "us"}, "not all markets")
    expect(duty("2023-08-27") == [0.001] and duty("2023-08-28") == [0.0005], duty("2023-08-28"))
    expect({r["standing"] for r in rows("--market", "us")} == {"verified", "unverified"}, "US")
    text = run(work / "nowhere", "data", "rules", "--market", "CN")
    expect("chinext" in text.stdout and "20 %" in text.stdout, text.stdout)
    bad = run(work / "nowhere", "data", "rules", "--on", "soon")
    expect(bad.returncode == 2 and "--on" in bad.stderr, bad.stderr)
