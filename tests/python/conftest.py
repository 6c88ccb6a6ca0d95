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


def run_program(folder, *arguments):
    """The command line on the store of `folder`; its standard output."""
    program = ROOT / "build/dev/bin/equitycompass"
    assert program.exists(), f"build it first: {program}"
    names = ("DATABASE_URL", "DATABASE_URL_FILE", "EC_LLM_MODEL")
    environment = {k: v for k, v in os.environ.items() if k not in names}
    environment.update(EC_DATA_DIR=str(folder), LANG="C.UTF-8")
    return subprocess.run([program, *arguments], env=environment, check=True, cwd=folder,
                          capture_output=True, text=True).stdout


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    run_program(folder, "init-db")
    return folder


@pytest.fixture
def store_environment(data_dir, monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "EC_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EC_DATA_DIR", str(data_dir))
    return data_dir
