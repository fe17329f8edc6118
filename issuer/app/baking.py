"""Bakes a stored credential into the picture of its badge, for exports."""

from issuer import assessment, images


def bake_for(services: assessment.Services, achievement: str, data: bytes) -> bytes:
    """Return the badge as PNG with these bytes inside; its address ends in `/{slug}/v{n}`."""
    slug, version = achievement.rsplit("/", 2)[-2:]
    number = int(version.removeprefix("v"))
    definition = assessment.find_achievement(slug, number, services).definition
    return images.bake_png(assessment.picture_of(definition, services).png, data)
