"""Other forms of the same faults: as often, of the same kinds, written in ways that no rule was made from.

Belongs here: how a damaged cell may look otherwise (``forms.py``, and for what has a way of its own ``names.py``,
``alphabets.py``, ``mail.py``, ``codes.py`` and ``stamped.py``), which forms stand together in a world
(``families.py``, ``screens.py``, ``offices.py``, ``departments.py``, ``programs.py``, ``copied.py``, ``gathered.py``
and ``relayed.py``, of the shape that ``family.py`` gives), and writing them over the first form (``rewrite.py``).
Which cells are damaged, and how many, is decided before, in the modules beside this package. Who writes rules for
faults does not look in here: a rule is measured by what it finds of forms it has not seen.
"""
