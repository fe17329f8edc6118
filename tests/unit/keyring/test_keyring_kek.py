"""The key-encryption key comes from a file that nobody else reads, or from the environment."""

import stat
from pathlib import Path

import pytest

from issuer.errors import SettingsError
from issuer.keyring import create_kek_file, read_kek_file, read_kek_text

SECRET = bytes(range(32))


def test_a_new_file_is_private_and_reads_back(tmp_path: Path) -> None:
    """Mode 0600 from the first byte on, whatever the umask."""
    path = tmp_path / "keys" / "kek"
    create_kek_file(path, SECRET)
    assert (0o600, SECRET) == (stat.S_IMODE(path.stat().st_mode), read_kek_file(path).reveal())


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    """Overwriting it would lose every signing key."""
    path = tmp_path / "kek"
    create_kek_file(path, SECRET)
    with pytest.raises(SettingsError, match="exists already"):
        create_kek_file(path, bytes(range(32)))
    assert SECRET == path.read_bytes()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o666])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The service does not start, and says which command helps."""
    path = tmp_path / "kek"
    create_kek_file(path, SECRET)
    path.chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600") as caught:
        read_kek_file(path)
    assert "kek_mode" == caught.value.code


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_file_of_another_length_is_refused(tmp_path: Path, size: int) -> None:
    """32 bytes, neither hex nor a line break behind them."""
    path = tmp_path / "kek"
    path.write_bytes(bytes(size))
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="32"):
        read_kek_file(path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A link would let somebody else choose the key."""
    create_kek_file(tmp_path / "kek", SECRET)
    (tmp_path / "link").symlink_to(tmp_path / "kek")
    with pytest.raises(SettingsError):
        read_kek_file(tmp_path / "link")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The operator learns where it was looked for."""
    with pytest.raises(SettingsError, match="nothing-here"):
        read_kek_file(tmp_path / "nothing-here")


def test_hex_from_the_environment() -> None:
    """64 digits, white space around them allowed."""
    assert SECRET == read_kek_text(f" {SECRET.hex()}\n").reveal()


@pytest.mark.parametrize("text", ["", "zz" * 32, "00" * 31, "00" * 33, "00" * 32 + "0"])
def test_other_text_is_refused_without_repeating_it(text: str) -> None:
    """A misspelt secret is a secret still."""
    with pytest.raises(SettingsError) as caught:
        read_kek_text(text)
    assert (None, False) == (caught.value.__cause__, bool(text) and text in caught.value.detail)
