"""What a forward pass is made of: its operations in order, and its layers.

Layers are what the program names end points; else what its name scopes enclose. A Keras layer opens a name scope of its
own name whenever it is called, in a graph and eagerly, so that scopes find Keras layers too.
"""

from typing import Any, Dict, Hashable, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from tfdiff_probe import assignments
from tfdiff_probe import messages


class NamedTensor(NamedTuple):
  """Something that the program returns: its name, and which output it is of which operation.

  `key`: the operation's in the outline; `operation`, `op_type` and `ordinal` as they are told.
  """
  name: str
  key: Hashable
  output: int
  operation: str
  op_type: str
  ordinal: Optional[int]


class Outline:
  """The operations of one forward pass in the order in which they were made or executed.

  Only those that compute are listed; through the others, which hand values on, it is followed whose value arrives
  where.
  """

  def __init__(self, bookkeeping: Iterable[str]) -> None:
    self._bookkeeping = frozenset(bookkeeping)
    self._operations: List[messages.OutlineOperation] = []
    self._consumers: List[List[int]] = []
    # For each operation's key, the places of the listed operations whose values it is or hands on, nearest first.
    self._sources: Dict[Hashable, List[int]] = {}
    # For each key of one that is not listed, the names of the variables whose values it hands on.
    self._passed: Dict[Hashable, List[str]] = {}

  def add(
      self, key: Hashable, operation: messages.OutlineOperation, inputs: Iterable[Hashable],
      variables: Iterable[str] = (), is_listed: bool = True) -> None:
    """Takes in the next operation. `inputs`: the keys of those it takes values from; `variables`: the names of those it
    reads itself; `is_listed`: whether it may be listed."""
    sources: List[int] = []
    read = list(variables)
    for each in inputs:
      sources.extend(place for place in self._sources.get(each, ()) if place not in sources)
      read.extend(name for name in self._passed.get(each, ()) if name not in read)
    if not is_listed or operation.type in self._bookkeeping or assignments.writes(operation.type):
      self._sources[key] = sources
      self._passed[key] = read
      return
    place = len(self._operations)
    for each in sources:
      self._consumers[each].append(place)
    operation.sources, operation.variables = sources, read
    self._operations.append(operation)
    self._consumers.append([])
    self._sources[key] = [place]

  def structure(self, returned: Iterable[NamedTensor]) -> messages.Structure:
    """The operations and layers as they are told. `returned`: all that the program returns, outputs among it."""
    named: List[messages.OutlineLayer] = []
    outputs: List[messages.OutlineLayer] = []
    for each in returned:
      sources = self._sources.get(each.key, [])
      for source in sources:
        self._consumers[source].append(len(self._operations))
      (outputs if is_output(each.name) else named).append(messages.OutlineLayer(
          each.name, each.operation, each.op_type, each.ordinal, each.output, is_named=True,
          place=sources[0] if sources else None))
    return messages.Structure(self._operations, named + self._scopes(), outputs, {}, {})

  def _scopes(self) -> List[messages.OutlineLayer]:
    found = []
    for name, place in of_scopes([each.name for each in self._operations], self._consumers):
      last = self._operations[place]
      found.append(messages.OutlineLayer(
          name, last.operation, last.type, last.ordinal, 0, is_named=False, place=place))
    return found


def outline_operation(
    name: str, operation: str, op_type: str, output: Any, inputs: Iterable[Any],
    ordinal: Optional[int] = None) -> messages.OutlineOperation:
  """What is told of an operation."""
  return messages.OutlineOperation(
      name, operation, op_type, ordinal, _shape(output), output.dtype.base_dtype.name, [_shape(each) for each in inputs])


def _shape(tensor: Any) -> Optional[List[int]]:
  shape = tensor.shape
  return shape.as_list() if shape.rank is not None and shape.is_fully_defined() else None


def is_output(name: str) -> bool:
  """Whether an end point is one of the program's outputs, which are told last."""
  return name.split('/')[0] == 'outputs'


def of_scopes(names: Sequence[str], consumers: Sequence[Sequence[int]]) -> List[Tuple[str, int]]:
  """Pairs of a layer's name and the place of its last operation, in order.

  `names`: the operations' full names; `consumers`: for each the places that take its value. A layer is one visit of a
  scope: a stretch of operations that it encloses, of which some value is taken outside. A scope that is visited again
  counts its visits (`dense#2`). Where one operation is the last of several scopes, the outermost has it.
  """
  found: Dict[int, str] = {}
  visits: Dict[str, int] = {}
  for scope, first, last in sorted(_visits(names), key=lambda visit: (visit[0].count('/'), visit[1])):
    visits[scope] = visits.get(scope, 0) + 1
    leaving = [place for place in range(first, last + 1) if any(not first <= each <= last for each in consumers[place])]
    if leaving and last - first + 1 < len(names) and leaving[-1] not in found:
      found[leaving[-1]] = scope if visits[scope] == 1 else '%s#%d' % (scope, visits[scope])
  return [(found[place], place) for place in sorted(found)]


def _visits(names: Sequence[str]) -> List[Tuple[str, int, int]]:
  """(scope, first place, last place) of every stretch of operations within one scope."""
  visits: List[Tuple[str, int, int]] = []
  opened: List[Tuple[str, int]] = []
  for place, name in enumerate(list(names) + ['']):
    parts = name.split('/')[:-1]
    kept = 0
    while kept < min(len(parts), len(opened)) and opened[kept][0] == parts[kept]:
      kept += 1
    for depth in range(len(opened), kept, -1):
      scope = '/'.join(part for part, _ in opened[:depth])
      visits.append((scope, opened[depth - 1][1], place - 1))
    opened = opened[:kept] + [(part, place) for part in parts[kept:]]
  return visits
