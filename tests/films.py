"""Films for tests: real ones, made by FFmpeg, and small ones made box by box."""

import io
from typing import Literal

import av

Kind = Literal["mp4", "mov"]
PLACE = b"+12.3456-065.4321"
WHO = b"Qzfilm by the river"
#: Written as a number in some boxes: half of it is enough to know it by.
DEVICE = b"Qzcamera nine"


def real_film(kind: Kind = "mp4", *, in_parts: bool = False) -> bytes:
    """Return twenty pictures and a second of sound that tell place, time and title."""
    saved = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"} if in_parts else {}
    with av.open(saved, "w", format=kind, options=options) as film:
        film.metadata.update(
            location=PLACE.decode(), title=WHO.decode(), creation_time="2026-11-03T10:00:00Z"
        )
        pictures = film.add_stream("mpeg4", rate=20)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        sound = film.add_stream("aac", rate=8000, layout="mono")
        for number in range(20):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 12]) * plane.buffer_size)
            film.mux(pictures.encode(frame))
        heard = av.AudioFrame("fltp", "mono", 1024)
        heard.sample_rate = 8000
        heard.planes[0].update(bytes(heard.planes[0].buffer_size))
        film.mux(sound.encode(heard))
        film.mux(pictures.encode(None))
        film.mux(sound.encode(None))
    return saved.getvalue()


def shown_of(film: bytes) -> tuple[list[bytes], dict[str, str]]:
    """Return what a player decodes of a film, picture by picture and sound by sound, and reads."""
    with av.open(io.BytesIO(film), "r") as opened:
        told = {**opened.metadata, **opened.streams.video[0].metadata}
        seen = [bytes(plane) for frame in opened.decode(video=0) for plane in frame.planes]
        opened.seek(0)
        heard = [bytes(plane) for frame in opened.decode(audio=0) for plane in frame.planes]
    return seen + heard, told


def box(kind: bytes, *parts: bytes, wide: bool = False) -> bytes:
    """Return one box; a wide one has its size in 64 bits."""
    body = b"".join(parts)
    if wide:
        return (1).to_bytes(4, "big") + kind + (16 + len(body)).to_bytes(8, "big") + body
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def numbers(*values: int, width: int = 4) -> bytes:
    """Return big-endian numbers."""
    return b"".join(value.to_bytes(width, "big") for value in values)


def track(handler: bytes, *tables: bytes) -> bytes:
    """Return a track of this kind with these tables of samples."""
    times = numbers(0, 3_900_000_000, 3_900_000_001, 1, 0, 0)
    said = box(b"hdlr", numbers(0, 0), handler, bytes(12), DEVICE)
    inside = box(b"mdia", box(b"mdhd", times), said, box(b"minf", box(b"stbl", *tables)))
    return box(b"trak", box(b"tkhd", times), inside, box(b"udta", WHO))


FILE = box(b"ftyp", b"isom", numbers(0), b"isom")
PICTURES, POSITIONS = b"Pictures" * 4, (PLACE + b"!") * 3


def with_positions(
    *,
    wide: bool = False,
    of_one_size: bool = False,
    first: int | None = None,
    runs: tuple[tuple[int, int], ...] = ((1, 2), (2, 1)),
) -> bytes:
    """Return a film with a track that nobody sees: three samples in two chunks among the pictures.

    Args:
        wide: sizes and places in 64 bits.
        of_one_size: the table of sizes has one for all.
        first: where the track says that its first chunk is; where it is, by default.
        runs: first chunk of each run, and the samples of a chunk in it.
    """
    header, size = (16, 8) if wide else (8, 4)
    begin = len(FILE) + header + len(PICTURES)
    length = len(POSITIONS) // 3
    places = (begin if first is None else first, begin + 2 * length)
    seen = track(b"vide", *_tables([len(FILE) + header], [len(PICTURES)], ((1, 1),), size))
    sizes = [length] if of_one_size else [length] * 3
    hidden = track(b"meta", *_tables(places, sizes, runs, size, samples=3))
    whole = box(b"moov", box(b"mvhd", numbers(0, 5, 6)), seen, hidden, box(b"udta", WHO))
    return FILE + box(b"mdat", PICTURES, POSITIONS, wide=wide) + whole


def _tables(
    places: tuple[int, ...] | list[int],
    sizes: list[int],
    runs: tuple[tuple[int, int], ...],
    width: int,
    *,
    samples: int = 1,
) -> tuple[bytes, bytes, bytes]:
    every = sizes[0] if len(sizes) == 1 else 0
    kind = b"co64" if width == 8 else b"stco"
    rows = [number for first, count in runs for number in (first, count, 1)]
    return (
        box(b"stsz", numbers(0, every, samples), b"" if every else numbers(*sizes)),
        box(b"stsc", numbers(0, len(runs), *rows)),
        box(kind, numbers(0, len(places)), numbers(*places, width=width)),
    )


def in_parts(handler: bytes = b"vide") -> bytes:
    """Return a film in parts with one track of this kind."""
    tables = _tables([], [0], (), 4, samples=0)
    part = box(b"moof", box(b"mfhd", numbers(0, 1)), box(b"uuid", WHO))
    start = box(b"moov", track(handler, *tables), box(b"mvex"))
    return FILE + start + part + box(b"mdat", PICTURES)
