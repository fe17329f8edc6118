"""Bad configurations stop the start with one clear line, and `issuer check` says what to do."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from issuer import cli
from issuer.app.checking import Surroundings, check_disk, require_start
from issuer.app.opening import SettingsOpening
from issuer.config import Settings
from issuer.errors import SettingsError
from tests import softhsm
from tests.vaulting import NAMESPACE, TOKEN, running_vault

INIT = ("init", "--slug", "alder", "--name", "Alder Lane", "--kind", "homeschool")
EXIT_SETTINGS = 2


@dataclass(frozen=True, kw_only=True)
class Home:
    """A whole installation, and the environment in which it is started."""

    folder: Path
    environ: pytest.MonkeyPatch

    @property
    def kek(self) -> Path:
        """The file of the key-encryption key."""
        return self.folder / "kek"

    def run(self, *arguments: str, clock: Callable[[], datetime] | None = None) -> Result:
        """Run one command as the terminal would."""
        opening = SettingsOpening()
        if clock is not None:
            opening.clock = clock
        return CliRunner().invoke(cli.commands(opening), arguments)

    def set(self, **settings: str) -> None:
        """Set some settings."""
        for name, value in settings.items():
            self.environ.setenv(name if name.isupper() else f"ISSUER_{name.upper()}", value)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Give an installation that starts."""
    for name in os.environ:
        if name.startswith("ISSUER_") and name != "ISSUER_SHARED":
            monkeypatch.delenv(name)
    made = Home(folder=tmp_path / "data", environ=monkeypatch)
    made.set(data_dir=str(made.folder))
    assert 0 == made.run(*INIT).exit_code
    yield made
    made.folder.chmod(0o700)


def _spoil_kek(data: bytes, mode: int = 0o600) -> Callable[[Home], None]:
    def spoil(home: Home) -> None:
        home.kek.write_bytes(data)
        home.kek.chmod(mode)

    return spoil


def _link_kek(home: Home) -> None:
    home.kek.rename(home.folder / "elsewhere")
    home.kek.symlink_to("elsewhere")


def _set(**settings: str) -> Callable[[Home], None]:
    return lambda home: home.set(**settings)


#: What is wrong -> how it is brought about, and a word of the line that says so.
BAD: Mapping[str, tuple[Callable[[Home], None], str]] = {
    "a key-encryption key that the group may read": (
        lambda home: home.kek.chmod(0o640),
        "chmod 600",
    ),
    "a key-encryption key of zeros": (_spoil_kek(bytes(32)), "repeats itself"),
    "a key-encryption key of few bytes repeated": (_spoil_kek(b"badges!!" * 4), "repeats itself"),
    "a key-encryption key that is too short": (_spoil_kek(bytes(range(31))), "31 bytes"),
    "a key-encryption key that is too long": (_spoil_kek(bytes(range(33))), "33 bytes"),
    "a key-encryption key that is a link": (_link_kek, "cannot be read"),
    "no TLS on a public host": (
        _set(public_base_url="http://badges.example.org"),
        "public_base_url:",
    ),
    "a base URL with a path": (
        _set(public_base_url="https://badges.example.org/x"),
        "public_base_url:",
    ),
    "a base URL with a query": (
        _set(public_base_url="https://badges.example.org?x=1"),
        "public_base_url:",
    ),
    "a data folder that anybody may write into": (
        lambda home: home.folder.chmod(0o777),
        "chmod 700",
    ),
    "a debugger": (_set(FLASK_DEBUG="1"), "FLASK_DEBUG:"),
    "an unknown setting": (_set(debug="true"), "no such setting"),
    "a wait of two years": (_set(key_wait_hours="17520"), "key_wait_hours:"),
    "an unknown key store": (_set(key_backend="paper"), "'paper' is none of"),
    "a key store without its address": (_set(key_backend="vault"), "vault_uri:"),
    "a PKCS #11 module that is missing": (
        _set(key_backend="pkcs11", pkcs11_uri="pkcs11:token=x?module-path=/no.so", pkcs11_pin="1"),
        "no PKCS #11 module /no.so",
    ),
    "a PKCS #11 token without a PIN": (
        _set(key_backend="pkcs11", pkcs11_uri=softhsm.URI),
        "pkcs11_pin_file:",
    ),
    "a Vault that does not answer": (
        _set(key_backend="vault", vault_uri="http://127.0.0.1:9/transit", vault_token=TOKEN),
        "did not answer",
    ),
    "a Vault without a token": (
        _set(key_backend="vault", vault_uri="http://127.0.0.1:9/transit"),
        "vault_token_file:",
    ),
    "a database that is not there": (_set(database_url="sqlite:////nowhere/x"), "issuer init"),
}


@pytest.mark.parametrize(("spoil", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_configuration_stops_the_start(
    home: Home, spoil: Callable[[Home], None], said: str
) -> None:
    """Row 99: one line on standard error, the exit code of settings, and no traceback."""
    spoil(home)
    result = home.run("keys", "list")
    lines = result.stderr.splitlines()
    assert (EXIT_SETTINGS, 1, True) == (result.exit_code, len(lines), said in lines[0]), lines


@pytest.mark.parametrize(("spoil", "said"), BAD.values(), ids=BAD.keys())
def test_the_check_finds_every_bad_configuration(
    home: Home, spoil: Callable[[Home], None], said: str
) -> None:
    """`issuer check` goes on where the start stops, and says the same."""
    spoil(home)
    result = home.run("check")
    bad = [line for line in result.stdout.splitlines() if line.startswith("NOT OK")]
    assert (EXIT_SETTINGS, True) == (result.exit_code, any(said in line for line in bad)), bad


def test_a_sound_installation_passes_every_check(home: Home) -> None:
    """Nothing to do."""
    answers = json.loads(home.run("check", "--json").stdout)
    assert [] == [each for each in answers if not each["ok"]]
    assert {"settings", "disk", "key store", "signing keys", "clock"} <= {
        each["check"] for each in answers
    }


def test_the_check_finds_a_clock_that_is_behind(home: Home) -> None:
    """Row 100: the service runs and verifies, but nothing is issued until the clock is set."""
    past = datetime.now(UTC) - timedelta(hours=1)
    result = home.run("check", clock=lambda: past)
    bad = [line for line in result.stdout.splitlines() if line.startswith("NOT OK")]
    assert (EXIT_SETTINGS, 1, True) == (result.exit_code, len(bad), "clock" in bad[0])
    assert 0 == home.run("keys", "list", clock=lambda: past).exit_code


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("server:/x {place} nfs4 rw 0 0", True),
        ("//server/x {place} cifs rw 0 0", True),
        ("x {place} fuse.sshfs rw 0 0", True),
        ("/dev/sda1 {place} ext4 rw 0 0", False),
        ("server:/x /somewhere/else nfs4 rw 0 0", False),
    ],
    ids=["NFS", "SMB", "SSHFS", "a local disk", "a network disk elsewhere"],
)
def test_sqlite_on_a_network_file_system_is_refused(
    tmp_path: Path, line: str, refused: bool
) -> None:
    """The innermost mount decides, whatever is mounted above."""
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n" + line.format(place=tmp_path) + "\n")
    settings = Settings(data_dir=tmp_path / "data")
    try:
        said = check_disk(settings, Surroundings(environ={}, mounts=mounts))
    except SettingsError as error:
        said = error.code
    assert refused == (said == "database_disk")


def test_a_server_database_may_be_anywhere(tmp_path: Path) -> None:
    """PostgreSQL looks after its own disk."""
    mounts = tmp_path / "mounts"
    mounts.write_text("server:/x / nfs4 rw 0 0\n")
    settings = Settings(data_dir=tmp_path, database_url="postgresql://db/x")
    require_start(settings, Surroundings(environ={}, mounts=mounts))
    assert "server" in check_disk(settings, Surroundings(environ={}, mounts=mounts))


def test_keys_may_move_to_vault(home: Home) -> None:
    """After the change old keys are where they were, and the next one is made in Vault."""
    with running_vault() as vault:
        home.set(
            key_backend="vault",
            vault_uri=f"{vault.url}/transit",
            vault_namespace=NAMESPACE,
            vault_token=TOKEN,
        )
        assert 0 == home.run("keys", "rotate", "--now").exit_code
        keys = json.loads(home.run("keys", "list", "--json").stdout)
    places = {(key["algorithm"], key["state"]): key["backend"] for key in keys}
    assert {
        ("Ed25519", "retired"): "envelope",
        ("Ed25519", "active"): "vault",
        ("ES256", "active"): "envelope",
    } == places


def test_secrets_may_come_from_systemd(home: Home, tmp_path: Path) -> None:
    """The folder of credentials holds the key-encryption key, in hex or raw."""
    folder = tmp_path / "credentials"
    folder.mkdir(mode=0o700)
    given = folder / "issuer.kek"
    given.write_text(home.kek.read_bytes().hex() + "\n")
    given.chmod(0o400)
    home.kek.unlink()
    home.set(CREDENTIALS_DIRECTORY=str(folder))
    assert 0 == home.run("check").exit_code
    given.chmod(0o644)
    assert (EXIT_SETTINGS, True) == (
        (result := home.run("keys", "list")).exit_code,
        "0644" in result.stderr,
    )
