"""The weekly review of the pipeline: its numbers, and which deals they are about."""
