"""A run's steps as they start and end, for whoever watches without a screen."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import dagster as dg

# Called with the step's name and its wall seconds, which are None when it starts.
StepListener = Callable[[str, float | None], None]

_listener: ContextVar[StepListener | None] = ContextVar("step_listener", default=None)


@contextmanager
def listening(listener: StepListener) -> Iterator[None]:
    """Call ``listener`` for each step of the runs inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


class _StepHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        listener = _listener.get()
        event: dg.DagsterEvent | None = getattr(record, "dagster_meta", {}).get("dagster_event")
        if listener is None or event is None or event.step_key is None:
            return
        if event.event_type == dg.DagsterEventType.STEP_START:
            listener(event.step_key, None)
        elif event.event_type == dg.DagsterEventType.STEP_SUCCESS:
            listener(event.step_key, event.step_success_data.duration_ms / 1000)


@dg.logger({}, "Passes on the start and the end of each step and nothing else.")
def step_logger(_: dg.InitLoggerContext) -> logging.Logger:
    """Return the logger that feeds ``listening``."""
    logger = logging.Logger("periplo.steps")
    logger.addHandler(_StepHandler())
    return logger
