"""The claim audit of any text against a fact sheet."""

import html
from typing import NamedTuple

from . import _core
from ._errors import invalid
from ._facts import FactSheet


class Claim(NamedTuple):
    """One checkable statement: `text` is checked[begin:end]. `operation` names how a derived claim
    follows from `facts`; `expected` is what the data say; `reason` why a claim does not stand."""

    text: str
    begin: int
    end: int
    kind: str
    verdict: str
    facts: tuple
    operation: object
    expected: object
    reason: object
    value: object


class Summary(NamedTuple):
    supported: int
    derived: int
    unsupported: int
    contradicted: int

    @property
    def total(self):
        return sum(self)


# A wave and a label; never the colours of prices.
_MARK = ("text-decoration:underline wavy {0};text-decoration-skip-ink:none;"
         "background:transparent;color:inherit")
_COLOURS = {"contradicted": "#7c3aed", "unsupported": "#a16207"}


class Audit:
    """A checked text. Supported and derived claims stay unmarked; only problems are visible."""

    def __init__(self, text, language, claims, summary):
        self.text = text
        self.language = language
        self.claims = claims
        self.summary = summary

    @property
    def problems(self):
        return [c for c in self.claims if c.verdict in _COLOURS]

    def __repr__(self):
        s = self.summary
        return (f"<Audit {s.total} claims: {s.supported} supported, {s.derived} derived, "
                f"{s.unsupported} unsupported, {s.contradicted} contradicted>")

    def _repr_html_(self):
        out, at = [], 0
        for claim in sorted(self.problems, key=lambda c: c.begin):
            if claim.begin < at:
                continue
            note = claim.verdict if not claim.expected else f"{claim.verdict}: {claim.expected}"
            out.append(html.escape(self.text[at:claim.begin]))
            out.append(f'<mark title="{html.escape(note)}" '
                       f'style="{_MARK.format(_COLOURS[claim.verdict])}">'
                       f"{html.escape(claim.text)}</mark>")
            at = claim.end
        out.append(html.escape(self.text[at:]))
        return (f'<div style="white-space:pre-wrap">{"".join(out)}</div>'
                f"<p><small>{html.escape(repr(self)[1:-1])}</small></p>")


def audit(text, facts, lang=None):
    """Checks every figure, date and relation of `text` against `facts`, a FactSheet or the JSON of
    one. `lang` is "en" or "zh", by default told from the text."""
    if isinstance(facts, str):
        facts = FactSheet.from_json(facts)
    if not isinstance(facts, FactSheet):
        raise invalid("audit.facts", "facts", type(facts).__name__, "is no fact sheet",
                      "Give a FactSheet or its JSON.")
    if not isinstance(text, str):
        raise invalid("audit.text", "text", type(text).__name__, "is no text", "Give a str.")
    language, claims, summary = _core.audit(text, facts._held, lang)
    return Audit(text, language, make_claims(claims, text), Summary(*summary))


def make_claims(rows, text=None):
    """Claims of raw rows; with `text` their byte offsets become offsets of characters."""
    if text is not None and not text.isascii():
        places = _character_places(text)
        rows = [(row[0], places[row[1]], places[row[2]], *row[3:]) for row in rows]
    return [Claim(*row[:5], tuple(row[5]), *(field or None for field in row[6:9]), row[9])
            for row in rows]


def _character_places(text):
    places, at = {}, 0
    for i, character in enumerate(text):
        places[at] = i
        at += len(character.encode())
    places[at] = len(text)
    return places


def resolve(text):
    """The canonical symbols a typed code may mean, most usual first; never a guess. Empty for a
    name: only a store knows names."""
    return _core.resolve(text)
