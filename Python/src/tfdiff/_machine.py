"""Whether the program of this wheel can run on this machine; pip asks too, but not everybody installs with pip."""

from __future__ import annotations

import os

# False but for type checkers, as typing.TYPE_CHECKING is: importing typing takes longer than all else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
  from typing import Optional, Tuple


class Needs:
  """What a wheel's program needs: the machine as `uname` names it, and the GNU C library."""

  def __init__(self, machine: str, glibc: Tuple[int, int]) -> None:
    self.machine = machine
    self.glibc = glibc


class Machine:
  """What a machine has. `glibc` is None where its C library is another one."""

  def __init__(self, system: str, machine: str, glibc: Optional[Tuple[int, int]]) -> None:
    self.system = system
    self.machine = machine
    self.glibc = glibc


def read_needs(path: str) -> Optional[Needs]:
  """What is written beside the program as `x86_64 glibc 2.35`; None where nothing is."""
  try:
    with open(path, encoding='ascii') as file:
      machine, _, version = file.read().split()
  except (OSError, ValueError):
    return None
  return Needs(machine, _version(version))


def this_machine() -> Machine:
  """The machine that this runs on."""
  names = os.uname()
  try:
    library = os.confstr('CS_GNU_LIBC_VERSION') or ''
  except (OSError, ValueError):
    library = ''
  name, _, version = library.partition(' ')
  return Machine(names.sysname, names.machine, _version(version) if name == 'glibc' else None)


def obstacle(needs: Needs, machine: Machine) -> Optional[str]:
  """Why the program cannot run there, and what to do about it; None where it can."""
  needed = 'Linux on %s with glibc %d.%d or later' % (needs.machine, *needs.glibc)
  if machine.system != 'Linux' or machine.machine != needs.machine:
    found = '%s on %s' % (machine.system, machine.machine)
  elif machine.glibc is None:
    found = 'Linux with another C library than glibc, such as musl'
  elif machine.glibc < needs.glibc:
    found = 'Linux with glibc %d.%d' % machine.glibc
  else:
    return None
  return ('tfdiff-tui in this wheel needs %s, and this is %s. Use a newer system or container there, or build the program '
          'from its source (see "swift build" in the README) and name it with TFDIFF_TUI=PATH.' % (needed, found))


def _version(text: str) -> Tuple[int, int]:
  major, _, minor = text.partition('.')
  return int(major), int(minor.partition('.')[0] or 0)
