"""The command `tfdiff-tui`: the program takes this process's place, so that signals, the terminal and the exit status are
its own."""

import os
import sys

from tfdiff import _program
from tfdiff.errors import ProgramError

# As the program itself ends where nothing can be compared.
INCOMPARABLE = 2


def main() -> int:
  """Becomes the program; returns only where that cannot be."""
  try:
    path = _program.find(os.environ)
    os.execve(path, [_program.NAME] + sys.argv[1:], _program.environment_of(os.environ))
  except ProgramError as error:
    message = str(error)
  except OSError as error:
    message = '%s cannot be started: %s. Install the wheel for this machine, or build the program from its source.' % (
        error.filename or _program.NAME, error.strerror)
  sys.stderr.write('Error: %s\n' % message)
  return INCOMPARABLE
