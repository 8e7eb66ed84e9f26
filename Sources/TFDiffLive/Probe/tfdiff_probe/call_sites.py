"""Where in a program an operation is executed: what an iteration of a Python loop has in common with the others."""

import os
import sys
from types import FrameType
from typing import Dict, Hashable, List, Optional, Tuple

# What the files of AutoGraph itself have in their paths, and those that it generates have not.
AUTOGRAPH = os.sep + 'autograph' + os.sep


class CallSites:
  """Numbers the ways on which a program comes to an operation: the places in all functions that are under way, and whose
  methods these are, so that two layers of one class are told apart."""

  def __init__(self) -> None:
    self._numbers: Dict[Hashable, int] = {}

  def current(self) -> str:
    """The number of the present one."""
    frame: Optional[FrameType] = sys._getframe(1)
    way: List[Tuple[int, int, int]] = []
    while frame is not None:
      code = frame.f_code
      # AutoGraph comes to a function in another way where it has yet to convert it.
      if AUTOGRAPH not in code.co_filename:
        owner = id(frame.f_locals.get('self')) if code.co_varnames[:1] == ('self',) else 0
        way.append((id(code), frame.f_lasti, owner))
      frame = frame.f_back
    return str(self._numbers.setdefault(tuple(way), len(self._numbers)))
