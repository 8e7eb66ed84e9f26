"""What goes wrong, as typed errors."""

from __future__ import annotations

# False but for type checkers, as typing.TYPE_CHECKING is: importing typing takes longer than all else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
  from typing import Optional

  from tfdiff.report import Report


class TFDiffError(Exception):
  """Anything that keeps a comparison from being made; its text says what to do."""


class ProgramError(TFDiffError):
  """The program `tfdiff-tui` is not there, is for another machine, or ended in a way that it never should."""


class CodeError(TFDiffError):
  """A function or class that another process cannot find: a lambda, one inside a function, one of a notebook."""


class ArgumentError(TFDiffError):
  """An argument of another kind than those that are taken."""


class Incomparable(TFDiffError):
  """The two sides could not be compared, for a side failed or something that it needs is not there.

  Attributes:
    message: what the program said.
    report: what it knows all the same; None where no run has begun.
  """

  def __init__(self, message: str, report: Optional[Report] = None) -> None:
    super().__init__(message)
    self.message = message
    self.report = report


class Divergence(AssertionError):
  """The two sides part. Its text says where, why, by which lines, and how to look at it.

  Attributes:
    report: the comparison's report.
  """

  def __init__(self, text: str, report: Report) -> None:
    super().__init__(text)
    self.report = report
