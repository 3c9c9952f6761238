"""The managers' review: one page inside the admin, to look at and to act on."""
