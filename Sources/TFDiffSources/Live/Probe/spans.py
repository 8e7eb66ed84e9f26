"""Which operations of a graph lie on the way from one end point to the next."""

UNFETCHABLE = ('resource', 'variant', 'string')
# What assigns is told by the variable's new value; fetching it would assign once more.
ASSIGNING = 'Assign'
VARIABLES = ('VarHandleOp', 'VariableV2', 'Variable')


class Spans:
  """The operations that each end point needs and none before it did, in the graph's order.

  `untold`: the op types that are bookkeeping and never told. `updates`: operations that are run beside the end points;
  what one needs is on the way to the end point that it follows from.
  """

  def __init__(self, graph, end_points, untold, updates=()):
    self._order = {op.name: place for place, op in enumerate(graph.get_operations())}
    self._end_points = end_points
    self._untold = frozenset(untold)
    self._updates = updates
    self._spans = None

  def operations(self, place):
    """The operations on the way to the end point at a place."""
    if self._spans is None:
      self._spans = self._divide()
    return self._spans[place]

  def _divide(self):
    seen = set()
    spans = [_ancestors(tensor.op, seen) for tensor in self._end_points]
    places = {op.name: place for place, span in enumerate(spans) for op in span}
    for update in self._updates if spans else ():
      found = _ancestors(getattr(update, 'op', update), seen)
      before = [places[tensor.op.name] for op in found for tensor in op.inputs if tensor.op.name in places]
      spans[max(before, default=0)].extend(found)
    return [self._told(span) for span in spans]

  def _told(self, span):
    told = [op for op in span if op.type not in self._untold and not op.type.startswith(ASSIGNING)]
    return sorted(told, key=lambda op: self._order.get(op.name, 0))


def can_fetch(op):
  """Whether an operation's first output can be brought out of a session."""
  return bool(op.outputs) and op.outputs[0].dtype.base_dtype.name not in UNFETCHABLE and op.graph.is_fetchable(
      op.outputs[0])


def has_state(ops):
  """Whether what operations compute depends on how often they were run: random numbers."""
  seen = set()
  return any('seed2' in each.node_def.attr for op in ops for each in _ancestors(op, seen))


def assigning_operations(updates):
  """By the name of each variable that update operations assign to, the operation that does."""
  assigning, seen = {}, set()
  for update in updates:
    for op in _ancestors(getattr(update, 'op', update), seen, through_controls=True):
      if op.type.startswith(ASSIGNING) and op.inputs:
        holder = op.inputs[0].op
        if holder.type in VARIABLES:
          assigning.setdefault(holder.name, op)
  return assigning


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
