"""The page of totals: what its tables say."""
