"""Fact sheets of a caller's own bars; no store is needed."""

import datetime
import hashlib
from typing import NamedTuple

from . import _core
from ._columns import as_column, find_column, get_column, is_frame
from ._errors import invalid, make_error

_REQUIRED = ("open", "high", "low", "close")
_OPTIONAL = ("volume", "amount", "previous_close", "turnover_pct")
_HEAD = ("symbol", "currency", "source", "basis", "base_date")


class Fact(NamedTuple):
    """One measured figure. `value` is a number, a date or a word; None when it is absent, and then
    `absent` says why. `window` holds the first and the last session it was measured on."""

    id: str
    value: object
    unit: str
    window: object
    bars: int
    formula: str
    absent: object
    note: str


class FactSheet:
    """Every measured figure of one symbol as of one session; immutable. Made by `facts`,
    `Store.facts` or `from_json`."""

    def __init__(self, held):
        self._held = held
        self._facts = {row[0]: Fact(*row) for row in held.facts()}
        self._head = held.head()
        self._json = held.json()

    @classmethod
    def from_json(cls, text):
        return cls(_core.parse_sheet(text))

    symbol = property(lambda self: self._head["symbol"])
    as_of = property(lambda self: self._head["as_of"])
    currency = property(lambda self: self._head["currency"])
    benchmark = property(lambda self: self._head["benchmark"] or None)
    source = property(lambda self: self._head["source"])
    basis = property(lambda self: self._head["basis"])
    sample = property(lambda self: self._head["sample"])
    horizon = property(lambda self: self._head["horizon"])

    @property
    def sha256(self):
        """SHA-256 of the canonical JSON: equal for equal data and date on every machine."""
        return hashlib.sha256(self._json.encode()).hexdigest()

    def to_json(self):
        return self._json

    def __getitem__(self, fact_id):
        try:
            return self._facts[fact_id]
        except KeyError:
            raise make_error("not_found", "facts.unknown", f'There is no fact "{fact_id}". '
                             "list(sheet) names them all.") from None

    def __contains__(self, fact_id):
        return fact_id in self._facts

    def __iter__(self):
        return iter(self._facts.values())

    def __len__(self):
        return len(self._facts)

    def __eq__(self, other):
        return self._json == other._json if isinstance(other, FactSheet) else NotImplemented

    def __hash__(self):
        return hash(self._json)

    def __repr__(self):
        present = sum(fact.absent is None for fact in self)
        return (f"<FactSheet {self.symbol or 'unnamed'} as of {self.as_of}: {present} facts, "
                f"{len(self) - present} absent, sha256 {self.sha256[:12]}>")

    def to_frame(self):
        """A DataFrame with one row a fact, indexed by its id."""
        import pandas

        rows = [(f.value, f.unit, *(f.window or (None, None)), f.bars, f.formula, f.absent)
                for f in self]
        return pandas.DataFrame(
            rows, index=pandas.Index(self._facts, name="fact"), dtype=object,
            columns=["value", "unit", "first", "last", "bars", "formula", "absent"])

    def _repr_html_(self):
        return self.to_frame()._repr_html_()

    def diff(self, other):
        """What differs from `other`: a DataFrame indexed by fact with its value here and there, and
        the change where both are numbers."""
        import pandas

        rows = {}
        for name in dict.fromkeys((*self._facts, *other._facts)):
            here = self._facts[name].value if name in self._facts else None
            there = other._facts[name].value if name in other._facts else None
            if here == there:
                continue
            numbers = isinstance(here, float) and isinstance(there, float)
            rows[name] = (there, here, here - there if numbers else None)
        return pandas.DataFrame(list(rows.values()), index=pandas.Index(rows, name="fact"),
                                dtype=object, columns=["other", "this", "change"])


def facts(df, *, as_of=None, symbol=None, benchmark=None, horizon=20):
    """The FactSheet of a frame of daily bars, as of its last session or of `as_of`.

    Columns open, high, low, close and, where there are any, volume, amount, previous_close,
    turnover_pct, found in any case; days in the index or in a column `date`, ascending. The bars go
    through the checks of every store; nothing is repaired. `symbol` (else df.attrs["symbol"])
    chooses market and probability table; without one the rules of US stocks hold and the call
    rests on its prior. df.attrs may hold currency, source, basis (raw, split_adjusted, adjusted;
    default raw) and base_date. `benchmark` is a frame like `df`.
    """
    days, columns, head = _bars_of(df, "df")
    if symbol is not None:
        head["symbol"] = _one_symbol(symbol)
    other = None if benchmark is None else _bars_of(benchmark, "benchmark")
    return FactSheet(_core.compute_sheet(days, columns, head, as_of=day_text(as_of),
                                         horizon=horizon, benchmark=other))


def day_text(day):
    """"2021-03-31" of a date, a timestamp or such a text; None stays None."""
    if day is None or isinstance(day, str):
        return day
    if isinstance(day, datetime.datetime):
        day = day.date()
    if isinstance(day, datetime.date):
        return day.isoformat()
    if type(day).__module__ == "numpy" and type(day).__name__ == "datetime64":
        return str(day.astype("datetime64[D]"))
    raise invalid("date.invalid", "as_of", day, "is no day", "Give a date or YYYY-MM-DD.")


def _one_symbol(text):
    found = _core.resolve(text)
    if len(found) == 1 or text in found:
        return text if text in found else found[0]
    if not found:
        raise invalid("symbol.invalid", "symbol", text, "is no symbol",
                      "Write AAPL, 0700.HK or 600519.SH.")
    raise make_error("conflict", "symbol.ambiguous",
                     f'"{text}" may mean {", ".join(found)}. Give one of them.')


def _days_of(frame, name):
    import pandas

    days = find_column(frame, "date")
    days = frame.index if days is None else pandas.Index(days)
    if not isinstance(days, pandas.DatetimeIndex):
        if days.dtype.kind in "iuf":
            raise invalid("frame.no_days", name, str(days.dtype), "has no days",
                          "Give an index or a column `date` of days.")
        try:
            days = pandas.DatetimeIndex(pandas.to_datetime(days))
        except (TypeError, ValueError) as error:
            raise invalid("frame.no_days", name, str(days.dtype), "has no days",
                          "Give an index or a column `date` of days.") from error
    if days.hasnans:
        raise invalid("frame.no_days", name, "NaT", "has rows without a day", "Drop those rows.")
    # A zone is the exchange's own: its calendar day counts, never UTC's.
    days = days.tz_localize(None) if days.tz is not None else days
    return days.to_numpy().astype("datetime64[D]").astype("int64").astype("int32")


def _bars_of(frame, name):
    if not is_frame(frame):
        raise invalid("frame.type", name, type(frame).__name__, "is no DataFrame",
                      "Give a pandas DataFrame of daily bars.")
    columns = {column: as_column(get_column(frame, column), column) for column in _REQUIRED}
    for column in _OPTIONAL:
        found = find_column(frame, column)
        if found is not None:
            columns[column] = as_column(found, column)
    attrs = frame.attrs
    head = {key: day_text(attrs[key]) if key == "base_date" else str(attrs[key])
            for key in _HEAD if attrs.get(key) is not None}
    if attrs.get("sample"):
        head["sample"] = "1"
    return _days_of(frame, name), columns, head
