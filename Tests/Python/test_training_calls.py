"""Protects: a training function is given what it takes, labels that are missing or of another number are said, and so is a
loss that is no scalar."""

import numpy
import pytest

from tfdiff_probe import batches
from tfdiff_probe import signatures
from tfdiff_probe import training_calls
from tfdiff_probe.problems import Problem


def arguments(function, batch, training=True):
  return training_calls.arguments(signatures.Signature(function), training_calls.parted(batch), training, 'step()')


def supervised(inputs, labels):
  return inputs, labels


def of_pair(batch):
  return batch


def with_optional_labels(inputs, labels=None):
  return inputs, labels


def with_flag(inputs, labels, training):
  return inputs, labels, training


def two_inputs(left, right):
  return left, right


@pytest.mark.parametrize('function, expected', [
    (supervised, ((1, 2), {})),
    (of_pair, (((1, 2),), {})),
    (with_optional_labels, ((1, 2), {})),
    (with_flag, ((1, 2), {'training': True})),
    (lambda *everything: everything, ((1, 2), {})),
])
def test_a_pair_is_inputs_and_labels_or_the_one_thing_that_is_taken(function, expected):
  assert arguments(function, batches.Batch((1, 2))) == expected
  assert arguments(function, batches.Batch(1, 2)) == expected


def test_one_thing_without_labels_is_given_as_it_is():
  assert arguments(of_pair, batches.Batch(1)) == ((1,), {})
  assert arguments(lambda first, second, third: None, batches.Batch((1, 2, 3))) == ((1, 2, 3), {})


@pytest.mark.parametrize('function', [supervised, with_flag, two_inputs])
def test_who_takes_labels_wants_some(function):
  with pytest.raises(Problem, match=r'step\(\) takes inputs and labels, and there are no labels'):
    arguments(function, batches.Batch(1))


def flatten(structure):
  return list(structure) if isinstance(structure, tuple) else [structure]


@pytest.mark.parametrize('inputs, labels', [([4, 3], [4]), ([7, 4, 3], [4, 2]), ([4], []), ([], [3])])
def test_as_many_labels_as_inputs_are_fine(inputs, labels):
  training_calls.verify_labels(batches.Batch(numpy.zeros(inputs), numpy.zeros(labels)), flatten)


def test_another_number_of_labels_is_said_with_both_shapes():
  with pytest.raises(Problem, match=r'labels of shape \[9\] for inputs of shape \[4, 3\]'):
    training_calls.verify_labels(batches.Batch(numpy.zeros([4, 3]), numpy.zeros([9])), flatten)


def test_a_loss_of_several_elements_is_said_with_its_shape():
  training_calls.verify_scalars([numpy.float32(1), 0.5], 'step()')
  with pytest.raises(Problem, match=r'step\(\) gives a loss of shape \[16\], and not a scalar'):
    training_calls.verify_scalars([numpy.zeros([16])], 'step()')
