"""Spanish identifiers: letters and digits that control, no two alike."""

import numpy as np
import pandas as pd

from simulator.identifiers import DNI_LETTERS, company_tax_ids, person_tax_ids, plates
from simulator.state import stream


def test_tax_ids_have_the_right_letter() -> None:
    ids = person_tax_ids(stream(1, "ids"), 500)
    numbers = (
        pd.Series(ids).str.slice(0, -1).str.replace("X", "0").str.replace("Y", "1").str.replace("Z", "2")
    )
    assert (DNI_LETTERS[numbers.astype(int).to_numpy() % 23] == pd.Series(ids).str.slice(-1)).all()
    assert len(set(ids)) == 500


def test_company_ids_pass_the_luhn_check() -> None:
    for value in company_tax_ids(stream(1, "cif"), 200):
        digits = [int(char) for char in value[1:8]]
        even = sum(digits[1::2])
        odd = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
        assert int(value[8]) == (10 - (even + odd) % 10) % 10


def test_plates_are_unique_and_grow_with_time() -> None:
    days = np.sort(stream(1, "days").integers(13_000, 20_600, 3000))
    made = pd.Series(plates(stream(1, "plates"), days))
    assert made.is_unique
    assert made.str.fullmatch(r"\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}").all()
    assert made.str.slice(4).iloc[0] < made.str.slice(4).iloc[-1]
