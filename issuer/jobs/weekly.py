"""The weekly letter to families: what each child did, put together and posted.

A letter's id is made of the week, its reader and its child, so that doing it twice writes once.
"""

import hashlib
from datetime import datetime

from issuer import assessment, post
from issuer.accounts import weekly
from issuer.accounts.model import Person
from issuer.assessment import WorkNews
from issuer.jobs.services import Services
from issuer.letters import Letter, LetterKind, Line

_LONGEST_TITLE = 200


def begin_week(ref: str, services: Services) -> None:
    """Ask for a letter to each guardian of a school, now that its week is over."""
    weekly.begin_week(ref, services.accounts)


def write_week(ref: str, services: Services) -> None:
    """Write to one guardian what is new about the children; where nothing is, nothing is written.

    One letter per child is stored, so that erasing a child ends its own; the post sends those to
    one address as one.
    """
    reader = weekly.reader_of_week(ref, services.accounts)
    if reader is None:
        return
    told = {child.id: _news(child, reader, services) for child in reader.children}
    now = services.accounts.clock()
    letters = [
        _letter(child, told[child.id], reader, now, services)
        for child in reader.children
        if told[child.id]
    ]
    post.post_together(letters, services.post)
    about = tuple(child for child, news in told.items() if news)
    weekly.mark_told(reader, about, services.accounts)


def _news(child: Person, reader: weekly.WeeklyReader, services: Services) -> tuple[WorkNews, ...]:
    since = reader.letter.told_until
    return assessment.news_of(
        child.organisation, child.id, since, reader.until, services.assessment
    )


def _letter(
    child: Person,
    news: tuple[WorkNews, ...],
    reader: weekly.WeeklyReader,
    now: datetime,
    services: Services,
) -> Letter:
    page = f"{services.post.base_url}/family"
    name = " ".join(child.name.split())
    return Letter(
        id=_id_of(child, reader),
        organisation=child.organisation,
        person=reader.to.person,
        to=reader.to.email,
        kind=LetterKind.FAMILY_WEEK,
        at=now,
        words={
            "school": reader.school,
            "url": page,
            "language": reader.letter.language,
            "unsubscribe": f"{services.post.base_url}/letters/{reader.secret}",
        },
        lines=tuple(
            Line(
                text=" ".join(each.title.split())[:_LONGEST_TITLE],
                url=page,
                under=name,
                happened=each.happened,
                rests=each.rests,
            )
            for each in news
        ),
        about=child.id,
    )


def _id_of(child: Person, reader: weekly.WeeklyReader) -> str:
    cause = f"weekly|{reader.until.isoformat()}|{reader.to.person}|{child.id}"
    return hashlib.sha256(cause.encode()).hexdigest()[:32]
