"""The source tables of the first landing, clean, and the truth tables beside them.

Belongs here: one module per area of the source, each turning the lived past into rows of text. What happened
is decided in ``past/``; what is wrong with the rows is added afterwards in ``faults/``.
"""
