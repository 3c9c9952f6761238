"""Taking in lists of the people who come to us, with their agencies and posts."""
