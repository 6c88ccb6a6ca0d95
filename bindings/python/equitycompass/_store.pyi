import datetime
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import pandas as pd  # type: ignore

from ._audit import Audit
from ._facts import Day, FactSheet

class Outlook(NamedTuple):
    up: float
    inside: float
    down: float

class Call(NamedTuple):
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
    @property
    def outcome(self) -> str: ...
    @property
    def id(self) -> str | None: ...
    @property
    def sha256(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def symbol(self) -> str: ...
    @property
    def as_of(self) -> datetime.date: ...
    @property
    def facts(self) -> FactSheet: ...
    @property
    def text(self) -> str: ...
    @property
    def sections(self) -> list[Section]: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def call(self) -> Call | None: ...
    def to_json(self) -> str: ...
    def save(self, path: str | os.PathLike[str]) -> Path: ...
    def __bool__(self) -> bool: ...

class Store:
    read_only: bool
    @property
    def closed(self) -> bool: ...
    def __enter__(self) -> Store: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def close(self) -> None: ...
    def analyze(
        self,
        symbol: str,
        *,
        lang: str = ...,
        as_of: Day | None = ...,
        horizon: int = ...,
        analyst: str | None = ...,
    ) -> Report: ...
    def facts(self, symbol: str, as_of: Day | None = ..., *, horizon: int = ...) -> FactSheet: ...
    def bars(
        self,
        symbols: str | Iterable[str],
        start: Day | None = ...,
        end: Day | None = ...,
        *,
        as_of: Day | None = ...,
    ) -> pd.DataFrame: ...

def open(
    url: str | None = ...,
    *,
    read_only: bool = ...,
    config: str | os.PathLike[str] | None = ...,
) -> Store: ...
def analyze(
    symbol: str,
    *,
    lang: str = ...,
    as_of: Day | None = ...,
    horizon: int = ...,
    analyst: str | None = ...,
) -> Report: ...
