"""Taking lists out as files: what stands in them, and in which form."""
