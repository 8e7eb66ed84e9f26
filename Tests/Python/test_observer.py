"""Protects: whether capturing a run changed its outputs is told by the one that differs most, and by how much."""

import numpy as np

from tfdiff_probe import messages
from tfdiff_probe import observer


def test_equal_outputs_differ_by_nothing():
  value = np.array([1, np.nan, np.inf], 'float32')
  assert observer.effect([('out', value)], [('out', value.copy())]) == messages.ObserverEffect('out', 0.0)


def test_the_output_that_differs_most_is_named():
  captured = [('a', np.zeros(3, 'float32')), ('b', np.zeros(3, 'float32'))]
  plain = [('b', np.array([0, 0, 2], 'float32')), ('a', np.array([1, 0, 0], 'float32'))]
  assert observer.effect(captured, plain) == messages.ObserverEffect('b', 2.0)


def test_a_number_on_one_side_alone_is_infinitely_far():
  assert observer.effect([('a', np.array([np.nan]))], [('a', np.array([1.0]))]).max_abs == 'inf'


def test_what_cannot_be_compared_is_left_out():
  text, numbers = np.array(['a']), np.zeros(2)
  assert observer.effect([('a', numbers)], []) is None
  assert observer.effect([('a', numbers)], [('a', np.zeros(3))]) is None
  assert observer.effect([('a', None), ('b', np.zeros(2, 'complex64'))], [('a', None), ('b', np.zeros(2))]) is None
  assert text.size == 1 and observer.effect([], [('a', text)]) is None
