"""The ground app: what every other app stands on, and which knows none of them."""
