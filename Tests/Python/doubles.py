"""Graphs without TensorFlow: operations and tensors with what the probe asks of them."""

from types import SimpleNamespace


class DType:
  """An element type."""

  def __init__(self, name):
    self.name = name
    self.base_dtype = self
    self.is_floating = name.startswith('float')
    self._is_ref_dtype = False


class Shape(list):
  """A shape whose sizes are known."""
  rank = property(len)

  def as_list(self):
    return list(self)

  def is_fully_defined(self):
    return None not in self


class Tensor:
  """An output of an operation."""

  def __init__(self, op, value_index=0, shape=(2, 3), dtype='float32'):
    self.op = op
    self.name = '%s:%d' % (op.name, value_index)
    self.value_index = value_index
    self.shape = Shape(shape)
    self.dtype = DType(dtype)


class Operation:
  """An operation of one output or more."""

  def __init__(self, graph, name, op_type, inputs, outputs, controls, attributes):
    self.graph, self.name, self.type, self.inputs = graph, name, op_type, list(inputs)
    self.control_inputs = list(controls)
    self.node_def = SimpleNamespace(op=op_type, attr=dict.fromkeys(attributes, 0))
    self.outputs = [Tensor(self, place, **facts) for place, facts in enumerate(outputs)]
    self.control_flow_context = None

  def _get_control_flow_context(self):
    return self.control_flow_context


class Graph:
  """Operations in the order in which they were made."""

  def __init__(self):
    self._operations = []

  def add(self, name, op_type, *inputs, outputs=({},), controls=(), attributes=()):
    """Makes an operation and returns its first output, or itself where it has none."""
    op = Operation(self, name, op_type, inputs, outputs, controls, attributes)
    self._operations.append(op)
    return op.outputs[0] if op.outputs else op

  def get_operations(self):
    return self._operations

  def get_operation_by_name(self, name):
    return next(op for op in self._operations if op.name == name)

  def is_fetchable(self, _):
    return True
