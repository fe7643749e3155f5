"""What can keep a source from being read, as one line for a person.

Belongs here: the errors of this package. Problems of single files and rows are `ingestion.report.Problem`.
"""


class SourceError(Exception):
    """The source, or one table of it, cannot be read; `reason` is a code, the message tells a person why.

    Messages never hold the connection string or a value of a row.
    """

    def __init__(self, reason: str, message: str) -> None:
        """Keep the code and the message apart."""
        super().__init__(message)
        self.reason = reason
        self.message = message


class ExtractionRefusedError(Exception):
    """The batch asked for can no longer be read: raw knows that day already, or a later one was read."""


class ExtractionBusyError(Exception):
    """Another extraction is at work in this home."""
