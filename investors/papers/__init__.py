"""The papers issued about a mission, and about a company on it: see delegates/papers."""

from investors.papers import kinds

__all__ = ["kinds"]
