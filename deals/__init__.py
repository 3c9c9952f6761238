"""What comes of it: deals, their figures, and our part in them."""
