"""Value of a customer: the margin to expect within a horizon.

Belongs here: what the value model reads, how it is fitted, judged and promoted, and its values of a day. What all
models share (labelled rows, splits, estimators, bytes, versions) is in the modules of ``ml``. Tiers of value are
thresholds in SQL.
"""
