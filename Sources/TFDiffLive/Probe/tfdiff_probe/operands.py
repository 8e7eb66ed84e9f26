"""Where the values that an operation takes come from: another operation, a variable, a constant or the model's input."""

import hashlib
from typing import Any, Dict, Hashable, Iterable, List, NamedTuple, Optional, Sequence, Set

from tfdiff_probe import codec
from tfdiff_probe import messages
from tfdiff_probe.held_variables import HeldVariables
from tfdiff_probe.held_variables import identity

# What hands the value of its first input on: as it is, or in another shape.
PASSING_ON = frozenset((
    'Identity', 'IdentityN', 'StopGradient', 'PreventGradient', 'Snapshot', 'CheckNumerics', 'EnsureShape', 'Reshape',
    'Squeeze', 'ExpandDims', 'Enter', 'RefEnter', 'Switch', 'RefSwitch', 'ReadVariableOp',
    'DeepCopy', 'Bitcast'))
HOLDERS = ('VarHandleOp', 'VariableV2', 'Variable')
# What runs operations of its own, with a counter or a handle as its first output often enough.
CONTROL_FLOW = frozenset((
    'While', 'StatelessWhile', 'If', 'StatelessIf', 'PartitionedCall', 'StatefulPartitionedCall', 'Case',
    'StatelessCase'))
LARGEST = 16


class Taken(NamedTuple):
  """A value as an operation takes it. `value`: an array or a tensor; None where an operation that is told gives it."""
  shape: List[int]
  value: Any = None


class EagerOperands:
  """Follows eager values from operation to operation."""

  def __init__(self, variables: HeldVariables) -> None:
    self._variables = variables
    self._sources: Dict[Hashable, messages.Operand] = {}

  def add_inputs(self, tensors: Iterable[Any]) -> None:
    """Remembers the tensors that the model is given."""
    for tensor in tensors:
      self._sources[identity(tensor)] = messages.InputOperand()

  def record(self, operation: str, op_type: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
    """Takes in that an operation was executed. `operation`: what tells it from every other."""
    handed = op_type in PASSING_ON and len(inputs) > 0
    for place, output in enumerate(outputs):
      source = self.source(inputs[0]) if handed else messages.OperationOperand(operation, place)
      if source is not None:
        self._sources[identity(output)] = source

  def of(self, inputs: Iterable[Any]) -> List[messages.Operand]:
    """What is told of an operation's inputs."""
    return [self._of(each) for each in inputs]

  def source(self, tensor: Any) -> Optional[messages.Operand]:
    """Where a value comes from; None where nothing has been seen to make it."""
    made = self._sources.get(identity(tensor))
    if made is not None:
      return made
    variable = self._variables.of_handle(tensor) or self._variables.of_value(tensor)
    return messages.VariableOperand(variable[1]) if variable else None

  def taken(self, inputs: Iterable[Any]) -> List[Optional[Taken]]:
    """The values that an operation takes; of a variable's handle the variable's."""
    return [self._taken(each) for each in inputs]

  def _taken(self, tensor: Any) -> Optional[Taken]:
    if tensor.dtype.name == 'resource':
      held = self._variables.of_handle(tensor)
      if held is None:
        return None
      tensor = held[0].read_value()
    return Taken(tensor.shape.as_list(), tensor)

  def variable(self, tensor: Any) -> Optional[str]:
    """The name of the variable that a value was read from; None where it was from none."""
    source = self.source(tensor)
    return source.name if isinstance(source, messages.VariableOperand) else None

  def _of(self, tensor: Any) -> messages.Operand:
    source = self.source(tensor)
    dtype = getattr(tensor.dtype, 'name', '')
    if source is None or isinstance(source, messages.OperationOperand) and is_index(tensor):
      if dtype in ('resource', 'variant'):
        return source or messages.UnknownOperand()
      return constant(tensor.numpy())
    return source


def of_graph(op: Any, held: Optional[Dict[str, str]] = None) -> List[messages.Operand]:
  """What is told of the inputs of a graph's operation.

  `held`: by the names of placeholders, the variables that a function's graph captures.
  """
  return [of_tensor(each, held) for each in op.inputs]


def of_tensor(tensor: Any, held: Optional[Dict[str, str]] = None) -> messages.Operand:
  """What is told of a graph's tensor that an operation takes. `held` as in `of_graph`."""
  return told(tensor, _traced(tensor, held))


def variable_of(op: Any, held: Optional[Dict[str, str]] = None) -> Optional[str]:
  """The name of the variable that an operation of a graph is the handle or reference of; None for any other."""
  return op.name if op.type in HOLDERS else (held or {}).get(op.name)


def told(tensor: Any, source: messages.Operand) -> messages.Operand:
  """What is told of a graph's tensor that comes from a source: a constant's elements, else the source."""
  is_operation = isinstance(source, messages.OperationOperand)
  if is_operation and is_index(tensor) or isinstance(source, messages.UnknownOperand):
    value = _static_value(tensor)
    if value is not None:
      return constant(value)
  return source


def hands_on(op: Any) -> bool:
  """Whether an operation of a graph hands the value of its first input on."""
  return op.type in PASSING_ON and len(op.inputs) > 0


def _traced(tensor: Any, held: Optional[Dict[str, str]]) -> messages.Operand:
  seen: Set[str] = set()
  while tensor.op.name not in seen:
    seen.add(tensor.op.name)
    op = tensor.op
    variable = variable_of(op, held)
    if variable is not None:
      return messages.VariableOperand(variable)
    if op.type.startswith('Placeholder') and not op.inputs:
      return messages.InputOperand()
    if op.type == 'Const':
      return messages.UnknownOperand()
    # A merge is followed to what comes before a loop, where all its iterations begin.
    if hands_on(op) or op.inputs and op.type == 'Merge':
      tensor = op.inputs[0]
    else:
      return messages.OperationOperand(op.name, tensor.value_index)
  return messages.UnknownOperand()


def _static_value(tensor: Any) -> Any:
  from tensorflow.python.framework import tensor_util
  try:
    return tensor_util.constant_value(tensor)
  except (TypeError, ValueError):
    return None


def main_output(op_type: str, outputs: Sequence[Any]) -> Any:
  """The output of an operation that is compared; None where it has none."""
  if op_type in CONTROL_FLOW:
    return next((each for each in outputs if each.dtype.is_floating), outputs[0] if outputs else None)
  return outputs[0] if outputs else None


def is_index(tensor: Any) -> bool:
  """Whether it is a shape or the like: a short vector of integers, which may be computed otherwise on the other side."""
  shape = tensor.shape
  return tensor.dtype.base_dtype.name in ('int32', 'int64') and shape.rank is not None and shape.rank <= 1


def constant(value: Any) -> messages.ConstantOperand:
  """What is told of a constant: its elements where they are few, else what tells it from others."""
  import numpy as np
  array = np.asarray(value)
  is_text = array.dtype.kind in 'OSU'
  operand = messages.ConstantOperand(list(array.shape), 'string' if is_text else array.dtype.name)
  if array.size <= LARGEST and array.dtype.kind in 'biuf':
    operand.values = [codec.number(_as_written(each)) for each in array.reshape(-1)]
  elif array.dtype.kind in 'biuf':
    operand.digest = digest(array)
  elif is_text:
    operand.digest = text_digest(array)
  return operand


def _as_written(element: Any) -> float:
  """An element as a program writes it: 0.2 and not 0.20000000298023224, which is float32's nearest."""
  return float(str(element)) if element.dtype.kind == 'f' else float(element)


def digest(array: Any) -> str:
  """What tells an array's elements from those of another of its kind."""
  import numpy as np
  return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=16).hexdigest()


def text_digest(array: Any) -> str:
  """The same of an array of strings."""
  found = hashlib.blake2b(digest_size=16)
  for each in array.reshape(-1):
    text = each if isinstance(each, bytes) else str(each).encode('utf-8', 'surrogatepass')
    found.update(b'%d:%s' % (len(text), text))
  return found.hexdigest()
