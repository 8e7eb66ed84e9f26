"""Protects: which operations of a graph lie on the way to which end point, in which order, and which can be fetched."""

from doubles import Graph
from tfdiff_probe import messages
from tfdiff_probe import spans


def network():
  """Two layers, of which the second takes a branch of the first's inside."""
  graph = Graph()
  inputs = graph.add('x', 'Placeholder')
  conv = graph.add('one/conv', 'Conv2D', inputs)
  relu = graph.add('one/relu', 'Relu', conv)
  add = graph.add('two/add', 'AddV2', relu, conv)
  graph.add('aside', 'Relu', inputs)
  return graph, relu, add


def names(operations):
  return [op.name for op in operations]


def test_each_end_point_has_what_none_before_it_needed():
  graph, relu, add = network()
  parted = spans.Spans(graph, [relu, add], ['Placeholder'])
  assert names(parted.operations(0)) == ['one/conv', 'one/relu']
  assert names(parted.operations(1)) == ['two/add']


def test_assignments_and_what_loops_repeat_are_left_out():
  graph, _, add = network()
  assigned = graph.add('assign', 'AssignVariableOp', add)
  looped = graph.add('loop', 'Mul', assigned)
  looped.op.control_flow_context = object()
  last = graph.add('last', 'Relu', looped)
  assert names(spans.Spans(graph, [last], ['Placeholder']).operations(0)) == ['one/conv', 'one/relu', 'two/add', 'last']


def test_end_points_come_in_the_graphs_order_and_outputs_last():
  graph, relu, add = network()
  pairs = [('outputs/1', relu), ('second', add), ('outputs/0', add), ('first', relu)]
  assert [name for name, _ in spans.in_order(graph, pairs)] == ['first', 'second', 'outputs/1', 'outputs/0']


def test_a_choice_is_found_by_operation_and_output():
  graph = Graph()
  parts = graph.add('split', 'Split', outputs=[{}, {}]).op
  assert spans.chosen(graph, [messages.Layer('right', 'split', 1)]) == [('right', parts.outputs[1])]


def test_a_structure_has_what_the_end_points_need():
  graph, relu, add = network()
  structure = spans.structure(graph, [('first', relu), ('outputs/0', add)], ['Placeholder'], 'one', counts=True)
  assert [(each.name, each.operation, each.ordinal, each.sources) for each in structure.operations] == [
      ('conv', 'one/conv', 1, []), ('relu', 'one/relu', 2, [0]), ('two/add', 'two/add', 3, [1, 0])]
  assert [(each.layer, each.place, each.is_named) for each in structure.layers] == [('first', 1, True), ('two', 2, False)]
  assert [(each.layer, each.place, each.ordinal) for each in structure.outputs] == [('outputs/0', 2, 3)]


def test_variables_that_a_function_captures_are_read_by_their_names():
  graph = Graph()
  handle = graph.add('captured', 'Placeholder', outputs=[{'dtype': 'resource'}])
  product = graph.add('product', 'MatMul', graph.add('read', 'ReadVariableOp', handle))
  structure = spans.structure(
      graph, [('outputs', product)], ['Placeholder', 'ReadVariableOp'], None, held={'captured': 'dense/kernel'})
  assert [each.variables for each in structure.operations] == [['dense/kernel']]


def test_handles_are_not_fetched():
  graph = Graph()
  relu = graph.add('x', 'Relu')
  assert spans.fetched(relu.op) is relu
  assert spans.fetched(graph.add('handle', 'VarHandleOp', outputs=[{'dtype': 'resource'}]).op) is None
  assert spans.fetched(graph.add('none', 'NoOp', outputs=[])) is None


def test_a_conditional_is_fetched_by_what_hands_its_result_on(monkeypatch):
  graph = Graph()
  chosen = graph.add('cond', 'If', outputs=[{'dtype': 'float32'}])
  handed = graph.add('cond/Identity', 'Identity', chosen)
  monkeypatch.setattr(graph, 'is_fetchable', lambda tensor: tensor is not chosen)
  monkeypatch.setattr(type(chosen), 'consumers', lambda tensor: [handed.op] if tensor is chosen else [], raising=False)
  assert spans.fetched(chosen.op) is handed
  monkeypatch.setattr(graph, 'is_fetchable', lambda tensor: False)
  assert spans.fetched(chosen.op) is None


def test_a_run_executes_what_controls_it_too():
  graph, relu, add = network()
  update = graph.add('update', 'NoOp', outputs=[], controls=[add.op])
  assert set(names(spans.executed([relu]))) == {'x', 'one/conv', 'one/relu'}
  assert 'two/add' in names(spans.executed([update]))
  assert not spans.has_state([add.op])
  assert spans.has_state([graph.add('noise', 'RandomUniform', attributes=['seed', 'seed2']).op])
