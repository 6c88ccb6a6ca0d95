"""Frames of the golden bars and a store of the shipped samples."""

import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/indicators/talib"


def golden_frame(symbol):
    return pd.read_csv(GOLDEN / f"{symbol}_input.csv", parse_dates=["date"], index_col="date")


@pytest.fixture(scope="session")
def bars():
    return golden_frame("AAPL")


@pytest.fixture(scope="session")
def golden():
    return pd.read_csv(GOLDEN / "AAPL_talib.csv", parse_dates=["date"], index_col="date")
