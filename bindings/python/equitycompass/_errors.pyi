from collections.abc import Iterable
from typing import NamedTuple

class Field(NamedTuple):
    field: str
    value: str
    problem: str
    remedy: str

class Error(RuntimeError):
    code: str
    reason: str
    fields: tuple[Field, ...]
    retry_after_s: int | None
    def __init__(
        self,
        message: str,
        *,
        code: str = ...,
        reason: str = ...,
        fields: Iterable[Field] = ...,
        retry_after_s: int | None = ...,
    ) -> None: ...

class InvalidInput(Error, ValueError): ...
class NotFound(Error, LookupError): ...
class Timeout(Error, TimeoutError): ...

def make_error(
    code: str,
    reason: str,
    message: str,
    fields: Iterable[tuple[str, str, str, str]] = ...,
    retry_after_s: int | None = ...,
) -> Error: ...
def invalid(reason: str, field: str, value: object, problem: str, remedy: str) -> Error: ...
