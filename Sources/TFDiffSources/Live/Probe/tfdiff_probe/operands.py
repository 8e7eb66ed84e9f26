"""Where the values that an operation takes come from: another operation, a variable, a constant or the model's input."""

import hashlib

from tfdiff_probe.held_variables import identity

# What hands the value of its first input on: as it is, or in another shape.
HANDING_ON = frozenset((
    'Identity', 'IdentityN', 'StopGradient', 'PreventGradient', 'Snapshot', 'CheckNumerics', 'EnsureShape', 'Reshape',
    'Squeeze', 'ExpandDims', 'Enter', 'RefEnter', 'Switch', 'RefSwitch', 'ReadVariableOp',
    'DeepCopy', 'Bitcast'))
HOLDERS = ('VarHandleOp', 'VariableV2', 'Variable')
# What runs operations of its own, with a counter or a handle as its first output often enough.
CONTROL_FLOW = frozenset((
    'While', 'StatelessWhile', 'If', 'StatelessIf', 'PartitionedCall', 'StatefulPartitionedCall', 'Case',
    'StatelessCase'))
LARGEST = 16


class EagerOperands:
  """Follows eager values from operation to operation."""

  def __init__(self, variables):
    self._variables = variables
    self._sources = {}

  def know_inputs(self, tensors):
    """Remembers the tensors that the model is given."""
    for tensor in tensors:
      self._sources[identity(tensor)] = {'kind': 'input'}

  def made(self, operation, kind, inputs, outputs):
    """Takes in that an operation was executed. `operation`: what tells it from every other."""
    handed = kind in HANDING_ON and len(inputs) > 0
    for place, output in enumerate(outputs):
      source = self.source(inputs[0]) if handed else {'kind': 'operation', 'id': operation, 'output': place}
      if source is not None:
        self._sources[identity(output)] = source

  def facts(self, inputs):
    """What is told of an operation's inputs."""
    return [self._facts(each) for each in inputs]

  def source(self, tensor):
    """Where a value comes from; None where nothing has been seen to make it."""
    made = self._sources.get(identity(tensor))
    if made is not None:
      return made
    variable = self._variables.of_handle(tensor) or self._variables.of_value(tensor)
    return {'kind': 'variable', 'name': variable[1]} if variable else None

  def _facts(self, tensor):
    source = self.source(tensor)
    kind = getattr(tensor.dtype, 'name', '')
    if source is None or source['kind'] == 'operation' and _is_index(tensor):
      if kind in ('resource', 'variant', 'string'):
        return source or {'kind': 'unknown'}
      return constant(tensor.numpy())
    return source


def of_graph(op, held=None):
  """What is told of the inputs of a graph's operation.

  `held`: by the names of placeholders, the variables that a function's graph captures.
  """
  return [_of_tensor(each, held) for each in op.inputs]


def variable_of(op, held=None):
  """The name of the variable that an operation of a graph is the handle or reference of; None for any other."""
  return op.name if op.type in HOLDERS else (held or {}).get(op.name)


def _of_tensor(tensor, held):
  source = _traced(tensor, held)
  if source['kind'] == 'operation' and _is_index(tensor) or source['kind'] == 'unknown':
    value = _static_value(tensor)
    if value is not None:
      return constant(value)
  return source


def _traced(tensor, held):
  seen = set()
  while tensor.op.name not in seen:
    seen.add(tensor.op.name)
    op = tensor.op
    variable = variable_of(op, held)
    if variable is not None:
      return {'kind': 'variable', 'name': variable}
    if op.type.startswith('Placeholder') and not op.inputs:
      return {'kind': 'input'}
    if op.type == 'Const':
      return {'kind': 'unknown'}
    # A merge is followed to what comes before a loop, where all its iterations begin.
    if op.inputs and (op.type in HANDING_ON or op.type == 'Merge'):
      tensor = op.inputs[0]
    else:
      return {'kind': 'operation', 'id': op.name, 'output': tensor.value_index}
  return {'kind': 'unknown'}


def _static_value(tensor):
  from tensorflow.python.framework import tensor_util
  try:
    return tensor_util.constant_value(tensor)
  except (TypeError, ValueError):
    return None


def shown(kind, outputs):
  """The output of an operation that is told; None where it has none."""
  if kind in CONTROL_FLOW:
    return next((each for each in outputs if each.dtype.is_floating), outputs[0] if outputs else None)
  return outputs[0] if outputs else None


def _is_index(tensor):
  """Whether it is a shape or the like: a short vector of integers, which may be computed otherwise on the other side."""
  shape = tensor.shape
  return tensor.dtype.base_dtype.name in ('int32', 'int64') and shape.rank is not None and shape.rank <= 1


def constant(value):
  """What is told of a constant: its elements where they are few, else what tells it from others."""
  import numpy as np
  array = np.asarray(value)
  facts = {'kind': 'constant', 'shape': list(array.shape), 'dtype': array.dtype.name}
  if array.size <= LARGEST and array.dtype.kind in 'biuf':
    facts['values'] = [_number(each) for each in array.reshape(-1).tolist()]
  elif array.dtype.kind in 'biuf':
    facts['digest'] = digest(array)
  return facts


def _number(value):
  return value if isinstance(value, (bool, int)) or value == value and abs(value) != float('inf') else repr(value)


def digest(array):
  """What tells an array's elements from those of another of its kind."""
  import numpy as np
  return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=16).hexdigest()
