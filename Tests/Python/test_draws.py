"""Protects: what is drawn for variables' initial values, before they are made, counts as their initializers', and nothing
else does."""

import types

import pytest

from tfdiff_probe import draws
from tfdiff_probe import messages
from tfdiff_probe import random_tool


class Channel:
  def __init__(self):
    self.told = []

  def send(self, event):
    self.told.append((event.index, event.seed2))


class Tensor:
  """An eager tensor, as far as it is looked at."""

  count = 0
  dtype = types.SimpleNamespace(name='float32', is_floating=True)
  shape = types.SimpleNamespace(rank=1)

  def __init__(self):
    Tensor.count += 1
    self._id = Tensor.count


@pytest.fixture(name='tool')
def _tool(monkeypatch):
  module = types.SimpleNamespace(get_seed=lambda seed: (None, None))
  module.get_seed.__module__ = 'fake_random_seed'
  monkeypatch.setitem(random_tool.sys.modules, 'fake_random_seed', module)
  graph = types.SimpleNamespace(name='graph', outer_graph=None)
  tf = types.SimpleNamespace(
      random=types.SimpleNamespace(set_seed=lambda seed: None),
      compat=types.SimpleNamespace(v1=types.SimpleNamespace(
          get_seed=module.get_seed, set_random_seed=None, get_default_graph=lambda: graph)))
  tool = random_tool.RandomTool(tf, 42, 'num_random_ops', replaces_weights=True)
  with tool.scope():
    tool.draw = lambda: module.get_seed(None)[1]
    tool.graph = graph
    yield tool


def drawn(tool, found):
  tensor = Tensor()
  found.drawn(messages.Random(0, 'u', 'RandomUniform', [3], seed=42, seed2=tool.draw()), [tensor])
  return tensor


@pytest.fixture(name='found')
def _found(tool):
  return draws.Draws(Channel(), tool, True, lambda tensor: False)


def test_a_weight_that_is_drawn_and_scaled_does_not_count(tool, found):
  scaled = Tensor()
  found.executed('Mul', [drawn(tool, found)], [scaled])
  found.initialize(scaled)
  assert tool.draw() == 0


def test_weights_that_are_all_drawn_first_do_not_count(tool, found):
  first, second = drawn(tool, found), drawn(tool, found)
  found.initialize(first)
  found.initialize(second)
  assert tool.draw() == 0


def test_what_stands_between_keeps_its_seed(tool, found):
  first = drawn(tool, found)
  drawn(tool, found)
  found.initialize(first)
  assert tool.draw() == 2
  found.send()
  assert found._channel.told == [(0, 1)]


def test_what_depends_on_the_input_or_a_variable_is_no_initializer(tool, found):
  given, mixed = Tensor(), Tensor()
  found.add_inputs([given])
  found.executed('Mul', [drawn(tool, found), given], [mixed])
  found.initialize(mixed)
  assert tool.draw() == 1
  found._is_variable = lambda tensor: True
  read = Tensor()
  found.executed('Mul', [drawn(tool, found)], [read])
  found.initialize(read)
  assert tool.draw() == 3


def test_without_replaced_weights_every_draw_counts_and_is_told_at_once(tool):
  tool._replaces_weights = False
  found = draws.Draws(Channel(), tool, False, lambda tensor: False)
  weight = drawn(tool, found)
  assert found._channel.told == [(0, 0)]
  found.initialize(weight)
  assert tool.draw() == 1


def test_a_function_that_is_traced_again_does_not_draw_its_weights_again(tool):
  tool.begin_trace()
  tool.release(tool.draw())
  assert [tool.draw(), tool.draw()] == [0, 1]
  tool.begin_trace()
  assert [tool.draw(), tool.draw()] == [0, 1]


def test_what_keras_makes_to_learn_a_shape_does_not_count(tool):
  tool.graph.name = 'keras_scratch_graph'
  assert tool.draw() > random_tool.REPLACED
  tool.graph.name, tool.graph.outer_graph = 'cond', types.SimpleNamespace(name='dense_scratch_graph', outer_graph=None)
  assert tool.draw() > random_tool.REPLACED
  tool.graph.outer_graph = None
  assert tool.draw() == 0


def op(name, kind, *inputs, **attributes):
  made = types.SimpleNamespace(
      name=name, type=kind, inputs=[types.SimpleNamespace(op=each) for each in inputs],
      node_def=types.SimpleNamespace(attr=attributes))
  return made


def test_a_graphs_initial_value_is_followed_to_its_draws():
  shape = op('shape', 'Const')
  normal = op('normal', 'TruncatedNormal', shape, seed=1, seed2=0)
  scaled = types.SimpleNamespace(op=op('mul', 'Mul', normal, op('scale', 'Const')))
  assert [each.name for each in draws.of_initial_value(scaled)] == ['normal']
  given = types.SimpleNamespace(op=op('add', 'Add', normal, op('x', 'Placeholder')))
  assert draws.of_initial_value(given) == []
  assert draws.of_initial_value(lambda: 3) == []
  assert draws.of_initial_value(5) == []
