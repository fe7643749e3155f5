"""The demo world: an operational source with faults, its hidden truth, its answers, and the judge.

Belongs here: whatever makes or scores the demo. ``world.py`` makes the first landing out of ``past/`` (what
was lived), ``tables/`` (what the source wrote down) and ``faults/`` (what is wrong with it); ``next_day/``
moves it on by a day and answers the contacts delivered; ``judge/`` scores a night; ``report.py`` holds the
world against ``parameters.yml``. At the top stand the things that all of them share. The pipeline imports
nothing from here and never reads the truth.
"""
