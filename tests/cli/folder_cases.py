"""Cases of run.py about folders of price files and Ctrl-C: each gets its `run` and `expect`."""

import json
import os
import pty
import signal
import subprocess
from datetime import date, timedelta
from pathlib import Path


def interrupted(program, data, *args):
    """Ctrl-C as soon as the bar is on the terminal."""
    env = dict(os.environ, EC_DATA_DIR=str(data), LANG="C.UTF-8")
    terminal, end = pty.openpty()
    process = subprocess.Popen([program, *args], env=env, stdout=subprocess.PIPE, stderr=end,
                               text=True)
    os.close(end)
    shown = b""
    while "\N{LIGHT SHADE}".encode() not in shown:
        shown += os.read(terminal, 4096)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    os.close(terminal)
    return process.returncode, out


def folders_are_imported(run, expect, program, work):
    data, folder = work / "bulk", work / "prices"
    expect(run(data, "init-db", "--empty").returncode == 0, "init-db --empty")
    (folder / "deep").mkdir(parents=True)
    day, rows = date(2016, 1, 4), []
    while len(rows) < 2000:
        if day.weekday() < 5:
            price = 50 + len(rows) % 7
            rows.append(f"{day},{price},{price + 1},{price - 1},{price},1000")
        day += timedelta(days=1)
    text = "Date,Open,High,Low,Close,Volume\n" + "\n".join(rows) + "\n"
    names = [f"Z{chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(400)]
    for name in names:
        (folder / f"{name}.csv").write_text(text)
    (folder / "deep/sh600519.csv").write_text(text + "2023-13-01,1,1,1,1,1\n")
    (folder / "deep/prices of mine.csv").write_text(text)
    args = ("data", "import", str(folder), "--basis", "raw", "--volume-unit", "shares")
    plan = run(data, *args, "--dry-run")
    expect(plan.returncode == 2 and "401 can be imported" in plan.stdout and
           "nothing was stored" in plan.stdout, plan.stdout)
    code, out = interrupted(program, data, *args)
    expect(code == 8 and "Interrupted" in out and "were not reached" in out, f"{code}: {out}")
    done = run(data, "--json", *args, "--jobs", "2")
    answer = json.loads(done.stdout)
    files = {Path(f["path"]).name: f for f in answer["files"]}
    counts = {k: answer[k] for k in ("imported", "done", "refused", "complete")}
    expect(done.returncode == 2 and counts["complete"] and counts["refused"] == 1, counts)
    expect(counts["imported"] + counts["done"] == 401 and counts["imported"] > 0, counts)
    coded = files["sh600519.csv"]
    expect(coded["symbol"] == "600519.SH" and coded["rejected"] == 1 and
           coded["rejected_rows"][0]["reason"] == "date.malformed", coded)
    expect(files["prices of mine.csv"]["reason"] == "import.symbol_unknown", files)
    again = json.loads(run(data, "--json", *args).stdout)
    expect(again["done"] == 401 and again["added"] == 0 and again["rows_read"] == 0, again["done"])
    code, _ = interrupted(program, data, "data", "check")
    expect(code == 8, f"data check after Ctrl-C: exit {code}")
    checked = run(data, "data", "check", names[0])
    expect(f"{names[0]} ·" in checked.stdout and "2000 bars" in checked.stdout, checked.stdout)
    missing = run(data, "data", "import", str(work / "nowhere"))
    expect(missing.returncode == 4 and "Check its name" in missing.stderr, missing.stderr)
