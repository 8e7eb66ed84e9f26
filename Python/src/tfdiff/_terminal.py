"""Whether there is a terminal to open the screen on, and who holds it meanwhile."""

import contextlib
import os
from typing import Any, Callable, ContextManager, Iterator


@contextlib.contextmanager
def nobody() -> Iterator[None]:
  """The terminal as it is, as nobody has taken it."""
  yield


# Gives back for a while the terminal that somebody has taken: a test runner that captures output.
released: Callable[[], ContextManager[None]] = nobody


@contextlib.contextmanager
def without_capture(manager: Any) -> Iterator[None]:
  """The terminal as it is without pytest's capture manager."""
  manager.suspend(in_=True)
  try:
    yield
  finally:
    manager.resume()


def is_there() -> bool:
  """Whether a person sees what is drawn and can type; true of neither a notebook nor a job of CI."""
  return os.isatty(0) and os.isatty(1)
