"""Protects: an operation's attributes are read back from the text in which they are told, and what is no such text is
refused."""

import pytest

from tfdiff_probe import attribute_values
from tfdiff_probe import attributes


@pytest.mark.parametrize('kind, value', [
    ('bool', True), ('bool', False), ('int', -3), ('float', 0.0010000000474974513), ('float', float('inf')),
    ('list(int)', [1, 2, 2, 1]), ('list(int)', []), ('list(float)', [0.5, 1e-20]), ('list(bool)', [True, False]),
])
def test_what_is_told_is_read_back(kind, value):
  text = attributes._plain(value)
  read = attribute_values.of_text(kind, text)
  # The shortest text of a float32 is read as one that is nearest to it.
  assert attributes._plain(read) == text
  assert read == value or kind.endswith('float') or kind == 'list(float)'


def test_texts_are_bytes_as_tensorflow_has_them():
  assert attribute_values.of_text('string', attributes._plain(b'SAME')) == b'SAME'
  assert attribute_values.of_text('list(string)', attributes._plain(['a', 'b'])) == [b'a', b'b']


def test_a_shape_may_have_sizes_that_are_not_known():
  assert attribute_values.of_text('shape', '[1, None, -1]') == [1, None, None]
  assert attribute_values.of_text('shape', '[]') == []
  assert attribute_values.of_text('shape', 'None') is None


@pytest.mark.parametrize('kind, text', [
    ('bool', 'yes'), ('bool', '1'), ('int', '1.5'), ('int', ''), ('float', 'many'), ('list(int)', '1, 2'),
    ('list(int)', '[1, x]'), ('shape', '[one]'),
])
def test_what_is_no_such_value_is_refused(kind, text):
  with pytest.raises(ValueError):
    attribute_values.of_text(kind, text)


def test_functions_and_tensors_have_no_text():
  for kind in ('func', 'tensor'):
    with pytest.raises(attribute_values.AttributeProblem, match=kind):
      attribute_values.of_text(kind, 'body')
