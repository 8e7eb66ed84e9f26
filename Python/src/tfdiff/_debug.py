"""The debugger, from Python."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Optional

from tfdiff import _terminal
from tfdiff._command import Command
from tfdiff._comparison import Comparison, documented
from tfdiff._visible import visible
from tfdiff.errors import ProgramError

if TYPE_CHECKING:
  from tfdiff._comparison import Arguments, Path
  from typing_extensions import Unpack


# As those of a check; the last is also that of who leaves before the runs are over.
STATUSES = (0, 1, 2)


@documented
def debug(target: 'Optional[Path]' = None, **arguments: 'Unpack[Arguments]') -> None:
  """Opens the debugger on the two sides, and comes back when it is left; the arguments are those of `Comparison`.

  Where there is no terminal, as in a notebook, prints the command that opens it in one.
  """
  open_debugger(Comparison.of(dict(arguments, target=target)))


def open_debugger(comparison: Comparison) -> None:
  """As `debug`."""
  command = Command(comparison)
  with _terminal.released():
    if _terminal.is_there():
      try:
        status = subprocess.call(command.debug_words(), env=command.environment())
      finally:
        command.discard()
      if status not in STATUSES:
        raise ProgramError('The debugger ended with status %d; what it said is above.' % status)
      return
  words = 'There is no terminal here for the debugger. In one, in %s:\n  %s\n'
  sys.stdout.write(words % (visible(os.getcwd()), visible(command.shown())))
