"""The errors of activation, each with a message an operator can act on.

Belongs here: exception classes only. All derive from ``ActivationError``, so that a caller may stop a night
on any.
"""

from __future__ import annotations

from collections.abc import Sequence


class ActivationError(Exception):
    """Base of everything that stops a hand-over; nothing was sent because of it."""


class ExportContractError(ActivationError):
    """The export table breaks its contract (missing column, repeated key, impossible code)."""


class StaleSuppressionError(ActivationError):
    """The suppression list is missing, empty or older than the day; sending fails closed."""


class PlanChangedError(ActivationError):
    """The day was frozen with another plan.

    ``differing`` holds (contact_id, what) with what in added, removed, changed; ordered by contact_id.
    """

    def __init__(self, as_of: str, differing: Sequence[tuple[str, str]], shown: int = 20) -> None:
        """Compose the message; it names at most ``shown`` contacts and says how many there are."""
        self.differing = tuple(differing)
        listed = ", ".join(f"{contact_id} ({what})" for contact_id, what in self.differing[:shown])
        more = len(self.differing) - shown
        tail = f" and {more} more" if more > 0 else ""
        super().__init__(
            f"the files of {as_of} are frozen and this plan differs in {len(self.differing)} contacts: "
            f"{listed}{tail}. Nothing was sent. What is new is planned again on the next day."
        )


class OpenDayError(ActivationError):
    """An earlier day still has files that wait; it must be finished or withdrawn before the next one."""


class PastDayError(ActivationError):
    """A later day was already handed over; a rebuilt past day must not reach customers."""


class OutboxBusyError(ActivationError):
    """Another process holds the outbox."""


class OutboxLostRowsError(ActivationError):
    """The landed ledgers know a day that the outbox lost; sending fails closed."""


class LandedLedgerError(ActivationError):
    """A ledger that already landed differs from what this run would write; landing is append-only."""
