"""Choosing the contacts of a day under limits: tables in, tables out, no SQL, no engine, no clock.

What may be sent at all is decided before, by the exclusions of the contact plan; what is sent is written by
activation.
"""
