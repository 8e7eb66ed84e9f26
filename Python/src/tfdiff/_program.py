"""Where the program is, and what it is started with."""

from __future__ import annotations

import os
import sys

from tfdiff import _machine
from tfdiff.errors import ProgramError

# False but for type checkers, as typing.TYPE_CHECKING is: importing typing takes longer than all else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
  from typing import Dict, List, Mapping, Optional

NAME = 'tfdiff-tui'
VARIABLE = 'TFDIFF_TUI'
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '_program')


def find(environment: Mapping[str, str], folder: str = FOLDER) -> str:
  """The program's path: what TFDIFF_TUI names, what this wheel brings along, or else what is on the PATH.

  Raises ProgramError where there is none that can run here.
  """
  named = environment.get(VARIABLE)
  if named:
    if not _is_program(named):
      raise ProgramError('%s=%s is no program that can be run. Name the tfdiff-tui that you built, or unset it.' % (
          VARIABLE, named))
    return os.path.abspath(named)
  bundled = os.path.join(folder, NAME)
  if os.path.exists(bundled):
    needs = _machine.read_needs(os.path.join(folder, 'needs'))
    obstacle = _machine.obstacle(needs, _machine.this_machine()) if needs else None
    if obstacle:
      raise ProgramError(obstacle)
    return bundled
  found = _on_path(environment.get('PATH', os.defpath))
  if found is None:
    raise ProgramError(
        'The program tfdiff-tui is not here: this is the Python package without it. Install the wheel (pip install '
        'tfdiff-tui), or build the program (swift build -c release) and name it with %s=PATH.' % VARIABLE)
  return found


def environment_of(environment: Mapping[str, str], folder: str = FOLDER) -> Dict[str, str]:
  """The environment with what the program needs: where this wheel's terminal descriptions are, after the system's own."""
  result = dict(environment)
  terminfo = os.path.join(folder, 'terminfo')
  known = result.get('TERMINFO_DIRS', '')
  if os.path.isdir(terminfo) and terminfo not in known.split(':'):
    # An empty entry stands for the places that ncurses knows by itself.
    result['TERMINFO_DIRS'] = '%s:%s' % (known, terminfo)
  return result


def _on_path(path: str) -> Optional[str]:
  for folder in path.split(os.pathsep):
    candidate = os.path.join(folder or '.', NAME)
    if _is_program(candidate) and not _is_launcher(candidate):
      return os.path.abspath(candidate)
  return None


def _is_program(path: str) -> bool:
  return os.path.isfile(path) and os.access(path, os.X_OK)


def _is_launcher(path: str) -> bool:
  """Whether it is the script that pip made of this package, which would only come back here."""
  try:
    with open(path, 'rb') as file:
      return file.read(2) == b'#!'
  except OSError:
    return True


def shown_command() -> List[str]:
  """The words by which a person starts the program here."""
  for folder in os.environ.get('PATH', os.defpath).split(os.pathsep):
    if _is_program(os.path.join(folder or '.', NAME)):
      return [NAME]
  return [sys.executable or 'python3', '-m', 'tfdiff']
