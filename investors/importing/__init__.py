"""Taking in lists of companies and of their people."""
