"""Sources that are read instead of sending files: what changed since the last reading becomes a landing batch.

Belongs here: configuration of a source, reading it as of one moment, and writing the batch with its manifest. What
a batch is worth (contracts, drift, refused rows) is decided by the ordinary landing, whatever the batch came from.
"""
