"""Scripts that print figures and ratios; nothing here is a test."""
