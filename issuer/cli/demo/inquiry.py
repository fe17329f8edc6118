"""What the thirty learners of the reports work on: a rubric, questions for peers, and a badge."""

from issuer.documents import Document

SCALE = ["beginning", "developing", "proficient", "advanced"]
CRITERIA: tuple[str, ...] = ("question", "finding")
ITEMS: tuple[str, ...] = ("shares-work", "listens")

RUBRIC: Document = {
    "spec": "cbe-rubric/1",
    "rubric": "neighbourhood-inquiry",
    "version": 1,
    "title": "Neighbourhood inquiry",
    "scale": SCALE,
    "criteria": [
        {
            "id": "question",
            "title": "A question that can be answered",
            "levels": {
                "beginning": "Names a topic.",
                "developing": "Asks a question that is too wide.",
                "proficient": "Asks a question that can be answered in two weeks.",
                "advanced": "Asks such a question and says what would change the answer.",
            },
        },
        {
            "id": "finding",
            "title": "A finding with its reason",
            "levels": {
                "beginning": "Says what was done.",
                "developing": "Says what was found.",
                "proficient": "Says what was found and shows why.",
                "advanced": "Shows why, and what could still be wrong.",
            },
        },
    ],
}
INSTRUMENT: Document = {
    "spec": "cbe-instrument/1",
    "instrument": "working-together",
    "version": 1,
    "title": "Working together",
    "scale": SCALE,
    "example_required": False,
    "anchors": [],
    "items": [
        {
            "id": item,
            "statement": statement,
            "levels": {
                "beginning": "Not in this work.",
                "developing": "Once.",
                "proficient": "More than once.",
                "advanced": "So that others began to do it too.",
            },
        }
        for item, statement in (
            ("shares-work", "Gave everybody a part of the work"),
            ("listens", "Changed the plan after hearing somebody"),
        )
    ],
}
BADGE: Document = {
    "spec": "cbe-criteria/1",
    "badge": "neighbourhood-inquiry",
    "version": 1,
    "title": "Neighbourhood Inquiry",
    "summary": "The learner asked a question about the neighbourhood and found an answer.",
    "scale": SCALE,
    "award": {"achievement_type": "Badge", "valid_for": "P1Y"},
    "criteria": {
        "id": "everything",
        "title": "All of these",
        "all_of": [
            {"id": "work", "title": "Show the work", "evidence": {"kinds": ["text"]}},
            {
                "id": "peers",
                "title": "Peers saw it",
                "waivable": ["registrar"],
                "peers": {
                    "instrument": "working-together@1",
                    "min": 2,
                    "calibrated": False,
                    "agreement": {"within": 2, "share": 0.5},
                    "levels": {"shares-work": "developing"},
                },
            },
            {
                "id": "rating",
                "title": "Two teachers rated it",
                "rubric": {
                    "rubric": "neighbourhood-inquiry@1",
                    "by": {"roles": ["teacher"], "min": 2},
                    "levels": {"question": "developing"},
                },
            },
        ],
    },
}
