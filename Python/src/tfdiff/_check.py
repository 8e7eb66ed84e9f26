"""The comparison itself: the program is run, and its report read."""

import os
import subprocess
import tempfile
from typing import TYPE_CHECKING, List, Optional, Tuple

from tfdiff import _reading, _text
from tfdiff._command import Command
from tfdiff._comparison import Comparison, documented
from tfdiff._visible import visible_lines
from tfdiff.errors import Divergence, Incomparable, ProgramError
from tfdiff.report import Report

if TYPE_CHECKING:
  from tfdiff._comparison import Arguments, Path
  from typing_extensions import Unpack

EQUAL, DIVERGED, INCOMPARABLE = 0, 1, 2
REPORT = 'report.json'


@documented
def check(target: 'Optional[Path]' = None, **arguments: 'Unpack[Arguments]') -> Report:
  """Compares the two sides of a migration and returns the report; the arguments are those of `Comparison`.

      report = tfdiff.check(tf1=network, tf2=Network, inputs=batch, tolerance=(1e-4, 1e-5))
      if not report.is_equal:
        print(report.first_divergence.endpoint)

  Raises Incomparable where a side fails, and CodeError, ArgumentError or ProgramError where nothing can be begun.
  """
  return run(Comparison.of(dict(arguments, target=target)))


@documented
def assert_equivalent(target: 'Optional[Path]' = None, **arguments: 'Unpack[Arguments]') -> Report:
  """Raises Divergence, an AssertionError, where `check` finds that the two sides part.

  Its text says where they part, why, by which lines, and the command that opens the debugger there. Returns the report
  where they do not part.
  """
  __tracebackhide__ = True
  return assert_equal(Comparison.of(dict(arguments, target=target)))


def assert_equal(comparison: Comparison) -> Report:
  """As `assert_equivalent`."""
  __tracebackhide__ = True
  report, title = _compare(comparison)
  if report.is_equal:
    return report
  raise Divergence(_text.divergence(report, title), report)


def run(comparison: Comparison) -> Report:
  """As `check`."""
  __tracebackhide__ = True
  return _compare(comparison)[0]


def _compare(comparison: Comparison) -> Tuple[Report, str]:
  __tracebackhide__ = True
  command = Command(comparison)
  is_wanted = False
  try:
    with tempfile.TemporaryDirectory(prefix='tfdiff-report-') as folder:
      report = _execute(command, comparison, os.path.join(folder, REPORT))
    # Who looks into it needs the inputs again.
    is_wanted = not report.is_equal
    return report, command.title
  except Incomparable:
    is_wanted = True
    raise
  finally:
    if not is_wanted:
      command.discard()


def _execute(command: Command, comparison: Comparison, path: str) -> Report:
  __tracebackhide__ = True
  words = command.check_words(path, [os.fspath(each) for each in comparison.reports])
  status, message = _run(words, command, comparison.timeout)
  report = _reading.read(path, command.shown()) if os.path.exists(path) else None
  if status == INCOMPARABLE or report is None and status in (EQUAL, DIVERGED):
    raise Incomparable(_text.incomparable(report, message, command.title), report)
  if status not in (EQUAL, DIVERGED) or report is None:
    raise ProgramError('%s ended with status %d:\n%s' % (command.path, status, visible_lines(message)))
  return report


def _run(words: List[str], command: Command, timeout: Optional[float]) -> Tuple[int, str]:
  """Runs the program; returns its exit status and what it said of errors."""
  __tracebackhide__ = True
  try:
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=command.environment(),
        timeout=timeout)
  except subprocess.TimeoutExpired:
    raise Incomparable('%s: not compared within %g seconds. Give it more time with timeout=, or compare fewer steps or a '
                       'smaller batch' % (command.title, timeout or 0)) from None
  except OSError as error:
    raise ProgramError('%s cannot be started: %s' % (command.path, error.strerror)) from error
  return done.returncode, done.stderr.decode('utf-8', 'replace').strip()
