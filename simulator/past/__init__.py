"""The past of the demo world: people, cars and what they lived through before the first landing.

Belongs here: drawing people and cars, and moving their hidden state through the years in steps of 28 days.
What the source wrote down of it is in ``tables/``; the days after the first landing are in ``next_day/``.
"""
