"""What became of what the office did: from delegates to verified results (docs/impact.md)."""
