"""One more day of the demo world, after the first landing and as often as it is asked for.

Belongs here: what happens on a day, how people answer the contacts delivered for it, and the files and hidden
changes that follow. ``simulate.py`` has the order; ``world.py`` is what held before the day, ``day.py`` what
the day adds, ``changes.py`` how days are kept. The years before are in ``past/``.
"""
