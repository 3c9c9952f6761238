"""Any number of invented deals, with everything around them: to measure, and to try things out."""
