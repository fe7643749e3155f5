"""Audiences without code: definitions in YAML, their checks, and their compilation to one query each.

Belongs here: what a definition may say and what it means as SQL with parameters. No connection is opened here: whoever
has one runs the queries (``orchestration`` at night, ``cli`` for a preview).
"""
