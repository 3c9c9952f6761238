"""How fast the pages are on a database of any size, beside a view that does the least."""
