"""Protects: where an operation's inputs come from is told alike in a graph and eagerly: operations, variables, constants
with their elements or a digest, and the model's input. It is by these that operations are paired."""

from types import SimpleNamespace

import numpy as np
import pytest

from doubles import DType
from doubles import Graph
from doubles import Shape
from tfdiff_probe import held_variables
from tfdiff_probe import messages
from tfdiff_probe import operands


class EagerTensor:
  """A value with its own memory, as an eager tensor shows it."""
  count = 0

  def __init__(self, value):
    self._value = np.asarray(value)
    self.dtype = DType(self._value.dtype.name)
    self.shape = Shape(self._value.shape)
    EagerTensor.count += 1
    self._id = EagerTensor.count

  def numpy(self):
    return self._value

  def _numpy(self):
    return self._value


class Variable:
  """A variable whose reads share its memory."""

  def __init__(self, value):
    self._value = np.asarray(value)
    self.handle = EagerTensor(0)
    self.handle.dtype = DType('resource')
    self.dtype, self.shape = DType(self._value.dtype.name), Shape(self._value.shape)

  def read_value(self):
    return EagerTensor(self._value)


@pytest.fixture(name='eager')
def _eager():
  variables = held_variables.HeldVariables()
  kernel = Variable(np.ones([2, 2], 'float32'))
  variables.add(kernel, 'dense/kernel')
  return operands.EagerOperands(variables), kernel


def test_an_eager_value_is_followed_to_what_made_it(eager):
  followed, _ = eager
  given, made, same = (EagerTensor(np.full([4, 4], place, 'float32')) for place in range(3))
  followed.add_inputs([given])
  followed.record('0', 'MatMul', [given], [made])
  followed.record('1', 'Identity', [made], [same])
  assert followed.of([given, same]) == [messages.InputOperand(), messages.OperationOperand('0', 0)]


def test_a_variable_is_known_by_its_handle_and_by_its_memory(eager):
  followed, kernel = eager
  assert followed.of([kernel.handle, kernel.read_value()]) == [messages.VariableOperand('dense/kernel')] * 2
  assert isinstance(followed.of([EagerTensor(np.ones([2, 2], 'float32'))])[0], messages.ConstantOperand)


def test_a_handle_is_taken_as_its_variables_value(eager):
  followed, kernel = eager
  stranger, given = EagerTensor(0), EagerTensor(np.zeros([0, 3], 'float32'))
  stranger.dtype = DType('resource')
  of_variable, unknown, itself = followed.taken([kernel.handle, stranger, given])
  assert of_variable.shape == [2, 2] and (of_variable.value.numpy() == 1).all()
  assert unknown is None
  assert itself == operands.Taken([0, 3], given)


class Scalar(EagerTensor):
  """A tensor without a shape, of which TensorFlow gives NumPy a copy."""

  def _numpy(self):
    # A copy that is gone leaves its place to the next.
    return SimpleNamespace(shape=(), size=1, __array_interface__={'data': (4096, False)})


def test_a_scalar_is_not_known_by_the_place_of_a_copy_of_it():
  variables = held_variables.HeldVariables()
  rate = Variable(np.float32(0.5))
  rate.read_value = lambda: Scalar(np.float32(0.5))
  variables.add(rate, 'learning_rate')
  assert variables.of_value(Scalar(np.float32(5e-4))) is None


def test_a_shape_that_is_computed_is_told_by_its_elements(eager):
  followed, _ = eager
  shape = EagerTensor(np.array([1, 2], 'int32'))
  followed.record('0', 'Shape', [EagerTensor(np.ones([1, 2], 'float32'))], [shape])
  assert followed.of([shape]) == [messages.ConstantOperand([2], 'int32', [1.0, 2.0])]


def test_a_graphs_values_are_followed_to_what_made_them():
  graph = Graph()
  handle = graph.add('kernel', 'VarHandleOp', outputs=[{'dtype': 'resource'}])
  given = graph.add('x', 'Placeholder')
  product = graph.add('product', 'MatMul', given, graph.add('read', 'ReadVariableOp', handle))
  last = graph.add('last', 'AddV2', graph.add('same', 'Identity', product), given)
  assert operands.of_graph(product.op) == [messages.InputOperand(), messages.VariableOperand('kernel')]
  assert operands.of_graph(last.op) == [messages.OperationOperand('product', 0), messages.InputOperand()]
  captured = graph.add('y', 'Relu', graph.add('captured', 'Placeholder'))
  assert operands.of_graph(captured.op, {'captured': 'dense/bias'}) == [messages.VariableOperand('dense/bias')]


def test_a_constant_is_told_by_its_elements_or_what_tells_them_from_others():
  assert operands.constant(np.array([1.5, np.nan], 'float32')) == messages.ConstantOperand([2], 'float32', [1.5, 'nan'])
  assert operands.constant(True).values == [1.0]
  large = np.arange(100, dtype='float32')
  assert operands.constant(large).values is None
  assert operands.constant(large).digest == operands.constant(large.copy()).digest != operands.constant(-large).digest
  words = operands.constant(np.array(['a', 'bc']))
  assert words.values is None
  assert words.digest == operands.constant(np.array([b'a', b'bc'], object)).digest
  assert words.digest != operands.constant(np.array(['ab', 'c'])).digest


def test_control_flow_shows_its_floating_output():
  graph = Graph()
  loop = graph.add('loop', 'While', outputs=[{'dtype': 'int32'}, {'dtype': 'float32'}]).op
  assert operands.main_output(loop.type, loop.outputs) is loop.outputs[1]
  assert operands.main_output('Split', loop.outputs) is loop.outputs[0]
  assert operands.main_output('NoOp', []) is None


def test_a_constant_is_told_as_a_program_writes_it():
  assert operands.constant(np.float32(0.2)).values == [0.2]
  assert operands.constant(np.array([1e-3, np.inf], 'float32')).values == [0.001, 'inf']
  assert operands.constant(np.array([1, 2])).values == [1, 2]
