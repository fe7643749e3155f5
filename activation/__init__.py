"""Activation: hands the contacts of a day over to the campaign platform, once, and keeps the ledger of it.

Belongs here: the export contract, the last suppression check, the outbox, the hand-over and the landing of
our own ledgers. Who is contacted, when and with what is decided in ``contact_plan`` (SQL), not here.
"""
