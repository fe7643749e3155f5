"""Adapters: files that others publish, brought into the form of a source contract.

Belongs here: one module a publisher's file, each a pure function from paths to a table in the contract's columns,
and the list of them (`sources`). From there on the table is landed like any other: nothing behind landing knows
where it came from. How a file is put into a batch folder is in `ingestion.batch_folder`.
"""
