"""Of whom an audience may be, and in which mart all that is known of them stands.

Belongs here: the tables that conditions may read and the keys that tie them. Which of their columns may be read is in
``fields``.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Mart:
    """A table whose rows are about whom ``key`` names; no two have one ``name``, whatever their schema."""

    name: str
    key: str
    schema: str = "marts"


CUSTOMERS = Mart("customer_360", "customer_id")
VISITORS = Mart("visitor_360", "cookie_id")
# A vehicle belongs to whom one would write to: the driver, else the owner.
VEHICLES = Mart("vehicle_360", "contact_customer_id")
TRIGGERS = Mart("triggers", "customer_id")
# As the box of clusters wrote it: segments.customer_clusters is made later in the night, beside what waits for members.
CLUSTERS = Mart("customer_clusters", "customer_id", "ml")

MARTS = (CUSTOMERS, VISITORS, VEHICLES, TRIGGERS, CLUSTERS)


class Subject(StrEnum):
    """Of whom an audience is."""

    CUSTOMER = "CUSTOMER"
    PERSON = "PERSON"
    COMPANY = "COMPANY"
    VISITOR = "VISITOR"

    @property
    def mart(self) -> Mart:
        """The mart whose rows are the subjects."""
        return VISITORS if self is Subject.VISITOR else CUSTOMERS

    @property
    def plural(self) -> str:
        """What several are called."""
        return "companies" if self is Subject.COMPANY else f"{self.value.lower()}s"

    @property
    def member_type(self) -> str:
        """What the id of a member is of, CUSTOMER or VISITOR."""
        return "VISITOR" if self is Subject.VISITOR else "CUSTOMER"

    @property
    def customer_type(self) -> str | None:
        """The only kind of customer it takes; None where it takes all rows of its mart."""
        return self.value if self in {Subject.PERSON, Subject.COMPANY} else None
