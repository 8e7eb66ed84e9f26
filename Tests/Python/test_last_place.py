"""Protects: an input is moved by one unit in the last place, in the same pattern as the debugger's."""

import numpy as np
import pytest

from tfdiff_probe import last_place
from tfdiff_probe.problems import Problem


class Nest:

  def __init__(self):
    self.nest = self

  def flatten(self, structure):
    return list(structure.values())

  def map_structure(self, function, structure):
    return {name: function(each) for name, each in structure.items()}


@pytest.mark.parametrize('dtype', [np.float16, np.float32, np.float64])
def test_each_element_goes_to_its_neighbour(dtype):
  array = np.array([[1, 1, 1, 1], [-2, -2, -2, -2]], dtype)
  moved = last_place.moved(array)
  assert moved.dtype == array.dtype and moved.shape == array.shape
  directions = np.array([[1, -1, -1, 1], [-1, 1, 1, -1]]) * np.inf
  assert (moved == np.nextafter(array, directions.astype(dtype))).all()


def test_the_pattern_does_not_repeat():
  ups = last_place.moved(np.ones(4096, np.float32)) > 1
  assert ups.sum() == 2048
  assert all((ups[period:] != ups[:-period]).any() for period in range(1, 2048))


def test_what_has_no_neighbour_of_its_size_stays():
  moved = last_place.moved(np.array([0, np.inf, np.nan, 1]))
  assert moved[0] == 0 and moved[1] == np.inf and np.isnan(moved[2]) and moved[3] == np.nextafter(1, 2)
  whole = np.array([1, 2])
  assert last_place.moved(whole) is whole


def test_an_input_of_whole_numbers_alone_is_refused():
  structure = {'ids': np.array([1, 2]), 'weights': np.array([1.0, 1.0])}
  assert (last_place.moved_structure(Nest(), structure)['ids'] == [1, 2]).all()
  with pytest.raises(Problem, match='floating-point'):
    last_place.moved_structure(Nest(), {'ids': np.array([1, 2])})
