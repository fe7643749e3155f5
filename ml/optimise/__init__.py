"""Choosing the contacts of a day under limits: tables in, tables out, no SQL, no engine, no clock.

Belongs here: laying the limits out and choosing under them. What may be sent at all is decided before, by the
exclusions of the contact plan (SQL); what was chosen is written to files by ``activation``.
"""
