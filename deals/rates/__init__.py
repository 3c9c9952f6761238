"""Exchange rates: taken from a list, or written down by a manager."""
