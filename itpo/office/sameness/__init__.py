"""Records that may be one: how they are known, who else is known so, and which pairs there are."""
