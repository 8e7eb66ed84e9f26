"""Protects: what optimizers keep has one word in both worlds, whatever theirs is, and one meaning: Keras' momentum is told
and taken as TensorFlow 1 has it."""

import types

import numpy
import pytest

from tfdiff_probe import slots
from tfdiff_probe import tensorflow_world as world


class Variable:
  """A variable, or what is kept for one."""

  def __init__(self, name):
    self.name = name

  def read_value(self):
    return self.name


class OfTensorFlow1:
  """An optimizer that says what it keeps."""

  def __init__(self, kept):
    self._kept = kept

  def get_slot_names(self):
    return sorted({word for _, word in self._kept})

  def get_slot(self, variable, word):
    return self._kept.get((variable.name, word))


class OfKeras:
  """An optimizer whose variables are heard of when they are made."""


def optimizer_class(name, base):
  return type(name, (base,), {})


def found(optimizers, kept=(), names=('a', 'b')):
  listener = types.SimpleNamespace(optimizers=optimizers, kept=kept)
  return slots.of(listener, [Variable(name) for name in names], lambda each: each.name)


@pytest.mark.parametrize('name, word, kind', [
    ('MomentumOptimizer', 'momentum', 'momentum'), ('AdamOptimizer', 'm', 'm'), ('AdamOptimizer', 'v', 'v'),
    ('RMSPropOptimizer', 'rms', 'rms'), ('RMSPropOptimizer', 'momentum', 'momentum'),
    ('AdagradOptimizer', 'accumulator', 'accumulator'), ('AdadeltaOptimizer', 'accum', 'accum_grad'),
    ('AdadeltaOptimizer', 'accum_update', 'accum_var'), ('FtrlOptimizer', 'accum', 'accumulator'),
    ('Adadelta', 'accum_grad', 'accum_grad'), ('RMSprop', 'mg', 'mg'), ('Adam', 'vhat', 'vhat')])
def test_words_of_optimizers_that_say_what_they_keep(name, word, kind):
  optimizer = optimizer_class(name, OfTensorFlow1)({('a', word): Variable('kept')})
  assert [each.name for each in found([optimizer])] == [kind + '/a']


@pytest.mark.parametrize('name, word, kind', [
    ('SGD', 'm', 'momentum'), ('SGD', 'momentum', 'momentum'), ('Adam', 'm', 'm'), ('Adam', 'momentum', 'm'),
    ('Adam', 'velocity', 'v'), ('RMSprop', 'velocity', 'rms'), ('RMSprop', 'momentum', 'momentum'),
    ('RMSprop', 'average_gradient', 'mg'), ('Adagrad', 'accumulator', 'accumulator'),
    ('Adadelta', 'accumulated_delta_var', 'accum_var'), ('Ftrl', 'linear', 'linear'), ('Other', 'peculiar', 'peculiar')])
def test_words_of_keras_present_optimizers(name, word, kind):
  optimizer = optimizer_class(name, OfKeras)()
  kept = [types.SimpleNamespace(optimizer=optimizer, variable=Variable('a'), word=word, slot=Variable('kept'))]
  assert [each.name for each in found([optimizer], kept)] == [kind + '/a']


def test_a_moving_average_is_known_by_what_it_is_of():
  names = ['a', 'a/ExponentialMovingAverage', 'gone/ExponentialMovingAverage']
  assert [(each.name, each.variable.name, each.optimizer) for each in found([], names=names)] == [
      ('average/a', 'a/ExponentialMovingAverage', None)]


def test_keras_momentum_has_the_step_in_it_and_tensorflows_has_not():
  sgd, adam = optimizer_class('SGD', OfKeras)(), optimizer_class('Adam', OfKeras)()
  first = optimizer_class('MomentumOptimizer', OfTensorFlow1)({})
  assert slots.is_scaled(sgd, 'm') and slots.is_scaled(sgd, 'momentum')
  assert not slots.is_scaled(adam, 'm') and not slots.is_scaled(first, 'momentum')


def test_a_momentum_goes_to_common_terms_and_back():
  slot = slots.Slot('momentum', 'a', None, 0, is_scaled=True)
  kept = numpy.array([-0.5, 0.25], 'float32')
  common = slots.in_common(slot, kept, 0.5)
  assert common.tolist() == [1, -0.5] and common.dtype == numpy.float32
  assert slots.as_kept(slot, common, 0.5).tolist() == kept.tolist()


def test_without_a_learning_rate_a_momentum_does_not_show_its_gradients():
  slot = slots.Slot('momentum', 'a', None, 0, is_scaled=True)
  assert slots.in_common(slot, numpy.array([1.0]), 0.0) is None
  assert slots.in_common(slot, numpy.zeros([1]), None).tolist() == [0]
  assert slots.in_common(slot._replace(is_scaled=False), numpy.array([1.0]), 0.0).tolist() == [1]


def test_doubles_are_what_the_probe_takes_for_variables():
  assert world.unwrapped(Variable('a')).name == 'a'
