"""Protects: IndexedSlices are made whole as TensorFlow makes them, with rows that come twice added up."""

import types

import numpy

from tfdiff_probe import sparse


def test_rows_that_come_twice_are_added_up():
  slices = types.SimpleNamespace(values=numpy.array([[1, 2], [3, 4], [5, 6]], 'float32'), indices=numpy.array([2, 0, 2]))
  whole = sparse.dense(slices, (4, 2))
  assert whole.tolist() == [[3, 4], [0, 0], [6, 8], [0, 0]] and whole.dtype == numpy.float32


def test_what_is_whole_stays_as_it_is():
  array = numpy.ones([2])
  assert sparse.dense(array, (2,)) is array
