"""Writes what the demo made to files: credentials in three forms, DID documents, status lists."""

from pathlib import Path

from issuer import assessment, images, issuance
from issuer.cli.demo.cast import Cast
from issuer.cli.demo.story import Told
from issuer.cli.services import Services
from issuer.documents import Document, Json, read_document, write_document
from issuer.issuance.model import CredentialId, CredentialRecord


def write_files(cast: Cast, told: Told, services: Services, data: Path) -> dict[str, Json]:
    """Write every form of every credential, and what a verifier needs to check them offline."""
    standing = {told.valid: "valid", told.revoked: "revoked"}
    records = {name: _record(name, services) for name in standing}
    return {
        "data": str(data),
        "credentials": [
            _write_credential(records[name], standing[name], services, data) for name in records
        ],
        "did_documents": {cast.did: str(_write_did_document(cast, services, data))},
        "status_lists": {
            url: str(_write_status_list(url, services, data))
            for url in sorted({_list_url(record) for record in records.values()})
        },
    }


def _record(name: CredentialId, services: Services) -> CredentialRecord:
    return issuance.credential_bytes(name.rsplit("/", 1)[-1], services.issuance)


def _write_credential(
    record: CredentialRecord, status: str, services: Services, data: Path
) -> Document:
    slug, version = record.achievement.rsplit("/", 2)[-2:]
    found = assessment.find_achievement(slug, int(version.removeprefix("v")), services.assessment)
    picture = assessment.picture_of(found.definition, services.assessment)
    signed = record.data or b""
    forms = {
        "file": (".json", signed),
        "png": (".png", images.bake_png(picture.png, signed)),
        "svg": (".svg", images.bake_svg(picture.svg, signed)),
    }
    folder = data / "credentials"
    paths = {
        form: _write(folder / f"{record.public_id}{suffix}", content)
        for form, (suffix, content) in forms.items()
    }
    return {
        "id": record.id,
        "url": f"{services.public_base_url}/badges/{record.public_id}",
        "name": found.definition.title,
        "achievement": record.achievement,
        "status": status,
        **{form: str(path) for form, path in paths.items()},
    }


def _write_did_document(cast: Cast, services: Services, data: Path) -> Path:
    document = issuance.did_document_of(cast.organisation, services.issuance)
    return _write(data / "did" / f"{cast.slug}.json", write_document(document))


def _list_url(record: CredentialRecord) -> str:
    status = read_document(record.document)["credentialStatus"]
    return str(status["statusListCredential"])  # type: ignore[call-overload,index] # our own document


def _write_status_list(url: str, services: Services, data: Path) -> Path:
    list_id = url.rsplit("/", 1)[-1]
    published = issuance.published_status_list(list_id, services.issuance)
    return _write(data / "status" / f"{list_id}.json", published.data or b"")


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
