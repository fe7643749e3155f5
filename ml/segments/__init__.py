"""Tactical clusters: which customers are alike in what they do, found and not decided by anybody.

Belongs here: the traits that customers are compared by, choosing and fitting clusters, keeping their ids from run to
run, and telling what the members are like. Segments by thresholds are SQL (``marts.customer_segments``).
"""
