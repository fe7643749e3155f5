"""Values as a sample shows them: wide enough that nobody is known by them."""

from datetime import date
from decimal import Decimal

# Bounds of bands within each power of ten.
_STEPS = (1, 2, 5, 10)


def band(value: object) -> str:
    """Return the band of a number, the month of a day; codes and flags stand as they are, an unknown value is empty.

    >>> [band(value) for value in (0, 3, 12, 1499.5, -3, date(2026, 6, 30), "GOLD", True, None)]
    ['0', '2 to 5', '10 to 20', '1000 to 2000', '-5 to -2', '2026-06', 'GOLD', 'true', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, int | float | Decimal):
        return _number_band(Decimal(str(value)))
    return str(value)


def _number_band(number: Decimal) -> str:
    if number < 0:
        low, high = _bounds(-number)
        return f"-{high} to -{low}"
    if number == 0:
        return "0"
    low, high = _bounds(number)
    return f"{low} to {high}"


def _bounds(number: Decimal) -> tuple[str, str]:
    """The bounds around a number above zero; the lower one belongs to the band."""
    power = Decimal(10) ** number.adjusted()
    low = max(step for step in _STEPS if step * power <= number)
    high = _STEPS[_STEPS.index(low) + 1]
    return f"{(low * power).normalize():f}", f"{(high * power).normalize():f}"
