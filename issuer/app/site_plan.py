"""What a copy of the public site consists of: which address goes into which file.

An address that is a file to programs and a folder to people cannot be both on a plain web server.
Credentials, status lists and DID documents are files at their exact address, since ids and proofs
name them; pages are folders with an `index.html`. Badge versions and issuers, whose address answers
both, are pages, with the JSON beside them under `.json`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from issuer import accounts, assessment, issuance, vocab, web
from issuer.accounts.branding import list_logos
from issuer.accounts.model import DidForm, Organisation
from issuer.app.house import House
from issuer.vocab import openapi

HTML = "text/html"
JSON = "application/json"
_CREDENTIAL_FORMS = (".json", ".jwt", ".png", ".svg", ".pdf")
#: Folders that a plain server would list for whoever asks; each gets a page that tells nothing.
_FOLDERS = ("achievements", "assets", "badges", "credentials", "issuers", "schemas", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file: where it goes, the address that it copies, and in which form.

    `may_lack` is for what somebody may withdraw meanwhile, or some issuers do not have;
    `is_badge` is for the page of a credential.
    """

    file: str
    path: str
    accept: str = "*/*"
    may_lack: bool = False
    is_badge: bool = False


def plan(house: House, *, unlisted: bool) -> Iterator[Item]:
    """Yield every file of the copy."""
    yield from _site(house)
    for organisation in accounts.list_organisations(house.accounts):
        yield from _organisation(organisation)
        yield from _looks(organisation, house)
        for path in assessment.published_paths(organisation.id, house.assessment):
            yield from _achievement(path)
    for list_id in issuance.list_status_lists(house.issuance):
        yield Item(file=f"status/{list_id}", path=f"/status/{list_id}", may_lack=True)
    for facts in _credentials(house, unlisted=unlisted):
        yield from _credential(facts.record.public_id, is_public=facts.public)


def _site(house: House) -> Iterator[Item]:
    yield Item(file="index.html", path="/", accept=HTML)
    yield _page("404.html", "/404")
    for folder in _FOLDERS:
        yield _page(f"{folder}/index.html", "/404")
    for path in web.asset_paths():
        yield Item(file=path.lstrip("/"), path=path)
    for name in ("robots.txt", "sitemap.xml", ".well-known/jwks.json"):
        yield Item(file=name, path=f"/{name}")
    if house.settings.security_contact:
        yield Item(file=".well-known/security.txt", path="/.well-known/security.txt")
    for name in vocab.schema_names():
        if name != openapi.FILE:
            yield Item(file=f"schemas/{name}", path=f"/schemas/{name}")


def _page(file: str, path: str) -> Item:
    return Item(file=file, path=path, accept=HTML)


def _organisation(organisation: Organisation) -> Iterator[Item]:
    path = f"issuers/{organisation.slug}"
    yield _page(f"{path}/index.html", f"/{path}")
    yield Item(file=f"{path}.json", path=f"/{path}.json")
    match organisation.did_form:
        case DidForm.HOST:
            yield Item(file=".well-known/did.json", path="/.well-known/did.json", accept=JSON)
        case DidForm.PATH:
            yield Item(file=f"{path}/did.json", path=f"/{path}/did.json", accept=JSON)
        case DidForm.KEY:
            pass


def _looks(organisation: Organisation, house: House) -> Iterator[Item]:
    """Yield the colours of today, and every logo that an issued badge may name."""
    path = web.stylesheet_path(organisation)
    if path:
        yield Item(file=path.lstrip("/"), path=path)
    for logo in list_logos(organisation.id, house.accounts):
        file = f"issuers/{organisation.slug}/logo/{logo.digest}.png"
        yield Item(file=file, path=f"/{file}")


def _achievement(address: str) -> Iterator[Item]:
    path = address.lstrip("/")
    yield _page(f"{path}/index.html", address)
    yield Item(file=f"{path}.json", path=f"{address}.json")
    yield _page(f"{path}/criteria/index.html", f"{address}/criteria")
    yield Item(file=f"{path}/criteria.json", path=f"{address}/criteria.json")
    for form in ("image.svg", "image.png"):
        yield Item(file=f"{path}/{form}", path=f"{address}/{form}")


def _credential(public_id: str, *, is_public: bool) -> Iterator[Item]:
    path, page = f"credentials/{public_id}", f"badges/{public_id}"
    yield Item(file=path, path=f"/{path}", accept=JSON, may_lack=True)
    for form in _CREDENTIAL_FORMS:
        yield Item(file=f"{path}{form}", path=f"/{path}{form}", may_lack=True)
    for form in ("qr.svg", "qr.png"):
        yield Item(file=f"{page}/{form}", path=f"/{path}/{form}", may_lack=True)
    index = f"{page}/index.html"
    yield Item(file=index, path=f"/{page}", accept=HTML, may_lack=True, is_badge=True)
    if is_public:
        card = f"{page}/card.png"
        yield Item(file=card, path=f"/{card}", may_lack=True)
        frame = f"{page}/embed"
        yield Item(file=f"{frame}/index.html", path=f"/{frame}", accept=HTML, may_lack=True)


def _credentials(house: House, *, unlisted: bool) -> Iterator[issuance.CredentialFacts]:
    after: str | None = None
    while True:
        found = issuance.list_shown(house.issuance, unlisted=unlisted, after=after)
        yield from found.credentials
        if found.next_after is None:
            return
        after = found.next_after
