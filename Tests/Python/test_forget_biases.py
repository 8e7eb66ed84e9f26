"""Protects: what an LSTM cell adds to its forget gate is read from the graph, unrolled and in the bodies of its loops."""

from types import SimpleNamespace

import pytest
from tfdiff_probe import forget_biases


class Attributes(dict):
  """A node's attributes; one that it does not have is asked for before it is read."""


def node(name, op_type, *inputs, **attributes):
  found = Attributes((key, SimpleNamespace(i=value, f=value, func=SimpleNamespace(name=value), number=value))
                     for key, value in attributes.items())
  return SimpleNamespace(name=name, op=op_type, input=list(inputs), attr=found)


def cell(scope, kernel, bias, added, split='{0}/split:2', value='{0}/add/y'):
  """As `BasicLSTMCell` is in a graph; `split` and `value`: how its inputs are written."""
  return [
      node(scope + '/matmul', 'MatMul', scope + '/x', kernel), node(scope + '/gates', 'BiasAdd', scope + '/matmul', bias),
      node(scope + '/split', 'Split', scope + '/axis', scope + '/gates', num_split=4),
      node(scope + '/add/y', 'Const', value=added),
      node(scope + '/add', 'AddV2', split.format(scope), value.format(scope)),
      node(scope + '/other', 'AddV2', scope + '/split:3', scope + '/add/y')]


def variables():
  return [node('kernel', 'VarHandleOp'), node('bias', 'VarHandleOp'), node('bias/read', 'ReadVariableOp', 'bias')]


class Graph:
  """A graph with its functions."""

  def __init__(self, nodes, functions=()):
    self._definition = SimpleNamespace(node=nodes, library=SimpleNamespace(function=functions))

  def as_graph_def(self):
    return self._definition


def function(name, arguments, nodes):
  signature = SimpleNamespace(name=name, input_arg=[SimpleNamespace(name=each) for each in arguments])
  return SimpleNamespace(signature=signature, node_def=nodes)


@pytest.fixture(autouse=True)
def constants(monkeypatch):
  monkeypatch.setattr(forget_biases, '_number', lambda each: each.attr['value'].number)


def test_an_unrolled_cell_stands_in_the_graph():
  assert forget_biases.of_graph(Graph(variables() + cell('step', 'kernel', 'bias/read', 0.25))) == {'bias': 0.25}


def test_a_loop_of_the_first_control_flow_enters_its_variables():
  nodes = variables() + [node('while/bias', 'Enter', 'bias/read')] + cell('while', 'kernel', 'while/bias', 0.5)
  assert forget_biases.of_graph(Graph(nodes)) == {'bias': 0.5}


def test_a_loops_body_may_be_a_function():
  body = function('body', ['i', 'b'], cell('cell', 'k', 'b', 2.0, '{0}/split:output:2', '{0}/add/y:output:0'))
  nodes = variables() + [node('loop', 'StatelessWhile', 'i', 'bias/read', body='body')]
  assert forget_biases.of_graph(Graph(nodes, [body])) == {'bias': 2.0}


def test_a_gate_that_is_used_as_it_is_gets_nothing_besides():
  nodes = cell('step', 'kernel', 'bias/read', 1.0)
  nodes[4] = node('step/sigmoid', 'Sigmoid', 'step/split:2')
  assert forget_biases.of_graph(Graph(variables() + nodes)) == {'bias': 0.0}


def test_what_differs_from_step_to_step_is_not_known():
  nodes = variables() + cell('one', 'kernel', 'bias/read', 0.0) + cell('two', 'kernel', 'bias/read', 1.0)
  assert forget_biases.of_graph(Graph(nodes)) == {}


def test_a_whole_cell_has_it_as_an_attribute():
  inputs = ['x'] * 7 + ['bias/read']
  assert forget_biases.of_graph(Graph(variables() + [node('c', 'LSTMBlockCell', *inputs, forget_bias=0.5)])) == {'bias': 0.5}


def test_a_split_of_something_else_is_no_cell():
  nodes = [node('x', 'Placeholder'), node('split', 'Split', 'axis', 'x', num_split=4), node('y', 'Const', value=1.0),
           node('add', 'AddV2', 'split:2', 'y')]
  assert forget_biases.of_graph(Graph(variables() + nodes)) == {}


def test_a_function_that_calls_itself_ends():
  body = function('body', ['b'], cell('cell', 'k', 'b', 1.0) + [node('again', 'PartitionedCall', 'b', f='body')])
  nodes = variables() + [node('call', 'PartitionedCall', 'bias/read', f='body')]
  assert forget_biases.of_graph(Graph(nodes, [body])) == {'bias': 1.0}
