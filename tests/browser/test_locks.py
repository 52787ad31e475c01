"""The lock file of the HTML checker says what is installed, and not from where."""

from pathlib import Path


def test_no_host_is_named():
    text = Path(__file__).with_name("package-lock.json").read_text(encoding="utf-8")

    assert "vnu-jar" in text
    assert "://" not in text
