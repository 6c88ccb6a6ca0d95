from typing import NamedTuple

from ._facts import FactSheet

class Claim(NamedTuple):
    text: str
    begin: int
    end: int
    kind: str
    verdict: str
    facts: tuple[str, ...]
    operation: str | None
    expected: str | None
    reason: str | None
    value: float | None

class Summary(NamedTuple):
    supported: int
    derived: int
    unsupported: int
    contradicted: int
    @property
    def total(self) -> int: ...

class Audit:
    text: str
    language: str
    claims: list[Claim]
    summary: Summary
    @property
    def problems(self) -> list[Claim]: ...

def audit(text: str, facts: FactSheet | str, lang: str | None = ...) -> Audit: ...
def resolve(text: str) -> list[str]: ...
