"""The assets of a night in the order of the flow, one module a box."""
