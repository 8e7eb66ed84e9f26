"""Which operations of a graph lie on the way from one end point to the next, and to all of them."""

from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

from tfdiff_probe import assignments
from tfdiff_probe import layers
from tfdiff_probe import loops
from tfdiff_probe import messages
from tfdiff_probe import names
from tfdiff_probe import operands

# An end point's name and its tensor.
Pair = Tuple[str, Any]

UNFETCHABLE = ('resource', 'variant', 'string')


class Spans:
  """The operations that each end point needs and none before it did, in the graph's order.

  `bookkeeping`: the op types that are never told.
  """

  def __init__(self, graph: Any, end_points: Sequence[Any], bookkeeping: Iterable[str]) -> None:
    # The place of each operation of the graph.
    self.order = {op.name: place for place, op in enumerate(graph.get_operations())}
    self._end_points = end_points
    self._bookkeeping = frozenset(bookkeeping)
    self._spans: Optional[List[List[Any]]] = None

  def operations(self, place: int) -> List[Any]:
    """The operations on the way to the end point at a place, without those that loops repeat."""
    return [op for op in self._needed(place)
            if op.type not in self._bookkeeping and not assignments.writes(op.type) and not is_conditional(op)]

  def loops(self, place: int) -> List[loops.AnyLoop]:
    """The loops on the way to the end point at a place."""
    return loops.of(self._needed(place))

  def _needed(self, place: int) -> List[Any]:
    if self._spans is None:
      seen: Set[str] = set()
      self._spans = [
          sorted(_ancestors(tensor.op, seen), key=lambda op: self.order.get(op.name, 0)) for tensor in self._end_points]
    return self._spans[place]


def in_order(graph: Any, end_points: Iterable[Pair]) -> List[Pair]:
  """End points in the order in which the graph makes them; then outputs in the order in which they are returned."""
  end_points = list(end_points)
  places = {op.name: place for place, op in enumerate(graph.get_operations())}
  named = [pair for pair in end_points if not layers.is_output(pair[0])]
  outputs = [pair for pair in end_points if layers.is_output(pair[0])]
  return sorted(named, key=lambda pair: places.get(pair[1].op.name, -1)) + outputs


def chosen(graph: Any, given: Iterable[messages.Layer]) -> List[Pair]:
  """The end points that the debugger has chosen, each by the operation whose output it is."""
  return [(each.name, graph.get_operation_by_name(each.operation).outputs[each.output]) for each in given]


def structure(
    graph: Any, end_points: Sequence[Pair], bookkeeping: Iterable[str], root: Optional[str],
    held: Optional[Dict[str, str]] = None, counts: bool = False) -> messages.Structure:
  """The operations that the end points need, in the graph's order, and the layers they make up.

  `held`: by the names of placeholders, the variables that a function's graph captures; `counts`: whether an
  operation's place in the graph is told too, as that of an eager one is.
  """
  order = {op.name: place for place, op in enumerate(graph.get_operations())}
  needed: List[Any] = []
  seen: Set[str] = set()
  for _, tensor in end_points:
    needed.extend(_ancestors(tensor.op, seen))
  outline = layers.Outline(bookkeeping)
  for op in sorted(needed, key=lambda op: order.get(op.name, 0)):
    if op.outputs:
      variable = operands.variable_of(op, held)
      operation = layers.outline_operation(
          names.without_root(op.name, root), op.name, op.type, operands.main_output(op.type, op.outputs), op.inputs,
          order[op.name] if counts else None)
      outline.add(
          op.name, operation, [tensor.op.name for tensor in op.inputs], variables=[variable] if variable else [],
          is_listed=not is_conditional(op))
  return outline.structure([
      layers.NamedTensor(
          name, tensor.op.name, tensor.value_index, tensor.op.name, tensor.op.type,
          order[tensor.op.name] if counts else None) for name, tensor in end_points])


def fetched(op: Any) -> Any:
  """The tensor by which what is shown of an operation is brought out of a session; None where it cannot be.

  TensorFlow lets nobody fetch a conditional itself, and hands its results on by operations of their own.
  """
  output = operands.main_output(op.type, op.outputs)
  return None if output is None else fetchable(output)


def fetchable(tensor: Any) -> Any:
  """The tensor by which the value of one is brought out of a session; None where it cannot be."""
  if tensor.dtype.base_dtype.name in UNFETCHABLE:
    return None
  graph = tensor.op.graph
  if graph.is_fetchable(tensor):
    return tensor
  handed = [each.outputs[0] for each in tensor.consumers() if each.type == 'Identity']
  return next((each for each in handed if graph.is_fetchable(each)), None)


def is_conditional(op: Any) -> bool:
  """Whether an operation is run once for each iteration of a loop, or in one branch alone, so that no one value is its
  own."""
  return op._get_control_flow_context() is not None  # pylint: disable=protected-access


def has_state(ops: Iterable[Any]) -> bool:
  """Whether what operations compute depends on how often they were run: random numbers."""
  return any('seed2' in op.node_def.attr for op in ops)


def executed(fetches: Iterable[Any]) -> List[Any]:
  """All operations that a run of these fetches executes, through control dependencies too."""
  seen: Set[str] = set()
  found: List[Any] = []
  for each in fetches:
    found.extend(_ancestors(getattr(each, 'op', each), seen, through_controls=True))
  return found


def _ancestors(op: Any, seen: Set[str], through_controls: bool = False) -> List[Any]:
  """What an operation needs, itself included, of what is not `seen`; that then is."""
  found, waiting = [], [op]
  while waiting:
    op = waiting.pop()
    if op.name in seen:
      continue
    seen.add(op.name)
    found.append(op)
    waiting.extend(tensor.op for tensor in op.inputs)
    if through_controls:
      waiting.extend(op.control_inputs)
  return found
