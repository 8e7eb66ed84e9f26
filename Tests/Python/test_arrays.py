"""Protects: values become contiguous arrays of the element types that the debugger has, a cast is said once, and what is too
large is thinned evenly, with the statistics of all of it."""

import numpy as np
import pytest

from tfdiff_probe import arrays
from tfdiff_probe import messages


@pytest.fixture(autouse=True)
def _nothing_noted(monkeypatch):
  monkeypatch.setattr(arrays, '_noted', set())


@pytest.mark.parametrize('dtype', arrays.KNOWN)
def test_a_known_element_type_stays_as_it_is(dtype):
  value = np.zeros([2, 3], dtype)
  array, note = arrays.comparable(value)
  assert array is value and note is None


@pytest.mark.parametrize('dtype, wider', [('float16', 'float32'), ('int8', 'int32'), ('uint32', 'int64')])
def test_another_is_cast_to_a_wider_one_and_that_is_said_once(dtype, wider):
  array, note = arrays.comparable(np.ones([2], dtype))
  assert array.dtype.name == wider and array.tolist() == [1, 1]
  assert note == '%s is compared as %s' % (dtype, wider)
  assert arrays.comparable(np.ones([2], dtype))[1] is None


@pytest.mark.parametrize('value', [np.array(['a']), np.zeros([2], 'complex64'), object()])
def test_what_has_no_numbers_is_nothing(value):
  assert arrays.comparable(value) == (None, None)


def test_a_transposed_or_big_endian_array_is_made_plain():
  array, _ = arrays.comparable(np.arange(6, dtype='float32').reshape(2, 3).T)
  assert array.flags['C_CONTIGUOUS'] and array.tolist() == [[0, 3], [1, 4], [2, 5]]
  array, _ = arrays.comparable(np.array([1, 2], '>f4'))
  assert array.view('uint8').tolist() == np.array([1, 2], '<f4').view('uint8').tolist()


def test_a_payload_is_the_array_that_its_facts_say():
  facts = messages.TensorFacts('int32', [2, 2])
  assert arrays.of_payload(np.arange(4, dtype='int32').tobytes(), facts).tolist() == [[0, 1], [2, 3]]


def test_what_fits_is_not_thinned():
  value = np.zeros([4, 4], 'float32')
  kept, spacing, note = arrays.thinned(value, 64)
  assert kept is value and spacing == 1 and note is None


def test_the_longest_axis_is_thinned_first():
  value = np.arange(64, dtype='float32').reshape(2, 32)
  kept, spacing, note = arrays.thinned(value, 64)
  assert kept.shape == (2, 8) and spacing == 4
  assert kept[0].tolist() == list(range(0, 32, 4))
  assert '1 element in 4 is compared' in note and 'min 0, max 63, mean 31.5' in note


def test_statistics_leave_out_what_is_not_finite():
  value = np.array([np.nan, np.inf, 1, 3] * 16, 'float32')
  assert 'min 1, max 3, mean 2, std 1, 32 not finite' in arrays.thinned(value, 16)[2]
  assert 'none is finite, 64 not finite' in arrays.thinned(np.full([64], np.nan, 'float32'), 16)[2]
  assert '3 are true' in arrays.thinned(np.array([True] * 3 + [False] * 61), 16)[2]


def test_an_element_type_has_words():
  assert arrays.describe(np.zeros([1], 'complex64')) == 'dtype complex64'
  assert arrays.describe('text') == 'type str'
