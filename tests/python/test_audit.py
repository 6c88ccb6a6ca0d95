"""The claim audit and the reading of symbols."""

import pytest

import equitycompass as ec


@pytest.fixture(scope="module")
def sheet(bars):
    return ec.facts(bars, symbol="AAPL")


def true_text(sheet):
    return (f"The close is {sheet['close'].value:.2f} USD. "
            f"RSI(14) is {sheet['rsi_14'].value:.1f}.")


def test_true_figures_are_supported(sheet):
    result = ec.audit(true_text(sheet), sheet)
    assert result.language == "en"
    assert result.summary.contradicted == result.summary.unsupported == 0
    assert result.summary.supported >= 2 and result.problems == []
    assert result.summary.total == len(result.claims)
    claim = next(c for c in result.claims if "rsi_14" in c.facts)
    assert claim.verdict == "supported" and claim.kind == "number"
    assert claim.value == pytest.approx(sheet["rsi_14"].value, abs=0.06)


def test_false_figures_are_caught(sheet):
    wrong = sheet["rsi_14"].value - 20
    text = f"RSI(14) is {wrong:.1f}."
    result = ec.audit(text, sheet)
    (claim,) = [c for c in result.problems if f"{wrong:.1f}" in c.text]
    assert claim.verdict == "contradicted" and claim.expected
    assert text[claim.begin:claim.end] == claim.text


def test_offsets_are_of_characters(sheet):
    rsi, close = sheet["rsi_14"].value, sheet["close"].value
    text = f"收盘价 {close:.2f} 美元，RSI(14) 为 {rsi - 20:.1f}。"
    result = ec.audit(text, sheet)
    assert result.language == "zh"
    assert result.claims
    for claim in result.claims:
        assert text[claim.begin:claim.end] == claim.text
    assert result.problems


def test_language_may_be_given(sheet):
    assert ec.audit("RSI 50", sheet, lang="zh").language == "zh"
    with pytest.raises(ec.InvalidInput) as caught:
        ec.audit("RSI 50", sheet, lang="de")
    assert caught.value.reason == "audit.language"


def test_facts_may_be_json(sheet):
    text = true_text(sheet)
    assert ec.audit(text, sheet.to_json()).claims == ec.audit(text, sheet).claims


def test_notebook_view_marks_only_problems(sheet):
    clean = ec.audit(true_text(sheet), sheet)._repr_html_()
    assert "<mark" not in clean
    wrong = f"<script>x</script> RSI(14) is {sheet['rsi_14'].value - 20:.1f}."
    page = ec.audit(wrong, sheet)._repr_html_()
    assert page.count("<mark") >= 1 and "<script>" not in page
    assert "contradicted" in page


def test_refused(sheet):
    for call, reason in ((lambda: ec.audit("x", 7), "audit.facts"),
                         (lambda: ec.audit(7, sheet), "audit.text"),
                         (lambda: ec.audit("x" * (256 * 1024 + 1), sheet), None),
                         (lambda: ec.audit("x", "{"), "facts.invalid")):
        with pytest.raises(ec.InvalidInput) as caught:
            call()
        assert reason is None or caught.value.reason == reason


@pytest.mark.parametrize("text,symbols", [
    ("00700", ["0700.HK"]), ("700 hk", ["0700.HK"]), ("sh600519", ["600519.SH"]),
    ("aapl.us", ["AAPL"]), ("BRK-B", ["BRK.B"]), ("000001", ["000001.SZ", "000001.SH"]),
    ("", []), ("no such thing!", []),
])
def test_resolve(text, symbols):
    assert ec.resolve(text) == symbols
