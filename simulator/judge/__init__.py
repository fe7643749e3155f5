"""The judge: a finished night scored against what was known and against the hidden truth.

Belongs here: reading a night (``night.py``, ``known.py``), one module per thing that is judged, the whole
verdict (``verdict.py``) and how it is shown (``show.py``). It repeats the rules in its own words on purpose,
so that it does not repeat the pipeline's mistakes; nothing of the pipeline is imported here.
"""
