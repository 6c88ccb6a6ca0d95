#!/usr/bin/python3
"""House rules that a machine can hold. Prints "ok RULE" or "FAIL RULE: FILE:LINE what"."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = {".cpp", ".hpp"}
TEXT = CODE | {".py", ".ts", ".vue", ".sh", ".sql", ".cmake", ".toml"}
LIMITS = {".hpp": 300, ".cpp": 400, ".vue": 400, ".ts": 400, ".py": 400, ".sh": 400}
LONG_LINES_ALLOWED = {  # tables and texts whose lines are one by nature
    "libcore/analysis/src/fact_catalog.cpp",
    "libcore/narrative/src/prompt_texts.cpp",
    "libcore/reports/src/html_style.cpp",
    "tests/unit/narrative/answer_tests.cpp",
}
LONG_FUNCTIONS_ALLOWED = re.compile(r"libcore/indicators/src/registry_\w+\.cpp$")  # one table each
LONG_FILES_ALLOWED = {"libcore/analysis/src/fact_catalog.cpp"}
TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "dev", "README.md", "README.zh-CN.md", "ARCHITECTURE.md",
    "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "libcore", "apps", "bindings", "schema", "config",
    "tests", "benchmarks", "cmake", ".ci", ".github", ".gitignore", ".clang-format", ".clang-tidy",
}
BANNED_NAMES = re.compile(r"(^|[_/])(utils?|common|helpers?|misc|managers?)([_./]|$)")
BANNED_TYPES = re.compile(r"\b(?:class|struct)\s+\w*(?:Util|Helper|Manager|Misc)\w*\b")
THIRD_PARTY = re.compile(
    r'#include\s*[<"](?:boost|fmt|spdlog|prometheus|toml|CLI|sqlite3|SQLiteCpp|pqxx|curl|openssl|'
    r'sodium|zstd|unicode|cairo|pango|cmark|zip\.h|xlsxwriter|hiredis|pybind11)')
LEFTOVERS = re.compile(r"\b(TODO|FIXME|HACK)\b")
LIBM = re.compile(r"\bstd::(log|exp|pow|log10|log2|expm1|log1p)\s*\(")

failures = {}


def fail(rule, path, line, what):
    failures.setdefault(rule, []).append(f"{path}:{line} {what}")


def tracked_files():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                         capture_output=True, text=True, check=True).stdout
    return [f for f in out.splitlines() if (ROOT / f).is_file()]


def is_data(name):
    return name.startswith(("tests/golden/", "tests/data/", "schema/seed/", "tests/fuzz/corpus/"))


def check_text(name, lines):
    suffix = Path(name).suffix
    limit = LIMITS.get(suffix)
    if limit and len(lines) > limit and name not in LONG_FILES_ALLOWED:
        fail("file size", name, len(lines), f"over {limit} lines")
    for number, line in enumerate(lines, 1):
        if suffix in CODE | {".py", ".sql", ".cmake"} and len(line) > 100 \
                and name not in LONG_LINES_ALLOWED:
            fail("100 columns", name, number, f"{len(line)} columns")
        if line.rstrip() != line:
            fail("no trailing blanks", name, number, "blank at the end")
        if LEFTOVERS.search(line) and name != "tests/style/run.py":
            fail("no leftovers", name, number, line.strip()[:60])
        if suffix in CODE and BANNED_TYPES.search(line):
            fail("names say what a thing is", name, number, line.strip()[:60])
        if suffix == ".hpp" and "/include/" in name and THIRD_PARTY.search(line):
            fail("no third-party header in include/", name, number, line.strip())


def check_functions(name, lines):
    """A function body is the span between a line that ends with '{' at namespace or class level
    (no more than one level of indentation) and the matching closing line."""
    if LONG_FUNCTIONS_ALLOWED.match(name):
        return
    start = None
    named = re.compile(r"^(?!namespace|extern|struct|class|enum|union)[A-Za-z_~].*[^=]\s\{$")
    for number, line in enumerate(lines, 1):
        if named.match(line):
            start = number
        elif line.startswith("}") and start is not None:
            if number - start > 72 and "std::array" not in lines[start - 1]:
                fail("functions of at most 70 lines", name, start, f"{number - start} lines")
            start = None


def check_floors(name, text):
    """The include statements of a module against cmake/ec_floors.cmake's order."""
    match = re.match(r"libcore/(\w+)/", name)
    if not match:
        return
    module = match.group(1)
    floor = FLOORS.get(module)
    for number, line in enumerate(text, 1):
        include = re.match(r"#include <ec/(\w+)/", line)
        if not include or include.group(1) == module:
            continue
        other = include.group(1)
        if not allowed(module, floor, other, FLOORS.get(other)):
            fail("floors", name, number, f"{module} may not include {other}")


PURE = ["market", "indicators", "analysis", "narrative"]
FLOORS = {"base": "F0", **{m: "F1P" for m in PURE},
          **{m: "F1" for m in "config db blobs cache http_client mail crypto".split()},
          **{m: "F2" for m in
             "accounts billing marketdata llm reports jobs portfolio alerts".split()},
          "workflows": "F3", "assembly": "F4"}


def allowed(module, floor, other, other_floor):
    if other_floor is None or floor is None:
        return False
    if other_floor == "F0" or floor == "F4":
        return True
    if floor == "F1P":
        return other_floor == "F1P" and PURE.index(other) < PURE.index(module)
    if floor == "F2":
        return other_floor in ("F1", "F1P")
    if floor == "F3":
        return other_floor in ("F1", "F1P", "F2")
    return False


def check_floor_table():
    """This file's table and the build's must be one table."""
    text = (ROOT / "cmake/ec_floors.cmake").read_text()
    order = re.search(r"EC_PURE_ORDER ([\w ]+)\)", text).group(1).split()
    if order != PURE:
        fail("floors", "cmake/ec_floors.cmake", 1, "pure order differs from the style test")
    for name, floor in re.findall(r"set\(EC_FLOOR_(\w+) (\w+)\)", text):
        if FLOORS.get(name) != floor:
            fail("floors", "cmake/ec_floors.cmake", 1, f"{name} differs from the style test")


def check_frontends(name, lines):
    if not name.startswith(("apps/", "bindings/")):
        return
    for number, line in enumerate(lines, 1):
        include = re.match(r"#include <ec/(db|blobs|cache|http_client)/", line)
        if include:
            fail("frontends stay above the ports", name, number, line)


def check_portable_math(name, lines):
    if not name.startswith(("libcore/indicators/", "libcore/analysis/", "libcore/narrative/",
                            "libcore/market/")):
        return
    for number, line in enumerate(lines, 1):
        if LIBM.search(line):
            fail("portable math on the pure floor", name, number, line.strip()[:60])


SQL_BANNED = re.compile(
    r"\b(AUTOINCREMENT|SERIAL|BIGSERIAL|JSONB|TIMESTAMPTZ?|DATETIME|BOOLEAN|VARCHAR|"
    r"INSERT OR REPLACE|GETDATE|NOW\(\))\b", re.IGNORECASE)


def check_sql(name, lines):
    if not re.match(r"schema/\d{4}_.*\.sql$", name):
        return
    for number, line in enumerate(lines, 1):
        match = SQL_BANNED.search(line.split("--")[0])
        if match:
            fail("SQL subset of both engines", name, number, match.group(0))


def main():
    rules = ["100 columns", "file size", "functions of at most 70 lines", "no trailing blanks",
             "no leftovers", "names say what a thing is", "no third-party header in include/",
             "floors", "frontends stay above the ports", "portable math on the pure floor",
             "SQL subset of both engines", "top-level folders"]
    files = tracked_files()
    for name in files:
        top = name.split("/")[0]
        if top not in TOP_LEVEL:
            fail("top-level folders", name, 1, "no place for it")
        if is_data(name):
            continue
        if BANNED_NAMES.search(name):
            fail("names say what a thing is", name, 1, "banned file name")
        if Path(name).suffix not in TEXT:
            continue
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        check_text(name, lines)
        check_frontends(name, lines)
        check_portable_math(name, lines)
        check_sql(name, lines)
        check_floors(name, lines)
        if Path(name).suffix == ".cpp":
            check_functions(name, lines)
    check_floor_table()
    for rule in rules:
        if rule not in failures:
            print(f"ok {rule}")
    for rule, found in failures.items():
        print(f"FAIL {rule}: {found[0]}" + (f" (+{len(found) - 1})" if len(found) > 1 else ""))
        for item in found[1:]:
            print(f"     {rule}: {item}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
