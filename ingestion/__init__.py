"""Landing of source files: contracts, readers, rejected rows and the load ledger; no business rules."""
