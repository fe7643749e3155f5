"""Dagster definitions: assets that only read, call and write, and what runs them.

Algorithms live in ``ingestion``, ``ml`` and ``activation``; rules live in dbt and ``seeds/``.
"""
