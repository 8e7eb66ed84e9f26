"""Protects: what a model is given has a name for each array, which no variable can have, and a plain pair is parted into
features and labels where the signatures say so."""

import types

import pytest

from tfdiff_probe import batches
from tfdiff_probe import signatures
from tfdiff_probe import tensorflow_world
from tfdiff_probe.problems import Problem


def flatten(structure):
  if isinstance(structure, dict):
    return [structure[key] for key in sorted(structure)]
  return list(structure) if isinstance(structure, tuple) else [structure]


def test_one_array_needs_no_number():
  assert batches.Batch(5).named(flatten) == [('inputs()', 5)]


def test_several_are_numbered_in_the_order_of_the_flattened_structure():
  assert batches.Batch({'b': 2, 'a': 1}).named(flatten) == [('inputs()[0]', 1), ('inputs()[1]', 2)]


def test_labels_are_named_too():
  named = batches.Batch(1, (2, 3)).named(flatten)
  assert named == [('inputs()', 1), ('inputs() labels[0]', 2), ('inputs() labels[1]', 3)]


def estimator(features, labels, mode, params):
  return features, labels, mode, params


def supervised(inputs, labels=None, training=False):
  return inputs, labels, training


def plain(inputs, training):
  return inputs, training


def two(left, right, training):
  return left, right, training


def second_is_y(x, y, training):
  return x, y, training


def optional_y(x, y=None):
  return x, y


@pytest.mark.parametrize('function, counterpart, is_parted', [
    (estimator, None, True), (supervised, None, True), (optional_y, None, True), (plain, None, False), (two, None, False),
    (second_is_y, None, False), (plain, estimator, True), (plain, plain, False), (plain, second_is_y, False),
    (two, estimator, False),
])
def test_a_plain_pair_is_parted_where_the_signatures_say_so(function, counterpart, is_parted):
  other = counterpart and signatures.Signature(counterpart)
  found = batches.Batch((1, 2)).parted(signatures.Signature(function), other)
  assert (found.features, found.labels) == ((1, 2) if is_parted else ((1, 2), None))


@pytest.mark.parametrize('features, labels', [([1, 2], None), ((1, 2, 3), None), (1, None), ((1, 2), 3)])
def test_only_a_plain_pair_is_parted(features, labels):
  batch = batches.Batch(features, labels)
  assert batch.parted(signatures.Signature(estimator)) is batch


class Iterable:
  def __iter__(self):
    return iter([1])


@pytest.mark.parametrize('value, is_iterable', [
    (iter([1]), True), (Iterable(), True), ((each for each in [1]), True), ([1], False), ((1,), False), ({'a': 1}, False),
    ({1}, False), ('text', False), (b'text', False), (range(3), False), (5, False), (None, False),
    (types.SimpleNamespace(dtype='float32', __iter__=None), False),
])
def test_what_gives_batches_is_no_structure(value, is_iterable):
  assert batches.is_iterable(value) is is_iterable


@pytest.mark.parametrize('value, words', [
    (type('RaggedTensor', (), {})(), 'a RaggedTensor, which cannot be given'), (None, 'gives nothing'),
    (object(), 'a value of type object'),
])
def test_what_is_no_array_is_said(value, words):
  with pytest.raises(Problem, match=words):
    tensorflow_world.array(value)
