"""EquityCompass: indicators, facts and audited research on daily bars.

Indicators, `facts`, `audit` and `resolve` work on the caller's own data. `open` opens an existing
store; nothing here ever creates one.
"""

import builtins as _builtins

from . import _indicators
from ._audit import Audit, Claim, Summary, audit, resolve
from ._errors import Error, Field, InvalidInput, NotFound, Timeout
from ._facts import Fact, FactSheet, facts
from ._indicators import *  # noqa: F401,F403
from ._store import Call, Outlook, Report, Section, Store, analyze, open

# A star import must not hide builtins: ec.open, ec.sum, ec.min and ec.max stay behind their prefix.
__all__ = sorted(name for name in {
    "Audit", "Call", "Claim", "Error", "Fact", "FactSheet", "Field", "InvalidInput", "NotFound",
    "Outlook", "Report", "Section", "Store", "Summary", "Timeout", "analyze", "audit", "facts",
    "resolve", *_indicators.__all__} if not hasattr(_builtins, name))
