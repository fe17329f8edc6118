"""Settings: one typed, frozen object, read once at start from environment and a TOML file."""

from issuer.config.reading import read_settings
from issuer.config.settings import Settings

__all__ = ["Settings", "read_settings"]
