"""How the command line opens the house: settings first, then the options of the command."""

import os
from collections.abc import Callable
from pathlib import Path

from issuer import cli, jobs, verification
from issuer.app.checking import Surroundings, ask_all
from issuer.app.conformance import serve_generic
from issuer.app.exporting import export_site
from issuer.app.house import House, build_house
from issuer.app.rewrapping import rewrap
from issuer.app.serving import serve, work
from issuer.app.strangers import strangers_of
from issuer.app.verifying import Given, verification_of, verification_without_house
from issuer.app.web_app import flask_app
from issuer.clock import Clock, system_clock
from issuer.config import Settings, read_settings
from issuer.documents import Document
from issuer.errors import SettingsError
from issuer.records import TrustFile, open_engine, read_trusted, revision_of, upgrade
from issuer.verification import GivenDocuments, GivenLists, lists_by_url


class SettingsOpening:
    """Opens services on the settings of the environment."""

    def __init__(self) -> None:
        self.clock: Clock = system_clock

    def services(  # noqa: PLR0913 # one option per setting that a command may override
        self,
        *,
        data: Path | None = None,
        clock: Clock | None = None,
        base_url: str | None = None,
        host: str | None = None,
        port: int | None = None,
        create: bool = False,
        embedded: bool = False,
    ) -> cli.Services:
        """Open database, files and keys; SettingsError says what is missing."""
        settings = read_settings(
            os.environ,
            data_dir=data,
            public_base_url=base_url,
            bind_host=host,
            bind_port=port,
            # A demo never touches the database, nor the keys, that a school has configured.
            database_url="" if embedded else None,
            kek="" if embedded else None,
            kek_file="" if embedded else None,
            person_keys_dir="" if embedded else None,
            # Nor does it write to anybody.
            smtp_url="" if embedded else None,
            # Whoever looks at the demo may look at what its pages are made of.
            styleguide=True if embedded else None,
        )
        return _services(build_house(settings, clock or self.clock, create=create))

    def verifying(
        self, did_documents: tuple[Document, ...] = (), lists: tuple[bytes, ...] = ()
    ) -> verification.Services:
        """Return verification that knows these and, where there is one, the installation."""
        settings = read_settings(os.environ)
        given = Given(
            documents=GivenDocuments({str(each.get("id", "")): each for each in did_documents}),
            lists=GivenLists(lists_by_url(lists)),
        )
        house = self._house_if_any()
        if house is None:
            return verification_without_house(settings, self.clock, given)
        trusted = house.verification.trusted_issuers
        strangers = strangers_of(settings)
        return verification_of(house.accounts, house.issuance, strangers, trusted, given)

    def sign_receipt(self, report: verification.VerificationReport, data: bytes) -> bytes:
        """Return the signed receipt of a report; SettingsError or UnavailableError."""
        house = build_house(read_settings(os.environ), self.clock)
        try:
            return house.receipts.sign(report, data)
        finally:
            house.close()

    def trust(self) -> verification.TrustList:
        """Return the list of trusted issuers in the data folder."""
        settings = read_settings(os.environ)
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return TrustFile(settings.trust_path)

    def read_trusted(self, data: bytes) -> tuple[verification.TrustedIssuer, ...]:
        """Read a list of issuers; MalformedError or LimitError."""
        return read_trusted(data)

    def serve_generic(
        self,
        listening: Callable[[cli.GenericServer], None],
        *,
        host: str | None = None,
        port: int | None = None,
        tls: bool = False,
    ) -> None:
        """Serve the generic issuing profile until interrupted; SettingsError."""
        settings = read_settings(os.environ, bind_host=host, bind_port=port)
        serve_generic(settings, self.clock, listening, tls=tls)

    def upgrade(self, *, data: Path | None = None) -> str:
        """Bring the database to the newest revision and return its name."""
        settings = read_settings(os.environ, data_dir=data)
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = open_engine(settings.database)
        upgrade(engine)
        return revision_of(engine) or "none"

    def configured_base_url(self) -> str | None:
        """Return the public base URL if an operator set one."""
        chosen = read_settings(os.environ).public_base_url
        return None if chosen == Settings().public_base_url else chosen

    def check(self) -> tuple[cli.Checked, ...]:
        """Ask everything that must hold, whether or not the service could start."""
        return ask_all(Surroundings(), self._open)

    def rewrap(self, to: Path | None, told: Callable[[int, int], None]) -> cli.Rewrapped:
        """Seal everything under another secret; SettingsError, StateError or UnavailableError."""
        done = rewrap(read_settings(os.environ), self.clock, to, told)
        return cli.Rewrapped(
            old=done.turned.old,
            new=done.turned.new,
            people=done.turned.people,
            ended=done.turned.ended,
            place=done.place,
            kept=done.kept,
        )

    def _open(self, settings: Settings) -> House:
        return build_house(settings, self.clock)

    def _house_if_any(self) -> House | None:
        settings = read_settings(os.environ)
        try:
            return build_house(settings, self.clock)
        except SettingsError:
            # Verifying a file needs no installation; a wrong setting was refused above already.
            return None


def _services(house: House) -> cli.Services:
    return cli.Services(
        accounts=house.accounts,
        clients=house.clients,
        federation=house.federation,
        assessment=house.assessment,
        issuance=house.issuance,
        auditing=house.auditing,
        privacy=house.privacy,
        reporting=house.reporting,
        retention=house.retention,
        verification=house.verification,
        clock=house.clock,
        public_base_url=house.settings.public_base_url,
        data_dir=house.settings.data_dir,
        set_up_secret=house.set_up_secret,
        run_jobs=lambda: _run_jobs(house),
        work=lambda: work(house),
        export_site=lambda folder, unlisted: export_site(
            flask_app(house), house, folder, unlisted=unlisted
        ),
        serve=lambda listening: serve(flask_app(house), house, listening),
        close=house.close,
    )


def _run_jobs(house: House) -> None:
    """Do everything that waits, and all upkeep, at once."""
    jobs.run_once(house.jobs)
