"""Reading one landed file by its layout, in a process of its own, with every byte accounted for.

Belongs here: bytes to a table and refused records, what a header may look like, what reading may cost, and the
process that is confined to it (`parser` asks, `worker` reads). What becomes of a file in raw, in the ledger and in
the batch is one level up.
"""
