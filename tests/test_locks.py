"""The lock files hold hashes, and name no registry."""

import pytest

from r2pnet.settings import BASE_DIR


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_names_no_host_and_hashes_each_package(name):
    text = (BASE_DIR / "requirements" / name).read_text(encoding="utf-8")

    assert "://" not in text
    assert "file:" not in text
    assert 0 < text.count("==") <= text.count("--hash=sha256:")
