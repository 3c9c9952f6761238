"""Lists that are taken in: what a file says, row by row, and what became of each."""
