"""The faults of the demo source, at the rates of ``parameters.yml``, each noted in the truth.

Belongs here: one module per area of damage, the ledger they write to (``damage.py``) and their order
(``inject.py``). Clean rows are made in ``tables/``; damage to whole files is made by the tests of landing.
"""
