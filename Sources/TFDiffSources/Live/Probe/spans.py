"""Which operations of a graph lie on the way from one end point to the next, and to all of them."""

from tfdiff_probe import layers
from tfdiff_probe import watching

UNFETCHABLE = ('resource', 'variant', 'string')
VARIABLES = ('VarHandleOp', 'VariableV2', 'Variable')


class Spans:
  """The operations that each end point needs and none before it did, in the graph's order.

  `untold`: the op types that are bookkeeping and never told.
  """

  def __init__(self, graph, end_points, untold):
    self._order = {op.name: place for place, op in enumerate(graph.get_operations())}
    self._end_points = end_points
    self._untold = frozenset(untold)
    self._spans = None

  def operations(self, place):
    """The operations on the way to the end point at a place."""
    if self._spans is None:
      self._spans = self._divide()
    return self._spans[place]

  def _divide(self):
    seen = set()
    spans = []
    for tensor in self._end_points:
      found = _ancestors(tensor.op, seen)
      told = [op for op in found if op.type not in self._untold]
      spans.append(sorted(told, key=lambda op: self._order.get(op.name, 0)))
    return spans


def structure(graph, end_points, untold, root):
  """The operations that the end points need, in the graph's order, and the layers they make up."""
  order = {op.name: place for place, op in enumerate(graph.get_operations())}
  needed, seen = [], set()
  for _, tensor in end_points:
    needed.extend(_ancestors(tensor.op, seen))
  outline = layers.Outline(untold)
  for op in sorted(needed, key=lambda op: order.get(op.name, 0)):
    if op.outputs:
      outline.add(op.name, _facts(op, op.outputs[0], root), [tensor.op.name for tensor in op.inputs])
  return outline.facts([
      (name, tensor.op.name, tensor.value_index, _facts(tensor.op, tensor, root)) for name, tensor in end_points])


def _facts(op, output, root):
  return layers.describe(watching.without_root(op.name, root), op.name, op.type, output, op.inputs)


def can_fetch(op):
  """Whether an operation's first output can be brought out of a session."""
  return bool(op.outputs) and op.outputs[0].dtype.base_dtype.name not in UNFETCHABLE and op.graph.is_fetchable(
      op.outputs[0])


def assigned_variables(updates):
  """The names of the variables that update operations assign to."""
  names, seen = set(), set()
  for update in updates:
    for op in _ancestors(getattr(update, 'op', update), seen, through_controls=True):
      if op.type.startswith('Assign') and op.inputs:
        holder = op.inputs[0].op
        if holder.type in VARIABLES:
          names.add(holder.name)
  return names


def _ancestors(op, seen, through_controls=False):
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
