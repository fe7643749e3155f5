"""Writing beside what is made next: in order, one piece at a time, and no failure is lost."""

from collections.abc import Callable

import pytest

from simulator.files import Beside


def test_pieces_are_written_in_order_and_all_of_them_before_the_block_is_left() -> None:
    written: list[int] = []

    def piece(number: int) -> Callable[[], None]:
        return lambda: written.append(number)

    with Beside() as beside:
        for number in range(50):
            beside.write(piece(number))
    assert written == list(range(50))


@pytest.mark.parametrize("call", ["write", "wait"])
def test_a_piece_that_fails_is_told_by_the_next_call(call: str) -> None:
    def on_a_full_disk() -> None:
        raise OSError("No space left on device")

    with Beside() as beside:
        beside.write(on_a_full_disk)
        with pytest.raises(OSError, match="No space"):
            beside.wait() if call == "wait" else beside.write(lambda: None)
