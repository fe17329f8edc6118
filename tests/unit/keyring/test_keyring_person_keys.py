"""Keys of people: sealed values open in their place alone, and an erased person's never again."""

import stat
from pathlib import Path

import pytest

from issuer.errors import StateError, UnavailableError
from issuer.keyring import FilePersonKeys, KeyEncryptionKey, erasures_beside

KEK = KeyEncryptionKey(bytes(range(32)))
WHO = ("riverbend", "kestrel")
PLACE = "person|name|kestrel"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the keys are."""
    return tmp_path / "person-keys"


@pytest.fixture
def keys(folder: Path) -> FilePersonKeys:
    """Return a store that holds one person's key."""
    store = FilePersonKeys(KEK, folder)
    store.create(*WHO)
    return store


def test_what_was_sealed_opens(keys: FilePersonKeys) -> None:
    """The same person and place give the same bytes back."""
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    assert b"Kestrel" == keys.open(*WHO, sealed, PLACE)


def test_sealing_twice_gives_other_bytes(keys: FilePersonKeys) -> None:
    """Equal values are not recognised in the database."""
    assert keys.seal(*WHO, b"Kestrel", PLACE) != keys.seal(*WHO, b"Kestrel", PLACE)


@pytest.mark.parametrize(
    "place", ["person|group|kestrel", "person|name|wren", "consent|name|kestrel"]
)
def test_moved_value_does_not_open(keys: FilePersonKeys, place: str) -> None:
    """Whoever copies a sealed value into another column or row gains nothing."""
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    with pytest.raises(UnavailableError) as caught:
        keys.open(*WHO, sealed, place)
    assert "sealed" == caught.value.code


@pytest.mark.parametrize("position", [0, 12, -1])
def test_changed_value_does_not_open(keys: FilePersonKeys, position: int) -> None:
    """One bit is enough."""
    sealed = bytearray(keys.seal(*WHO, b"Kestrel", PLACE))
    sealed[position] ^= 1
    with pytest.raises(UnavailableError):
        keys.open(*WHO, bytes(sealed), PLACE)


def test_key_of_another_person_does_not_open(keys: FilePersonKeys) -> None:
    """Two people, two keys."""
    keys.create("riverbend", "wren")
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    with pytest.raises(UnavailableError):
        keys.open("riverbend", "wren", sealed, PLACE)


def test_key_file_renamed_to_another_person_does_not_open(
    keys: FilePersonKeys, folder: Path
) -> None:
    """The wrapped key is bound to the person it was made for."""
    (mine,) = folder.iterdir()
    keys.create("riverbend", "wren")
    (other,) = set(folder.iterdir()) - {mine}
    other.write_bytes(mine.read_bytes())
    with pytest.raises(UnavailableError) as caught:
        keys.seal("riverbend", "wren", b"Wren", PLACE)
    assert "person_key" == caught.value.code


def test_another_key_encryption_key_opens_nothing(keys: FilePersonKeys, folder: Path) -> None:
    """The folder alone is worth nothing."""
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    other = FilePersonKeys(KeyEncryptionKey(bytes(reversed(range(32)))), folder)
    with pytest.raises(UnavailableError):
        other.open(*WHO, sealed, PLACE)


def test_key_file_is_the_owners_alone(keys: FilePersonKeys, folder: Path) -> None:
    """Mode 0600 in a folder of mode 0700."""
    assert isinstance(keys, FilePersonKeys)
    (file,) = folder.iterdir()
    assert (0o600, 0o700) == tuple(stat.S_IMODE(path.stat().st_mode) for path in (file, folder))


def test_making_a_key_twice_keeps_the_first(keys: FilePersonKeys, folder: Path) -> None:
    """A second key would make everything sealed under the first one unreadable."""
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    keys.create(*WHO)
    assert b"Kestrel" == FilePersonKeys(KEK, folder).open(*WHO, sealed, PLACE)


def test_erased_person_opens_as_nothing(keys: FilePersonKeys) -> None:
    """What was sealed reads as None, which is neither an error nor a value."""
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    keys.forget(*WHO)
    assert (None, None) == (keys.open(*WHO, sealed, PLACE), keys.name(*WHO, "a file"))


def test_another_process_sees_the_erasure_at_once(keys: FilePersonKeys, folder: Path) -> None:
    """A key that was opened before is dropped with the next look."""
    other = FilePersonKeys(KEK, folder)
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    assert b"Kestrel" == other.open(*WHO, sealed, PLACE)
    keys.forget(*WHO)
    assert None is other.open(*WHO, sealed, PLACE)


def test_nothing_new_is_sealed_for_an_erased_person(keys: FilePersonKeys) -> None:
    """A late writer is told, and writes nothing."""
    keys.forget(*WHO)
    with pytest.raises(StateError) as caught:
        keys.seal(*WHO, b"x", PLACE)
    assert "erased" == caught.value.code


def test_no_second_key_is_made_for_an_erased_person(keys: FilePersonKeys) -> None:
    """An erased person does not begin a second life."""
    keys.forget(*WHO)
    with pytest.raises(StateError) as caught:
        keys.create(*WHO)
    assert "erased" == caught.value.code


def test_lost_key_is_an_error_and_no_erasure(keys: FilePersonKeys, folder: Path) -> None:
    """A folder that was not restored is told, instead of showing a school without children."""
    sealed = keys.seal(*WHO, b"Kestrel", PLACE)
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(UnavailableError) as caught:
        keys.open(*WHO, sealed, PLACE)
    assert "person_key" == caught.value.code


def test_erasure_list_survives_a_torn_line(keys: FilePersonKeys, folder: Path) -> None:
    """A kill in the middle of writing swallows neither the next line nor the others."""
    erasures_beside(folder).write_text("riverbend wren\nriverb")
    keys.forget(*WHO)
    assert (("riverbend", "wren"), WHO) == keys.erased()


def test_erasing_twice_is_listed_once(keys: FilePersonKeys) -> None:
    """The step is safe to repeat."""
    keys.forget(*WHO)
    keys.forget(*WHO)
    assert (WHO,) == keys.erased()


@pytest.mark.parametrize("person", ["", "../kek", "a b", "x" * 65])
def test_only_an_id_names_a_key(keys: FilePersonKeys, person: str) -> None:
    """What is no id of ours never becomes part of a line or a path."""
    with pytest.raises(UnavailableError):
        keys.create("riverbend", person)
