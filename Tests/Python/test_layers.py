"""Protects: which operations of a forward pass are listed, whose value arrives where, and which of its scopes are layers."""

import pytest

from doubles import Graph
from tfdiff_probe import layers
from tfdiff_probe import messages


def add(outline, key, op_type, inputs=(), **options):
  graph = Graph()
  operation = layers.outline_operation(key, key, op_type, graph.add(key, op_type), [])
  outline.add(key, operation, inputs, **options)


def test_what_hands_values_on_is_looked_through():
  outline = layers.Outline(['Identity'])
  add(outline, 'conv', 'Conv2D', variables=['kernel'])
  add(outline, 'same', 'Identity', ['conv'], variables=['read'])
  add(outline, 'relu', 'Relu', ['same'])
  operations = outline.structure([]).operations
  assert [each.name for each in operations] == ['conv', 'relu']
  assert operations[1].sources == [0] and operations[1].variables == ['read']


def test_assignments_and_what_may_not_be_listed_are_not():
  outline = layers.Outline([])
  add(outline, 'assign', 'AssignVariableOp')
  add(outline, 'loop', 'Add', is_listed=False)
  add(outline, 'relu', 'Relu', ['loop', 'assign'])
  assert [each.name for each in outline.structure([]).operations] == ['relu']


def test_what_is_returned_is_a_layer_or_an_output_at_its_operation():
  outline = layers.Outline(['Identity'])
  add(outline, 'conv', 'Conv2D')
  add(outline, 'same', 'Identity', ['conv'])
  returned = [
      layers.NamedTensor('first', 'same', 0, 'same', 'Identity', None),
      layers.NamedTensor('outputs/0', 'conv', 1, 'conv', 'Conv2D', None),
      layers.NamedTensor('input', 'unknown', 0, 'x', 'Placeholder', None)]
  structure = outline.structure(returned)
  assert structure.layers == [
      messages.OutlineLayer('first', 'same', 'Identity', None, 0, True, 0),
      messages.OutlineLayer('input', 'x', 'Placeholder', None, 0, True, None)]
  assert structure.outputs == [messages.OutlineLayer('outputs/0', 'conv', 'Conv2D', None, 1, True, 0)]


def test_a_shape_that_is_not_known_is_none():
  graph = Graph()
  output = graph.add('x', 'Add', outputs=[{'shape': (None, 3)}])
  operation = layers.outline_operation('x', 'net/x', 'Add', output, [output, graph.add('y', 'Add')], 7)
  assert operation.shape is None and operation.input_shapes == [None, [2, 3]] and operation.ordinal == 7


@pytest.mark.parametrize('names, consumers, expected', [
    # The whole pass is no layer of its own.
    (['a/x', 'a/y'], [[1], []], []),
    (['a/x', 'a/y', 'b/z'], [[1], [2], [3]], [('a', 1), ('b', 2)]),
    # Where nothing is taken outside, a scope computes nothing for anyone.
    (['a/x', 'b/y'], [[], [2]], [('b', 1)]),
    # Visited twice.
    (['a/x', 'b/y', 'a/z'], [[1], [2], [3]], [('a', 0), ('b', 1), ('a#2', 2)]),
    # Of scopes that end with the same operation, the outermost has it.
    (['a/b/x', 'a/b/y', 'c'], [[1], [2], [3]], [('a', 1)]),
    (['a/b/x', 'a/y', 'c'], [[1], [2], [3]], [('a/b', 0), ('a', 1)]),
])
def test_scopes_whose_value_is_taken_outside_are_layers(names, consumers, expected):
  assert layers.of_scopes(names, consumers) == expected


@pytest.mark.parametrize('name, expected', [('outputs', True), ('outputs/0', True), ('outputs_2', False), ('x', False)])
def test_outputs_are_known_by_their_names(name, expected):
  assert layers.is_output(name) == expected
