"""Protects: what an optimizer is given, and what its rule is given in the end, are heard of in every class of optimizers,
also of one that is defined while somebody listens; and nothing is left behind."""

import types

import pytest

from tfdiff_probe import optimizer_listener
from tfdiff_probe import patches


class Optimizer:
  """As TensorFlow 1 has its base class."""

  def __init__(self, rate):
    self._learning_rate = rate
    self.applied = []

  def apply_gradients(self, grads_and_vars, global_step=None):
    self.applied = list(grads_and_vars)
    return 'applied'


class Clipping(Optimizer):
  """One that changes gradients on their way to the class it derives from."""

  def apply_gradients(self, grads_and_vars, global_step=None):
    return super().apply_gradients([(min(gradient, 1), variable) for gradient, variable in grads_and_vars], global_step)


class Composing(Optimizer):
  """As Keras has its present ones: a rule of its own, for each variable."""

  def apply_gradients(self, grads_and_vars, name=None):
    for gradient, variable in grads_and_vars:
      self.update_step(gradient / 2, variable)

  def update_step(self, gradient, variable):
    self.applied.append((gradient, variable))

  def add_variable_from_reference(self, model_variable, variable_name, shape=None):
    return 'kept for ' + model_variable


@pytest.fixture(name='listener')
def _listener():
  keras = types.SimpleNamespace(optimizers=None)
  v1 = types.SimpleNamespace(train=types.SimpleNamespace(Optimizer=Optimizer))
  return optimizer_listener.OptimizerListener(types.SimpleNamespace(compat=types.SimpleNamespace(v1=v1), keras=keras))


def given(application):
  return [(each.variable, each.gradient) for each in application.given]


def test_what_reaches_the_innermost_class_is_what_was_given(listener):
  with listener.listening():
    assert Clipping(0.5).apply_gradients(iter([(3, 'a'), (0.5, 'b')])) == 'applied'
  application, = listener.applications
  assert given(application) == [('a', 1), ('b', 0.5)] and application.learning_rate == 0.5


def test_a_variable_without_a_gradient_is_given_nothing(listener):
  with listener.listening():
    Optimizer(0.5).apply_gradients([(None, 'a'), (2, 'b')])
  assert given(listener.applications[0]) == [('b', 2)]


def test_what_a_rule_is_given_is_told_apart(listener):
  with listener.listening():
    Composing(0.5).apply_gradients([(4, 'a')])
  application, = listener.applications
  assert given(application) == [('a', 4)]
  assert [(each.variable, each.gradient) for each in application.updates] == [('a', 2)]


@pytest.mark.parametrize('call', [
    lambda optimizer: optimizer.add_variable_from_reference('a', 'm'),
    lambda optimizer: optimizer.add_variable_from_reference(model_variable='a', variable_name='m', shape=[2])])
def test_what_is_kept_is_known_by_its_word(listener, call):
  with listener.listening():
    assert call(Composing(0.5)) == 'kept for a'
  assert [(each.variable, each.word, each.slot) for each in listener.kept] == [('a', 'm', 'kept for a')]


def test_a_class_that_is_defined_later_is_heard_too(listener):
  with listener.listening():
    class Later(Optimizer):
      def apply_gradients(self, grads_and_vars, global_step=None):
        return 'by itself'

    assert Later(0.5).apply_gradients([(1, 'a')]) == 'by itself'
  assert given(listener.applications[0]) == [('a', 1)]


def test_optimizers_are_counted_in_the_order_in_which_they_first_apply(listener):
  with listener.listening():
    first, second = Optimizer(0.1), Optimizer(0.2)
    for optimizer in (second, first, second):
      optimizer.apply_gradients([(1, 'a')])
  assert [listener.place_of(each) for each in listener.applications] == [0, 1, 0]
  listener.begin()
  assert listener.applications == [] and listener.optimizers == [second, first]


def test_a_rate_that_falls_is_that_of_the_step(listener):
  class Falling(Optimizer):
    iterations = 3
    learning_rate = staticmethod(lambda step: 1 / step)

  assert optimizer_listener.learning_rate(None, Falling(None)) == 1 / 3
  assert optimizer_listener.learning_rate(None, Optimizer(lambda: 0.25)) == 0.25


def test_nothing_is_left_behind(listener):
  before = Optimizer.apply_gradients, Composing.update_step, Optimizer.__init__
  with listener.listening():
    assert Optimizer.apply_gradients is not before[0]
  assert (Optimizer.apply_gradients, Composing.update_step, Optimizer.__init__) == before


def test_a_patch_is_made_once_and_of_what_is_there_alone():
  patched = patches.Patches()
  owner = types.SimpleNamespace(call=lambda: 1)
  for _ in range(2):
    patched.wrap(owner, 'call', lambda original: lambda: original() + 1)
  patched.wrap(owner, 'other', lambda original: original)
  assert owner.call() == 2 and not hasattr(owner, 'other')
  patched.restore()
  assert owner.call() == 1
