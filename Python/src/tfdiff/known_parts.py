"""The parts of a report on what was known beforehand: waivers, and an earlier report, with the names that its JSON has."""

from dataclasses import dataclass
from typing import Optional, Tuple


@dataclass(frozen=True)
class Waived:
  """The waiver that accepts a row's difference."""
  reason: str
  rtol: Optional[float] = None
  atol: Optional[float] = None
  expires: Optional[str] = None


@dataclass(frozen=True)
class Waiver:
  """A difference that was accepted beforehand, and whether it was needed."""
  layer: str
  reason: str
  rtol: Optional[float] = None
  atol: Optional[float] = None
  expires: Optional[str] = None
  state: str = ''
  endpoints: Tuple[str, ...] = ()
  exceeded: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Waivers:
  """The waivers of a file."""
  file: str = ''
  waivers: Tuple[Waiver, ...] = ()


@dataclass(frozen=True)
class Baseline:
  """What has changed since an earlier report; `obstacle` says why nothing is held against it, where that is so."""
  file: str = ''
  verdict: Optional[str] = None
  fixed: Tuple[str, ...] = ()
  new: Tuple[str, ...] = ()
  worse: Tuple[str, ...] = ()
  unchanged: int = 0
  gone: Tuple[str, ...] = ()
  obstacle: Optional[str] = None
