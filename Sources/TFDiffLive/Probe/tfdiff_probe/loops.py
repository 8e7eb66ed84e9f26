"""The loops of a graph, by what their bodies are made of.

TensorFlow has two kinds: an operation whose body is a function (While), and a frame of the graph itself, which values enter
through Enter and leave through Exit. Of both, what an iteration's operations take is followed back through the iterations
before it.
"""

from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Set, Tuple, Union

from tfdiff_probe import messages
from tfdiff_probe import operands

FUNCTIONAL = ('While', 'StatelessWhile')


class Carried(NamedTuple):
  """A value that a loop carries. `before`: what it is before the loop; `after`: what an iteration makes of it, None where it
  stays as it is."""
  before: Any
  after: Any


class Loop:
  """A loop of a graph. `operations`: those of its body, in the graph's order; `ends`: those that yield its results."""

  def __init__(self, name: str, operations: List[Any], ends: List[Any]) -> None:
    self.name = name
    self.operations = operations
    self.ends = ends
    # What is the same in all iterations is looked for once: by the names of tensors of the body, the constants that they
    # are, None for others; by those of tensors outside, what is told of them.
    self._constants: Dict[str, Optional[messages.Operand]] = {}
    self._outside: Dict[str, messages.Operand] = {}

  def site(self, op: Any) -> str:
    """What an operation of the body is called in the graph as a whole."""
    raise NotImplementedError

  def carried(self, tensor: Any) -> Optional[Carried]:
    """What a tensor of the body is where it is a value that the loop carries, as an iteration begins; None for any other."""
    raise NotImplementedError

  def result(self, tensor: Any) -> Any:
    """What an iteration makes of the value that a result of the loop is."""
    raise NotImplementedError

  def id(self, op: Any, iteration: int) -> str:
    """What tells an execution of an operation of the body from every other; iterations count from 1."""
    return '%s#%d' % (self.site(op), iteration)

  def operands(
      self, op: Any, iteration: int, held: Optional[Dict[str, str]], values: Dict[str, Any]) -> List[messages.Operand]:
    """What is told of the inputs that an operation of the body takes in an iteration.

    `held` as in `operands.of_graph`; `values`: of that iteration, by the tensors' names, as far as they are known.
    """
    return [
        operands.constant(values[each.name]) if operands.is_index(each) and each.name in values
        else self._operand(each, iteration, held) for each in op.inputs]

  def result_operand(self, tensor: Any, iterations: int, held: Optional[Dict[str, str]]) -> messages.Operand:
    """What is told of a result of the loop after so many iterations: what made it in the last of them."""
    return self._operand(self.result(tensor), iterations, held)

  def _operand(self, tensor: Any, iteration: int, held: Optional[Dict[str, str]]) -> messages.Operand:
    while True:
      carried = self.carried(tensor)
      if carried is not None:
        if iteration == 1 or carried.after is None:
          return self._from_outside(carried.before, held)
        tensor, iteration = carried.after, iteration - 1
      elif operands.hands_on(tensor.op):
        tensor = tensor.op.inputs[0]
      elif tensor.op.type == 'Const':
        return self._told(tensor, messages.UnknownOperand())
      else:
        return self._told(tensor, messages.OperationOperand(self.id(tensor.op, iteration), tensor.value_index))

  def _told(self, tensor: Any, source: messages.Operand) -> messages.Operand:
    if tensor.name not in self._constants:
      told = operands.told(tensor, source)
      self._constants[tensor.name] = None if told is source else told
    return self._constants[tensor.name] or source

  def _from_outside(self, tensor: Any, held: Optional[Dict[str, str]]) -> messages.Operand:
    if tensor.name not in self._outside:
      self._outside[tensor.name] = operands.of_tensor(tensor, held)
    return self._outside[tensor.name]


class FunctionalLoop(Loop):
  """A While operation, whose body is a function."""

  def __init__(self, op: Any) -> None:
    self.op = op
    self.body = op._body_graph  # pylint: disable=protected-access
    self.condition = op._cond_graph  # pylint: disable=protected-access
    self._places = {tensor.op.name: place for place, tensor in enumerate(self.body.inputs)}
    super().__init__(op.name, _needed(self.body), [op])

  def site(self, op: Any) -> str:
    # A body made by Keras has the scopes around the loop in its names.
    return op.name if op.name.startswith(self.name + '/') else '%s/%s' % (self.name, op.name)

  def carried(self, tensor: Any) -> Optional[Carried]:
    place = self._places.get(tensor.op.name) if tensor.op.graph is self.body else None
    if place is None:
      return None
    after = self.body.outputs[place]
    return Carried(self.op.inputs[place], None if after is tensor else after)

  def result(self, tensor: Any) -> Any:
    return self.body.outputs[tensor.value_index]


class FrameLoop(Loop):
  """A loop in the graph itself. `context`: TensorFlow's WhileContext."""

  def __init__(self, context: Any, members: List[Any]) -> None:
    self.context = context
    ends = [tensor.op for tensor in context.loop_exits]
    others = _before_iteration(context.pivot.op) | {op.name for op in ends}
    # TensorFlow names it `…/while/while_context`.
    super().__init__(context.name.rsplit('/', 1)[0], [op for op in members if op.name not in others], ends)

  def site(self, op: Any) -> str:
    return op.name

  def carried(self, tensor: Any) -> Optional[Carried]:
    op = tensor.op
    if op.type in ('Enter', 'RefEnter'):
      return Carried(op.inputs[0], None)
    # Another merge joins the branches of a condition.
    if op.type not in ('Merge', 'RefMerge') or op.inputs[1].op.type not in ('NextIteration', 'RefNextIteration'):
      return None
    return Carried(op.inputs[0].op.inputs[0], op.inputs[1].op.inputs[0])

  def result(self, tensor: Any) -> Any:
    # Exit takes what Switch gives back of the carried value.
    merged = tensor.op.inputs[0].op.inputs[0]
    return merged.op.inputs[1].op.inputs[0]


# Either kind.
AnyLoop = Union[FunctionalLoop, FrameLoop]


def of(ops: Iterable[Any]) -> List[AnyLoop]:
  """The loops among operations that a graph's end points need. What a loop runs within another or within a branch is that
  one's."""
  ops = list(ops)
  found: List[AnyLoop] = [
      FunctionalLoop(op) for op in ops if op.type in FUNCTIONAL and _context(op) is None and hasattr(op, '_body_graph')]
  members: Dict[int, Tuple[Any, List[Any]]] = {}
  for op in ops:
    context = _context(op)
    if context is not None and context.IsWhileContext() and context.outer_context is None:
      members.setdefault(id(context), (context, []))[1].append(op)
  return found + [FrameLoop(context, inside) for context, inside in members.values()]


def _context(op: Any) -> Any:
  return op._get_control_flow_context()  # pylint: disable=protected-access


def _needed(graph: Any) -> List[Any]:
  """The operations that a function's results need, in the graph's order."""
  seen: Set[str] = set()
  waiting = [tensor.op for tensor in graph.outputs]
  while waiting:
    op = waiting.pop()
    if op.name not in seen:
      seen.add(op.name)
      waiting.extend(tensor.op for tensor in op.inputs)
  return [op for op in graph.get_operations() if op.name in seen]


def _before_iteration(pivot: Any) -> Set[str]:
  """The names of the operations that decide whether there is another iteration."""
  seen: Set[str] = set()
  waiting = [pivot]
  while waiting:
    op = waiting.pop()
    if op.name not in seen and op.type not in ('Merge', 'RefMerge', 'Enter', 'RefEnter'):
      seen.add(op.name)
      waiting.extend(tensor.op for tensor in op.inputs)
  return seen
