"""The parts of a report that pictures are made of, with the names that its JSON has."""

from dataclasses import dataclass
from typing import Optional, Tuple


@dataclass(frozen=True)
class Decade:
  """How many elements differ by `start` or more, and by less than ten times as much."""
  start: float
  count: int


@dataclass(frozen=True)
class Histogram:
  """How many elements differ by how much."""
  equal: int = 0
  decades: Tuple[Decade, ...] = ()
  non_finite: int = 0


@dataclass(frozen=True)
class HeatMap:
  """The greatest difference of each place of two axes: a string a row, and a character a cell."""
  row_axis: Optional[int] = None
  column_axis: Optional[int] = None
  source_rows: int = 0
  source_columns: int = 0
  least: Optional[float] = None
  greatest: Optional[float] = None
  cells: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
  """Lines of a file around one that something is blamed on."""
  file: str
  line: int
  first: int
  lines: Tuple[str, ...] = ()
