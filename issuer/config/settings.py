"""Every setting of the service with its unit and default; docs/operating.md lists the same."""

from dataclasses import dataclass, field
from pathlib import Path

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set; read from `ISSUER_<NAME>` or the TOML file, never at run time.

    Attributes:
        public_base_url: scheme, host and optional port under which the world reaches the service;
            every id in every credential begins with it. Never taken from a Host header.
        data_dir: folder of the embedded database, evidence files and the key-encryption key.
        database_url: SQLAlchemy URL; empty means SQLite inside `data_dir`.
        kek: key-encryption key, 32 bytes as 64 hex digits; empty means `kek_file` is used.
        kek_file: file of 32 bytes, mode 0600; empty means `kek` inside `data_dir`.
        key_backend: where new signing keys are made: envelope, pkcs11 or vault.
        key_wait_hours: how long a new key is published before it signs, in hours.
        secrets_dir: folder of files `issuer.kek`, `issuer.pkcs11_pin` and `issuer.vault_token`, as
            systemd and container runtimes give them.
        pkcs11_uri: token and module, `pkcs11:token=NAME?module-path=FILE`; never with a PIN.
        pkcs11_pin: PIN of the token; better in a file.
        pkcs11_pin_file: file of the PIN, mode 0600.
        vault_uri: address of a transit engine, `https://HOST:PORT/transit`.
        vault_namespace: namespace of Vault Enterprise or OpenBao; empty means none.
        vault_token: token for the transit engine; better in a file.
        vault_token_file: file of the token, mode 0600.
        vault_ca_file: PEM file of the authority that signed Vault's certificate; empty means those
            that come with Python.
        person_keys_dir: folder of the data key of each person; empty means `person-keys` inside
            `data_dir`. To be backed up apart, and for 30 days at most.
        bind_host: address that `issuer serve` listens on.
        bind_port: port that `issuer serve` listens on.
        threads: worker threads of `issuer serve`.
        trusted_proxies: number of reverse proxies in front whose X-Forwarded-* are believed.
        trusted_issuers: DIDs beside our own that verification shows as known.
        allow_remote_verification: whether other hosts are asked for keys, lists and badges.
        allow_loopback_http: development only: http://localhost:PORT may be asked too.
        max_evidence_bytes: largest evidence file, in bytes.
        max_image_bytes: largest badge image, in bytes.
        smtp_url: mail server, such as smtp+starttls://user@host:587; empty writes each mail as a
            file into `data_dir`/outbox.
        smtp_password: password of the user in `smtp_url`.
        smtp_password_file: file that holds it instead.
        smtp_seconds: longest wait for each answer of the mail server.
        mail_from: address that mails come from.
        max_learner_bytes: all evidence files of one learner together, in bytes.
        max_organisation_bytes: all evidence files of one organisation together, in bytes.
        rate_store: where requests are counted: memory or database; empty means memory beside SQLite
            and the database beside PostgreSQL.
        rate_factor: how many times the usual number of requests a client may send; 0 means no end.
        small_host: hash passwords with less memory (19 MiB instead of 64 MiB each).
        security_contact: where weaknesses are reported, as `mailto:` or `https://`; empty for none.
        styleguide: show /styleguide, the page of all parts that pages are made of.
        log_json: one JSON object per log line instead of text for people.
        audit_checkpoint_file: file outside the database to which each checkpoint of the audit log
            is added; empty means none.
    """

    public_base_url: str = "http://localhost:8000"
    data_dir: Path = Path("issuer-data")
    database_url: str = ""
    kek: str = field(default="", repr=False)
    kek_file: str = ""
    key_backend: str = "envelope"
    key_wait_hours: int = 24
    secrets_dir: str = ""
    pkcs11_uri: str = ""
    pkcs11_pin: str = field(default="", repr=False)
    pkcs11_pin_file: str = ""
    vault_uri: str = ""
    vault_namespace: str = ""
    vault_token: str = field(default="", repr=False)
    vault_token_file: str = ""
    vault_ca_file: str = ""
    person_keys_dir: str = ""
    bind_host: str = "127.0.0.1"
    bind_port: int = 8000
    threads: int = 8
    trusted_proxies: int = 0
    trusted_issuers: tuple[str, ...] = ()
    allow_remote_verification: bool = True
    allow_loopback_http: bool = False
    max_evidence_bytes: int = 25 * MIB
    max_image_bytes: int = 4 * MIB
    smtp_url: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_password_file: str = ""
    smtp_seconds: int = 10
    mail_from: str = ""
    max_learner_bytes: int = 500 * MIB
    max_organisation_bytes: int = 50 * 1024 * MIB
    rate_store: str = ""
    rate_factor: int = 1
    small_host: bool = False
    security_contact: str = ""
    styleguide: bool = False
    log_json: bool = False
    audit_checkpoint_file: str = ""

    @property
    def database(self) -> str:
        """Return the database URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'issuer.sqlite3'}"

    @property
    def kek_path(self) -> Path:
        """Return the file of the key-encryption key in force."""
        return Path(self.kek_file) if self.kek_file else self.data_dir / "kek"

    @property
    def person_keys_path(self) -> Path:
        """Return the folder of people's data keys in force."""
        return Path(self.person_keys_dir) if self.person_keys_dir else self.data_dir / "person-keys"

    @property
    def trust_path(self) -> Path:
        """Return the file of the installation's own list of trusted issuers."""
        return self.data_dir / "trusted-issuers.json"

    @property
    def outbox_dir(self) -> Path:
        """Return the folder into which mails are written where no mail server is set."""
        return self.data_dir / "outbox"

    @property
    def counts_in_database(self) -> bool:
        """Tell whether all processes of the service count requests together."""
        return self.rate_store == "database" or (
            not self.rate_store and not self.database.startswith("sqlite:///")
        )

    @property
    def evidence_dir(self) -> Path:
        """Return the folder of evidence files, stored by content digest."""
        return self.data_dir / "evidence"
