"""The exceptions of the package; the codes are those of every other surface."""

from typing import NamedTuple


class Field(NamedTuple):
    """One rejected input."""

    field: str
    value: str
    problem: str
    remedy: str


class Error(RuntimeError):
    """What went wrong and what to do. `reason` is a stable key, `code` one of the ten codes."""

    def __init__(self, message, *, code="internal", reason="internal", fields=(),
                 retry_after_s=None):
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.fields = tuple(fields)
        self.retry_after_s = retry_after_s

    def __reduce__(self):
        return (_restore, (type(self), str(self), self.code, self.reason, self.fields,
                           self.retry_after_s))


class InvalidInput(Error, ValueError):
    """An argument is not what the call takes."""


class NotFound(Error, LookupError):
    """A symbol, store or bar that is not there."""


class Timeout(Error, TimeoutError):
    """The deadline has passed."""


_CLASSES = {"invalid_input": InvalidInput, "not_found": NotFound, "timeout": Timeout}


def _restore(kind, message, code, reason, fields, retry_after_s):
    return kind(message, code=code, reason=reason, fields=fields, retry_after_s=retry_after_s)


def make_error(code, reason, message, fields=(), retry_after_s=None):
    """The exception that stands for an error of the library."""
    kind = _CLASSES.get(code, Error)
    return _restore(kind, message, code, reason, tuple(Field(*f) for f in fields), retry_after_s)


def invalid(reason, field, value, problem, remedy):
    message = f'{field} "{value}": {problem}. {remedy}'
    return make_error("invalid_input", reason, message, [(field, str(value), problem, remedy)])
