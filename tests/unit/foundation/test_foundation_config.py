"""Settings: read once, checked whole, refused with one clear line (reliability.md row 99)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from issuer.config import Settings, read_settings
from issuer.errors import SettingsError

BAD: list[tuple[str, Mapping[str, str]]] = [
    ("no such setting", {"ISSUER_PUBLIC_BASE_URI": "https://a.example"}),
    ("a base URL without TLS", {"ISSUER_PUBLIC_BASE_URL": "http://badges.example.org"}),
    ("a base URL with a path", {"ISSUER_PUBLIC_BASE_URL": "https://badges.example.org/x"}),
    ("a base URL with a slash", {"ISSUER_PUBLIC_BASE_URL": "https://badges.example.org/"}),
    ("a base URL with a user", {"ISSUER_PUBLIC_BASE_URL": "https://a@badges.example.org"}),
    ("a base URL in capitals", {"ISSUER_PUBLIC_BASE_URL": "https://Badges.example.org"}),
    ("a base URL with a port in words", {"ISSUER_PUBLIC_BASE_URL": "http://localhost:abc"}),
    ("a base URL with half an address", {"ISSUER_PUBLIC_BASE_URL": "http://[::1"}),
    ("a base URL that is none", {"ISSUER_PUBLIC_BASE_URL": "badges.example.org"}),
    ("a port of 0", {"ISSUER_BIND_PORT": "0"}),
    ("a port beyond the range", {"ISSUER_BIND_PORT": "65536"}),
    ("a port in words", {"ISSUER_BIND_PORT": "eighty"}),
    ("a negative number", {"ISSUER_THREADS": "-1"}),
    ("no threads", {"ISSUER_THREADS": "0"}),
    ("a switch that is neither", {"ISSUER_LOG_JSON": "maybe"}),
    ("a short key", {"ISSUER_KEK": "abcd"}),
    ("a key of one digit", {"ISSUER_KEK": "0" * 64}),
    ("another kind of database", {"ISSUER_DATABASE_URL": "mysql://localhost/x"}),
]


@pytest.mark.parametrize(("why", "environ"), BAD, ids=[why for why, _ in BAD])
def test_a_bad_setting_stops_the_start(why: str, environ: Mapping[str, str]) -> None:
    """The line names the setting, and never the secret."""
    with pytest.raises(SettingsError) as refused:
        read_settings(environ)
    name = next(iter(environ)).removeprefix("ISSUER_").lower()
    assert refused.value.detail.startswith(f"{name}:"), why


def test_a_secret_is_not_repeated_in_its_error() -> None:
    """Whoever reads the log does not learn the key."""
    with pytest.raises(SettingsError) as refused:
        read_settings({"ISSUER_KEK": "secret-but-wrong"})
    assert "secret-but-wrong" not in refused.value.detail


def test_a_secret_is_not_shown_by_the_settings() -> None:
    """A settings object may be printed."""
    assert "ab" * 32 not in repr(Settings(kek="ab" * 32))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """The file holds what seldom changes."""
    file = tmp_path / "issuer.toml"
    file.write_text('threads = 3\nbind_port = 9000\ntrusted_issuers = ["did:web:a.example"]\n')
    settings = read_settings({"ISSUER_SETTINGS": str(file), "ISSUER_BIND_PORT": "9001"})
    assert (3, 9001, ("did:web:a.example",)) == (
        settings.threads,
        settings.bind_port,
        settings.trusted_issuers,
    )


def test_the_command_line_wins_over_both() -> None:
    """An option that was given counts; one that was not does not."""
    settings = read_settings({"ISSUER_BIND_PORT": "9001"}, bind_port=9002, bind_host=None)
    assert (9002, "127.0.0.1") == (settings.bind_port, settings.bind_host)


@pytest.mark.parametrize(
    "text", ["unknown = 1\n", "threads = 'three'\n", "threads = [\n", "log_json = 3\n"]
)
def test_a_bad_file_stops_the_start(tmp_path: Path, text: str) -> None:
    """The same rules hold for the file."""
    file = tmp_path / "issuer.toml"
    file.write_text(text)
    with pytest.raises(SettingsError):
        read_settings({"ISSUER_SETTINGS": str(file)})


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A misspelt path must not mean the defaults."""
    with pytest.raises(SettingsError, match="cannot read"):
        read_settings({"ISSUER_SETTINGS": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    "url",
    ["http://localhost:8000", "http://localhost", "https://a.b.example", "https://a.b.example:444"],
)
def test_good_base_urls_are_taken(url: str) -> None:
    """Https everywhere, http for one's own machine."""
    assert url == read_settings({"ISSUER_PUBLIC_BASE_URL": url}).public_base_url


@pytest.mark.parametrize(
    ("url", "instead"),
    [
        ("http://127.0.0.1:9", "set http://localhost:9"),
        ("http://127.0.0.1", "set http://localhost"),
        ("http://[::1]:8000", "set http://localhost:8000"),
        ("https://192.0.2.7", "set the host name"),
        ("https://[2001:db8::7]:8443", "set the host name"),
    ],
)
def test_base_url_in_numbers_is_refused_and_says_what_to_set(url: str, instead: str) -> None:
    """No browser makes a passkey for an address, and no did:web names one."""
    with pytest.raises(SettingsError) as refused:
        read_settings({"ISSUER_PUBLIC_BASE_URL": url})
    told = refused.value.detail
    words = ("public_base_url: ", "passkeys and did:web need a name", f"; {instead}")
    assert [] == [each for each in words if each not in told]


def test_the_embedded_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    """One folder holds everything that is to be backed up."""
    settings = read_settings({"ISSUER_DATA_DIR": str(tmp_path)})
    assert f"sqlite:///{tmp_path}/issuer.sqlite3" == settings.database
    assert (tmp_path / "kek", tmp_path / "evidence") == (settings.kek_path, settings.evidence_dir)
