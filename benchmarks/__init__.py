"""Scripts that print figures and ratios of speed. Nothing here is imported by the pipeline, and nothing is asserted."""
