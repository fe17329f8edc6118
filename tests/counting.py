"""A school whose reports have something to show: thirty learners of the demo's story."""

import shutil
from datetime import timedelta
from pathlib import Path

from issuer import jobs
from issuer.access import Actor, Role
from issuer.auditing import checkpoint
from issuer.cli.demo.cohort import Staff, play_cohort
from tests.schooling import NOW, School, open_school
from tests.visiting import riverbend

#: The story begins so long before the present of the school.
BEFORE = timedelta(days=330)


def counted_school(founded: Path, folder: Path, *, signs: bool = False) -> School:
    """Return a copy of the founded school in which the thirty have worked for most of a year."""
    shutil.copytree(founded, folder)
    school = open_school(folder)
    school.clock.now = NOW - BEFORE

    def actor(who: str, role: Role) -> Actor:
        return Actor(person=school.ids[who], organisation=riverbend(school), role=role)

    def later(days: float) -> None:
        school.clock.now += timedelta(days=days)

    staff = Staff(
        organisation=riverbend(school),
        teacher=actor("teacher", Role.TEACHER),
        registrar=actor("registrar", Role.REGISTRAR),
        issuer=actor("approver", Role.ISSUER),
        later=later,
    )
    school.ids |= play_cohort(staff, school.house, signs=signs)
    school.clock.now = max(NOW, school.clock.now) + timedelta(hours=1)
    if signs:
        jobs.drain(school.house.jobs)
    checkpoint(school.house.auditing)
    return school
