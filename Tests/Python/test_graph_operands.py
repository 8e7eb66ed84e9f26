"""Protects: what has to be fetched for the values that a graph's operations take, and that no more is."""

import numpy as np

from doubles import Graph
from tfdiff_probe import graph_operands
from tfdiff_probe import operands


def names(found):
  return sorted(tensor.name for tensor in found.tensors)


def test_what_operations_give_that_are_told_is_not_fetched():
  graph = Graph()
  given = graph.add('x', 'Placeholder')
  kernel = graph.add('read', 'Identity', graph.add('kernel', 'VariableV2'))
  product = graph.add('product', 'MatMul', given, kernel)
  view = graph.add('view', 'Reshape', product, graph.add('shape', 'Const', outputs=[{'dtype': 'int32', 'shape': [2]}]),
                   outputs=[{'shape': [6]}])
  parts = graph.add('parts', 'Split', view, outputs=[{'shape': [3]}, {'shape': [3]}])
  last = graph.add('last', 'AddV2', parts, parts.op.outputs[1])
  found = graph_operands.GraphOperands([product.op, parts.op, last.op])
  assert names(found) == ['parts:1', 'read:0', 'x:0']
  values = {'parts:1': np.ones(3), 'read:0': np.zeros([2, 3]), 'x:0': np.ones([2, 3])}
  found.take([values[tensor.name] for tensor in found.tensors], {})
  assert found.of(product.op)[1].value is values['read:0']
  assert found.of(parts.op) == [operands.Taken([6])], 'in the shape in which it is taken'
  assert found.of(last.op)[0] == operands.Taken([3]) and found.of(last.op)[1].value is values['parts:1']


def test_what_was_told_on_the_way_to_another_end_point_is_fetched():
  graph = Graph()
  before = graph.add('before', 'Relu', graph.add('x', 'Placeholder'))
  last = graph.add('last', 'Neg', before)
  assert names(graph_operands.GraphOperands([last.op])) == ['before:0']
  assert names(graph_operands.GraphOperands([before.op, last.op])) == ['x:0']


def test_a_shape_that_the_graph_does_not_know_is_fetched_without_its_elements():
  graph = Graph()
  first = graph.add('first', 'Relu', graph.add('x', 'Placeholder'), outputs=[{'shape': [None, 3]}])
  last = graph.add('last', 'Neg', first)
  found = graph_operands.GraphOperands([first.op, last.op])
  assert names(found) == ['first:0', 'x:0']
  found.take([np.zeros([4, 3]) for _ in found.tensors], {})
  assert found.of(last.op) == [operands.Taken([4, 3])]


def test_a_handle_is_its_variables_value():
  graph = Graph()
  handle = graph.add('table', 'VarHandleOp', outputs=[{'dtype': 'resource'}])
  captured = graph.add('captured', 'Placeholder', outputs=[{'dtype': 'resource'}])
  other = graph.add('other', 'HashTableV2', outputs=[{'dtype': 'resource'}])
  ops = [graph.add('take%d' % place, 'ResourceGather', each).op for place, each in enumerate((handle, captured, other))]
  found = graph_operands.GraphOperands(ops, {'captured': 'embedding'})
  assert found.tensors == [] and found.variables == ['embedding', 'table']
  value = np.ones([5, 2], 'float32')
  found.take([], {'table': value})
  assert [found.of(op) for op in ops] == [[operands.Taken([5, 2], value)], [None], [None]]
