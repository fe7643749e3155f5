"""Landing: files of the operational source become immutable raw tables, once, with every byte accounted for.

Belongs here: contracts of the source tables, readers, refused rows, the load ledger, digests of identifiers.
What a value means, which version of a row counts and every business rule are SQL (``dbt_project``); when
landing runs is decided in ``orchestration``.
"""
