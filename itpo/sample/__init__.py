"""The sample: the office's real public lists, the Morocco case, and invented work around today."""
