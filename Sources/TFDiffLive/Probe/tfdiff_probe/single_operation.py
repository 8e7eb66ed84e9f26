"""One operation, executed eagerly on given values by its registered definition, whatever Python offers of it."""

import re
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from tfdiff_probe import arrays
from tfdiff_probe import attribute_values

# What TensorFlow puts before a kernel's own words.
WRAPPER = re.compile(r'^\{\{function_node [^}]*\}\}\s*')


class Refusal(Exception):
  """An operation that cannot be executed as it was asked for; the message names what of it."""


class Request(NamedTuple):
  """What is to be executed. `attributes`: as `attributes.py` tells them; `inputs`: arrays; `output_type`: the element type
  of the first output, None where it is not known; `is_in_double`: whether floating values are to be float64."""
  type: str
  attributes: Dict[str, str]
  inputs: Sequence[Any]
  output_type: Optional[str] = None
  is_in_double: bool = False


def execute(tf: Any, request: Request) -> List[Any]:
  """All outputs as arrays that the debugger can take.

  Raises a Refusal that names the op type, attribute or value that is refused, or says what TensorFlow does.
  """
  operation = SingleOperation(tf, request)
  try:
    outputs = operation.run()
  except (tf.errors.OpError, TypeError, ValueError, OverflowError) as error:
    raise Refusal('%s: %s' % (request.type, operation.words(error))) from error
  return [_told(request.type, place, output) for place, output in enumerate(outputs)]


class SingleOperation:
  """An operation with its definition. Raises a Refusal where what is asked for does not fit that."""

  def __init__(self, tf: Any, request: Request) -> None:
    from tensorflow.python.framework import op_def_registry
    self._tf = tf
    self._request = request
    self._definition = op_def_registry.get(request.type)
    if self._definition is None:
      raise Refusal('TensorFlow %s has no operation %s' % (tf.__version__, request.type))
    for each in list(self._definition.input_arg) + list(self._definition.output_arg):
      if each.is_ref:
        raise Refusal('%s takes or gives a reference to a variable (%s), which is in a graph alone'
                      % (request.type, each.name))
    self._kinds = {each.name: each.type for each in self._definition.attr}
    self._values = self._given()
    # Kept for as long as their handles are used.
    self._variables: List[Any] = []

  def run(self) -> List[Any]:
    """Executes it; returns the outputs as eager tensors, or raises what TensorFlow does."""
    from tensorflow.python.eager import context
    from tensorflow.python.eager import execute as execution
    inputs = [tensor for argument, arrays_of_it in self._arguments() for tensor in self._tensors(argument, arrays_of_it)]
    self._infer_output_types()
    self._take_defaults()
    if self._request.is_in_double:
      self._verify_double()
    attributes = tuple(part for pair in sorted(self._values.items()) for part in pair)
    running = context.context()
    running.ensure_initialized()
    outputs = execution.execute(
        self._request.type.encode('utf-8'), self._output_count(), inputs=inputs, attrs=attributes, ctx=running)
    return list(outputs) if isinstance(outputs, (list, tuple)) else [] if outputs is None else [outputs]

  def words(self, error: Exception) -> str:
    """What an exception says of the operation, in a line."""
    text = str(getattr(error, 'message', None) or error)
    if self._request.is_in_double and isinstance(error, self._tf.errors.NotFoundError):
      return 'TensorFlow has no float64 kernel of it'
    return WRAPPER.sub('', next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__))

  def _given(self) -> Dict[str, Any]:
    """The attributes that the request has."""
    found: Dict[str, Any] = {}
    for name, text in self._request.attributes.items():
      kind = self._kinds.get(name)
      if kind is None:
        raise Refusal('%s has no attribute %s' % (self._request.type, name))
      try:
        value = attribute_values.of_text(kind, text)
        found[name] = self._widened(value) if kind == 'type' else value
      except (ValueError, attribute_values.AttributeProblem) as error:
        raise Refusal('%s: the attribute %s cannot be %s: %s' % (self._request.type, name, text, error)) from error
    return found

  def _arguments(self) -> List[Tuple[Any, Sequence[Any]]]:
    """The definition's inputs, each with the arrays that it gets."""
    declared = list(self._definition.input_arg)
    many = [each for each in declared if each.number_attr or each.type_list_attr]
    inputs = self._request.inputs
    left = len(inputs) - (len(declared) - len(many))
    if left < 0 or not many and left > 0 or many and left % len(many):
      raise Refusal('%s takes other inputs than the %d that are given' % (self._request.type, len(inputs)))
    found, place = [], 0
    for each in declared:
      count = left // len(many) if each in many else 1
      found.append((each, inputs[place:place + count]))
      place += count
    for each, given in found:
      if each.number_attr:
        self._agree(each.number_attr, len(given))
    return found

  def _tensors(self, argument: Any, given: Sequence[Any]) -> List[Any]:
    """The values of an input as tensors, from which attributes that name their types follow."""
    from tensorflow.core.framework import types_pb2
    if argument.type == types_pb2.DT_RESOURCE:
      return [self._handle(array) for array in given]
    tensors = [self._tensor(argument, array) for array in given]
    types = [int(tensor.dtype.as_datatype_enum) for tensor in tensors]
    if argument.type_list_attr:
      self._values[argument.type_list_attr] = types
    for each in types if argument.type_attr else ():
      self._agree(argument.type_attr, each)
    return tensors

  def _tensor(self, argument: Any, array: Any) -> Any:
    # An argument whose element type the definition has is as it is given.
    is_wider = self._request.is_in_double and not argument.type and array.dtype.kind == 'f'
    return self._tf.convert_to_tensor(array.astype('float64') if is_wider else array)

  def _handle(self, array: Any) -> Any:
    is_wider = self._request.is_in_double and array.dtype.kind == 'f'
    self._variables.append(self._tf.Variable(array.astype('float64') if is_wider else array))
    return self._variables[-1].handle

  def _agree(self, attribute: str, value: Any) -> None:
    known = self._values.setdefault(attribute, value)
    if known != value:
      is_type = self._kinds[attribute] == 'type'
      first, second = (self._tf.as_dtype(each).name if is_type else each for each in (known, value))
      raise Refusal('%s: the attribute %s would be both %s and %s' % (self._request.type, attribute, first, second))

  def _widened(self, element_type: int) -> int:
    """The number of an element type; of float64 for a smaller floating one where that is to be computed in."""
    dtype = self._tf.as_dtype(element_type)
    is_wider = self._request.is_in_double and dtype.is_floating
    return int((self._tf.float64 if is_wider else dtype).as_datatype_enum)

  def _infer_output_types(self) -> None:
    """What names the type of an output alone is as the first output's was."""
    outputs = list(self._definition.output_arg)
    if not outputs or self._request.output_type is None:
      return
    name = outputs[0].type_attr
    if name and name not in self._values:
      self._values[name] = self._widened(attribute_values.element_type(self._request.output_type))

  def _verify_double(self) -> None:
    """Raises a Refusal where the definition has no float64 for what is computed."""
    from tensorflow.core.framework import types_pb2
    fixed = (types_pb2.DT_FLOAT, types_pb2.DT_HALF, types_pb2.DT_BFLOAT16)
    for each in list(self._definition.input_arg) + list(self._definition.output_arg):
      if each.type in fixed:
        raise Refusal('%s has no float64 kernel: %s is %s, whatever else it is given'
                      % (self._request.type, each.name, self._tf.as_dtype(each.type).name))
    for attribute in self._definition.attr:
      allowed = list(attribute.allowed_values.list.type)
      if self._values.get(attribute.name) == types_pb2.DT_DOUBLE and allowed and types_pb2.DT_DOUBLE not in allowed:
        raise Refusal('%s has no float64 kernel: its %s may be %s' % (
            self._request.type, attribute.name, ', '.join(self._tf.as_dtype(each).name for each in allowed)))

  def _take_defaults(self) -> None:
    for each in self._definition.attr:
      if each.name in self._values:
        continue
      if not each.HasField('default_value'):
        raise Refusal('%s: the attribute %s is not known' % (self._request.type, each.name))
      value = attribute_values.of_default(each.type, each.default_value)
      if value is not None or each.type == 'shape':
        self._values[each.name] = value

  def _output_count(self) -> int:
    count = 0
    for each in self._definition.output_arg:
      if each.number_attr:
        count += int(self._values[each.number_attr])
      else:
        count += len(self._values[each.type_list_attr]) if each.type_list_attr else 1
    return count


def _told(op_type: str, place: int, output: Any) -> Any:
  array, _ = arrays.comparable(output)
  if array is None:
    raise Refusal('%s: output %d has %s, which cannot be told' % (op_type, place, arrays.describe(output)))
  return array
