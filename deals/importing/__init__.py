"""Reading the office's own lists: activities and deals, as untidy as they are."""
