"""From what a caller has (arrays, lists, pandas objects) to contiguous float64 columns."""

import numpy as np

from ._errors import invalid


def _pandas():
    import sys

    # Without an import of pandas somewhere nobody can hand us one of its objects.
    return sys.modules.get("pandas")


def is_series(value):
    pandas = _pandas()
    return pandas is not None and isinstance(value, pandas.Series)


def is_frame(value):
    pandas = _pandas()
    return pandas is not None and isinstance(value, pandas.DataFrame)


def as_column(value, name):
    """A one-dimensional, contiguous, native float64 array: the caller's own memory when it is one
    already, a converted copy otherwise."""
    if is_series(value):
        kind = value.dtype.kind if hasattr(value.dtype, "kind") else "O"
        _check_kind(kind, name)
        value = value.to_numpy() if value.dtype == np.float64 else value.to_numpy(
            dtype=np.float64, na_value=np.nan)
    if not isinstance(value, np.ndarray):
        try:
            value = np.asarray(value)
        except ValueError as error:
            raise invalid("frame.not_numeric", name, type(value).__name__, "holds no numbers",
                          "Give an array of numbers.") from error
    _check_kind(value.dtype.kind, name)
    if value.ndim != 1:
        raise invalid("frame.shape", name, str(value.shape), "has not one dimension",
                      "Give one column at a time.")
    try:
        return np.require(value, np.float64, ["C", "A"])
    except (TypeError, ValueError) as error:
        raise invalid("frame.not_numeric", name, str(value.dtype), "holds no numbers",
                      "Give an array of numbers.") from error


def _check_kind(kind, name):
    # Decimal and None come as objects and are tried; text, dates and complex numbers are no prices.
    if kind not in "fiubO":
        raise invalid("frame.not_numeric", name, f"dtype kind {kind}", "holds no numbers",
                      "Give an array of numbers.")


def find_column(frame, name):
    """The frame's column of this name in any case, or None."""
    found = [c for c in frame.columns if isinstance(c, str) and c.strip().lower() == name]
    if len(found) > 1 or (found and frame[found[0]].ndim > 1):
        raise invalid("frame.ambiguous_column", name, ", ".join(map(str, found)),
                      "names more than one column", "Rename or drop all but one.")
    return frame[found[0]] if found else None


def get_column(frame, name):
    found = find_column(frame, name)
    if found is None:
        shown = ", ".join(str(c) for c in frame.columns[:12])
        raise invalid("indicators.missing_column", name, shown, "the frame has no such column",
                      f"Give a frame with a column {name}.")
    return found
