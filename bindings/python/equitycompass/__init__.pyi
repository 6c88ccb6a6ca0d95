from ._audit import Audit as Audit
from ._audit import Claim as Claim
from ._audit import Summary as Summary
from ._audit import audit as audit
from ._audit import resolve as resolve
from ._errors import Error as Error
from ._errors import Field as Field
from ._errors import InvalidInput as InvalidInput
from ._errors import NotFound as NotFound
from ._errors import Timeout as Timeout
from ._facts import Fact as Fact
from ._facts import FactSheet as FactSheet
from ._facts import facts as facts
from ._indicators import *
