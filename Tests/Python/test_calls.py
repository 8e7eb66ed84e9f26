"""Protects: model functions of every custom get what they ask for, names lose what one world adds, and roles and
initializers are read off what made a variable."""

import functools
import types

import pytest

from tfdiff_probe import initializers
from tfdiff_probe import messages
from tfdiff_probe import names
from tfdiff_probe import roles
from tfdiff_probe import signatures
from tfdiff_probe import tensorflow_world


def plain(inputs, training):
  return inputs, training


def slim(images, is_training=True, scope=None):
  return images, is_training, scope


def two(left, right, training=False):
  return left, right, training


def model_fn(features, labels, mode, params):
  return features, labels, mode, params


def bare(x):
  return x


@pytest.mark.parametrize('function, features, labels, expected', [
    (plain, 1, None, (1, True)),
    (slim, 1, None, (1, True, None)),
    (two, (1, 2), None, (1, 2, True)),
    (two, {'right': 2, 'left': 1}, None, (1, 2, True)),
    (model_fn, 1, 2, (1, 2, 'train', {'size': 3})),
    (bare, (1, 2), None, (1, 2)),
])
def test_a_function_gets_what_it_asks_for(function, features, labels, expected):
  positional, options = signatures.Signature(function, {'size': 3}).arguments(features, labels, True)
  assert function(*positional, **options) == expected


def test_what_takes_no_inputs_is_a_factory():
  assert not signatures.Signature(lambda: None).takes_inputs
  assert signatures.Signature(bare).takes_inputs
  assert not signatures.Signature(bare).takes_training


def test_a_root_is_taken_off():
  assert names.without_root('model/dense/MatMul', 'model') == 'dense/MatMul'
  assert names.without_root('modelled/dense', 'model') == 'modelled/dense'
  assert names.without_root('dense', None) == 'dense'


@pytest.mark.parametrize('file, shape, kind, trainable, role', [
    ('/lib/keras/optimizers/adam.py', [3], 'float32', False, 'slot'),
    ('/lib/tensorflow/python/training/slot_creator.py', [3], 'float32', False, 'slot'),
    ('/lib/keras/metrics/base_metric.py', [], 'float32', False, 'metric'),
    ('/lib/tensorflow/python/training/training_util.py', [], 'int64', False, 'counter'),
    ('/lib/tensorflow/python/ops/stateful_random_ops.py', [3], 'int64', False, 'counter'),
    ('/lib/keras/src/random/seed_generator.py', [2], 'uint32', False, 'counter'),
    ('/lib/keras/layers/core/dense.py', [3, 4], 'float32', True, 'weight'),
    ('/lib/elsewhere.py', [], 'int64', False, 'counter'),
])
def test_a_role_is_that_of_the_code_that_made_it(file, shape, kind, trainable, role):
  stack = [messages.Frame('f', file, 1, False), messages.Frame('g', '/me/optimizers/mine.py', 2, True)]
  assert roles.of(stack, shape, kind, trainable) == role


class Variable:
  name = 'w:0'


def test_eager_variables_of_one_name_are_told_apart():
  given = names.VariableNames()
  first, second, third = Variable(), Variable(), Variable()
  assert [given.give(each, 'w', is_again=False) for each in (first, second)] == ['w', 'w_1']
  assert given.give(third, 'w', is_again=True) == 'w'
  assert [given.of(each) for each in (first, second, third, Variable())] == ['w', 'w_1', 'w', 'w']


def test_a_variable_that_keras_wraps_is_unwrapped():
  inner = types.SimpleNamespace(read_value=None)
  assert tensorflow_world.unwrapped(types.SimpleNamespace(_value=inner)) is inner
  assert tensorflow_world.unwrapped(inner) is inner
  assert tensorflow_world.unwrapped(None) is None


class Normal:
  def __call__(self, shape):
    return shape

  def get_config(self):
    return {'stddev': 0.5, 'seed': None, 'dtype': 'float32'}


def test_an_initializer_is_found_within_what_is_put_around_it():
  assert initializers.describe(Normal()) == 'Normal(stddev=0.5)'
  assert initializers.describe(functools.partial(Normal(), 3)) == 'Normal(stddev=0.5)'

  def enclosing(init):
    return lambda: init

  assert initializers.describe(enclosing(Normal())) == 'Normal(stddev=0.5)'
  assert initializers.describe(3) is None
