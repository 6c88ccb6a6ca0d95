"""An existing store: its bars, facts and reports. Nothing here ever creates one."""

import os
from pathlib import Path
from typing import NamedTuple

from . import _core
from ._audit import Audit, Summary, make_claims
from ._errors import invalid, make_error
from ._facts import FactSheet, day_text

_SUFFIXES = {".pdf": "pdf", ".html": "html", ".md": "md", ".json": "json", ".txt": "txt"}


class Outlook(NamedTuple):
    """Probabilities of the three outcomes; they sum to 1."""

    up: float
    inside: float
    down: float


class Call(NamedTuple):
    """A forecast of a defined event: the adjusted close in `horizon` sessions above `up_above`,
    below `down_below`, or inside. `confidence` is the probability of `direction`."""

    horizon: int
    direction: str
    confidence: float
    probability: Outlook
    base_rate: Outlook
    up_above: float
    down_below: float
    measured_edge: bool
    lean: str
    windows: int
    table_version: str


class Section(NamedTuple):
    id: str
    title: str
    text: str


class Report:
    """What came of an analysis. `outcome` is "ok", "abstain" or "void_call"; any other outcome has
    no report: then `text` is the reason, and whatever needs a report raises NotFound."""

    def __init__(self, held, symbol):
        self._held = held
        self._symbol = symbol
        self._facts = None

    outcome = property(lambda self: self._held.outcome())
    id = property(lambda self: self._held.id())
    sha256 = property(lambda self: self._held.sha256())
    title = property(lambda self: self._held.title())

    def __bool__(self):
        return self._held.has_report()

    @property
    def facts(self):
        if self._facts is None:
            self._facts = FactSheet(self._held.sheet())
        return self._facts

    @property
    def symbol(self):
        return self.facts.symbol if self else self._symbol

    @property
    def as_of(self):
        return self.facts.as_of

    @property
    def text(self):
        """The report in Markdown."""
        return self._held.render("md").decode() if self else self._held.detail()

    @property
    def sections(self):
        return [Section(*row) for row in self._held.sections()]

    @property
    def audit(self):
        """The claims of the report's prose; their offsets are those of `audit.text`."""
        text, language, claims, summary = self._held.audit()
        return Audit(text, language, make_claims(claims, text), Summary(*summary))

    @property
    def call(self):
        row = self._held.call()
        if row is None:
            return None
        return Call(*row[:3], Outlook(*row[3]), Outlook(*row[4]), *row[5:])

    def to_json(self):
        return self._held.render("json").decode()

    def save(self, path):
        """Writes the report; the suffix chooses pdf, html, md, json or txt."""
        path = Path(path)
        kind = _SUFFIXES.get(path.suffix.lower())
        if kind is None:
            raise invalid("format.unknown", "path", path.name, "has no suffix of a report",
                          "Use .pdf, .html, .md, .json or .txt.")
        path.write_bytes(self._held.render(kind))
        return path

    def _repr_html_(self):
        if not self:
            return None
        return self._held.render("fragment").decode()

    def __repr__(self):
        if not self:
            return f"<Report {self._symbol}: {self.outcome}>"
        return f"<Report {self.symbol} as of {self.as_of}: {self.outcome}>"

    def __str__(self):
        return self.text


class Store:
    """An open store; a context manager. Its methods may be called from several threads and leave
    the interpreter to others while they work."""

    def __init__(self, held, read_only):
        self._held = held
        self.read_only = read_only

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._held.close()

    @property
    def closed(self):
        return self._held.closed()

    def analyze(self, symbol, *, lang="en", as_of=None, horizon=20, analyst=None):
        """Analyses a symbol as it could be seen on the evening of `as_of` (default: the last
        complete session) and stores the report; the same question on the same bars gives the stored
        one. `analyst`: None or "rules" for the built-in one, or the configured model's name."""
        if self.read_only:
            raise make_error("forbidden", "store.read_only",
                             "The store was opened for reading only and an analysis stores its "
                             "report. Open it with read_only=False.")
        return Report(self._held.analyze(symbol, lang, day_text(as_of), horizon, analyst), symbol)

    def facts(self, symbol, as_of=None, *, horizon=20):
        """The FactSheet of a symbol as it could be seen on the evening of `as_of`."""
        return FactSheet(self._held.facts(symbol, day_text(as_of), horizon))

    def bars(self, symbols, start=None, end=None, *, as_of=None):
        """Daily bars, forward adjusted with what was known on `as_of`; days are the index. For a
        list of symbols the index is (symbol, date), and `.attrs` hold one value a symbol."""
        import pandas

        if isinstance(symbols, str):
            return self._bars_of(symbols, start, end, as_of)
        frames = [self._bars_of(symbol, start, end, as_of) for symbol in symbols]
        if not frames:
            raise invalid("bars.symbols", "symbols", "[]", "names no symbol", "Name at least one.")
        names = [frame.attrs["symbol"] for frame in frames]
        attrs = {key: {n: f.attrs[key] for n, f in zip(names, frames)} for key in frames[0].attrs}
        for frame in frames:
            frame.attrs = {}
        out = pandas.concat(frames, keys=names, names=["symbol", "date"])
        out.attrs = attrs
        return out

    def _bars_of(self, symbol, start, end, as_of):
        import pandas

        days, columns, head = self._held.bars(symbol, day_text(as_of))
        index = pandas.DatetimeIndex(days.astype("datetime64[D]"), name="date")
        frame = pandas.DataFrame(columns, index=index)
        if frame["amount"].isna().all():
            frame = frame.drop(columns="amount")
        frame = frame.loc[day_text(start):day_text(end)]
        frame.attrs = head
        return frame


def open(url=None, *, read_only=False, config=None):
    """Opens the store of `url` ("sqlite:////absolute/file", "postgresql://..."), else of
    DATABASE_URL, else of the folder EC_DATA_DIR. `config` is a configuration file (TOML) like the
    server's. Never creates a store: NotFound says how to make one."""
    variables = dict(os.environ)
    if url is not None:
        variables.pop("DATABASE_URL_FILE", None)
        variables["DATABASE_URL"] = url
    elif config is None and not any(
            variables.get(n) for n in ("DATABASE_URL", "DATABASE_URL_FILE", "EC_DATA_DIR")):
        raise make_error("not_found", "store.not_named",
                         "No store is named. Set EC_DATA_DIR to the folder of one or give its "
                         "address: ec.open(\"sqlite:////folder/equitycompass.db\"). To make one: "
                         "equitycompass init-db")
    if not variables.get("EC_DATA_DIR") and config is None:
        folder = _folder_of(variables.get("DATABASE_URL", ""))
        if folder is not None:
            variables["EC_DATA_DIR"] = folder
    return Store(_core.open_store("" if config is None else os.fspath(config), variables),
                 read_only)


def _folder_of(url):
    """The folder of an SQLite file that is an installation's own data folder."""
    prefix = "sqlite:////"
    if not url.startswith(prefix):
        return None
    folder = Path("/" + url[len(prefix):]).parent
    return str(folder) if (folder / "installation.key").exists() else None


def analyze(symbol, *, lang="en", as_of=None, horizon=20, analyst=None):
    """open().analyze(...)."""
    with open() as store:
        return store.analyze(symbol, lang=lang, as_of=as_of, horizon=horizon, analyst=analyst)
