"""The demo world: an operational source with faults, its hidden truth, its answers, and the judge."""
