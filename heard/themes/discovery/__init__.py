"""Finding themes by what voices mean: like beside like, steady when some are left out, and nothing dropped."""

from heard.themes.discovery.meaning import Meaning

__all__ = ["Meaning"]
