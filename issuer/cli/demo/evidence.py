"""The files that the demo's learners hand in, written to disk as anybody would find them."""

from pathlib import Path

PLAN = """task,who,until,state
Ask 30 neighbours which plants they know,Plover,2026-W40,done
Measure the beds and draw a map,Teal,2026-W40,done
Find out which plants need little water,Kestrel,2026-W41,done
Ask the town for a second water tap,Kestrel,2026-W41,moved to W42 after talking with the town
Write the sign in two languages,Plover,2026-W42,done
Plant and water,everyone,2026-W43,done
"""

PRODUCT = """# The community garden sign

Our team made a sign for the community garden: which plants grow where, which need little water,
and whom to ask. It stands at the gate since October.

- 30 neighbours told us which plants they know; 11 plants nobody could name. Those got the
  largest labels.
- The town gave us a second tap after we showed the map. Until then we moved the thirsty plants
  to the first bed.
- The sign is in English and Spanish. Two neighbours checked the Spanish.
"""

REFLECTION = (
    "At first I kept the hard tasks because I thought I would be faster. Teal was stuck on the"
    " map for a week and I found out late. Then we met twice a week for ten minutes, and I asked"
    " everyone what they needed before I said what I wanted. Plover had the idea to move the"
    " thirsty plants, and it was better than my plan. Next time I would share out the hard tasks"
    " on the first day."
)

HERON_PLAN = """task,who,until
Book the room,Heron,soon
Make posters,Curlew,
Ask somebody for a microphone,,
"""

HERON_PRODUCT = """# Open stage evening

We had an open stage in the library. Nine people came on stage. The microphone came late.
"""

SOURCES = """# Does a plant in the bedroom clean the air?

1. A shop that sells plants: yes, and it names a study.
2. The study: 1989, in sealed chambers of the size of a cupboard.
3. A review from 2019: a room would need ten plants or more for each square metre.

I trust the review most: it looked at many studies and sells nothing.
"""


def write_all(folder: Path) -> dict[str, Path]:
    """Write every file of the story below a folder and return their paths by name."""
    texts = {
        "kestrel-plan.csv": PLAN,
        "kestrel-product.md": PRODUCT,
        "heron-plan.csv": HERON_PLAN,
        "heron-product.md": HERON_PRODUCT,
        "curlew-sources.md": SOURCES,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {name: folder / name for name in texts}
