"""Who comes to us, in the admin: one module per subject."""

from delegates.admin import agencies, people, programmes, visits

__all__ = ["agencies", "people", "programmes", "visits"]
