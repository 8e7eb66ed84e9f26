"""Protects: of the values that operations take on the way to one end point each travels once, whoever takes it, in whichever
shape; none does that an operation gives that is told, and none that is too large."""

import numpy as np

from tfdiff_probe import messages
from tfdiff_probe import operands
from tfdiff_probe import taken_values

UNKNOWN = messages.UnknownOperand()


def teller(limit=None):
  sent = []
  return taken_values.TakenValues(lambda event, elements: sent.append((event, bytes(elements))), sent.append, limit), sent


def taken(value):
  return operands.Taken(list(value.shape), value)


def test_a_value_travels_once_in_whatever_shape_it_is_taken():
  told, sent = teller()
  value = np.arange(6, dtype='float32')
  first, = told.tell([UNKNOWN], [taken(value.reshape(2, 3))])
  second, third = told.tell([UNKNOWN, messages.VariableOperand('v')], [taken(value.copy()), taken(-value)])
  assert first == messages.TakenValue([2, 3], first.value) and second == messages.TakenValue([6], first.value)
  assert third.value != first.value
  assert [event.id for event, _ in sent] == [first.value, third.value]
  assert sent[0] == (messages.OperandValue(first.value, messages.TensorFacts('float32', [2, 3])), value.tobytes())


def test_the_same_bits_of_another_element_type_are_another_value():
  told, sent = teller()
  zeros = told.tell([UNKNOWN] * 2, [taken(np.zeros(2, 'float32')), taken(np.zeros(2, 'int32'))])
  assert zeros[0].value != zeros[1].value and len(sent) == 2


def test_a_large_value_is_known_by_its_place_and_another_there_is_not():
  told, sent = teller()
  large = np.zeros(taken_values.LARGE, 'float32')
  ids = [told.tell([UNKNOWN], [taken(each)])[0].value for each in (large, large.reshape(2, -1), large + 1)]
  assert ids[0] == ids[1] != ids[2] and len(sent) == 2


def test_what_an_operation_gives_that_was_told_is_not_told_again():
  told, sent = teller()
  inputs = [messages.OperationOperand('a', place) for place in (0, 1)] + [messages.OperationOperand('loop', 0)]
  values = [taken(np.full(2, place, 'float32')) for place in range(3)]
  assert all(each.value for each in told.tell(inputs, values)) and len(sent) == 3
  told, sent = teller()
  told.give('a', 'Split')
  # What it gives first may be another than its output 0.
  told.give('loop', 'While')
  first, second, third = told.tell(inputs, values)
  assert first == messages.TakenValue([2], None)
  assert second.value and third.value and len(sent) == 2


def test_what_is_too_large_or_unknown_does_not_travel():
  told, sent = teller(limit=8)
  large, small, unknown, words = told.tell(
      [UNKNOWN] * 4,
      [taken(np.zeros(3, 'float32')), taken(np.zeros(2, 'float32')), None, taken(np.array(['a'], dtype=object))])
  assert large == messages.TakenValue([3], None) and small.value
  assert unknown is None and words is None
  assert len(sent) == 1


def test_empty_values_scalars_and_truths_travel():
  told, sent = teller()
  values = [np.zeros([0, 3], 'float32'), np.float32(np.nan), np.array([True, False]), np.int64(2 ** 40)]
  found = told.tell([UNKNOWN] * 4, [taken(each) for each in values])
  assert [each.shape for each in found] == [[0, 3], [], [2], []]
  assert [elements for _, elements in sent] == [each.tobytes() for each in values]
