"""Protects: what a forward pass returns becomes end points and outputs, each compared by the tensors it is made of."""

from types import SimpleNamespace

from tfdiff_probe import target

TENSOR = SimpleNamespace(dtype='float32')


def ragged(values, splits):
  return SimpleNamespace(dtype='float32', flat_values=values, nested_row_splits=splits)


def sparse(indices, values, shape):
  return SimpleNamespace(dtype='int64', indices=indices, values=values, dense_shape=shape)


def names(result):
  return [name for name, _ in target.end_points(result)]


def test_a_ragged_output_is_compared_by_its_values_and_splits():
  found = dict(target.end_points(ragged('v', ['outer', 'inner'])))
  assert found == {'outputs/row_splits_0': 'outer', 'outputs/row_splits_1': 'inner', 'outputs/flat_values': 'v'}


def test_a_sparse_end_point_is_compared_by_its_parts():
  result = (TENSOR, {'bag_of_words': sparse('i', 'v', 's')})
  assert target.end_points(result) == [
      ('bag_of_words/indices', 'i'), ('bag_of_words/values', 'v'), ('bag_of_words/dense_shape', 's'), ('outputs', TENSOR)]


def test_slices_of_no_known_shape_have_no_such_part():
  assert names([sparse('i', 'v', None)]) == ['outputs/0/indices', 'outputs/0/values']


def test_an_output_that_is_an_end_point_too_is_told_once():
  assert names((TENSOR, {'outputs': TENSOR, 'conv': TENSOR})) == ['outputs', 'conv']
