"""Protects: a step is told in the order in which it comes about, under names that tell its values apart."""

import numpy

from tfdiff_probe import batches
from tfdiff_probe import rungs


class Channel:
  """Remembers what is told."""

  def __init__(self):
    self.told = []

  def rung(self, step, kind, name, is_free, stack, value, scale=None):
    self.told.append((step, kind, name, is_free, value))


def rung(name, value=0):
  return rungs.Rung(name, value, [])


def test_every_kind_is_told_in_the_order_of_a_step():
  step = rungs.Step(**{name: [rung('x')] for name, _, _ in reversed(rungs.KINDS)})
  channel = Channel()
  rungs.tell(channel, 3, step)
  assert [(kind, name) for _, kind, name, _, _ in channel.told] == [
      ('batch', 'batch/x'), ('initial_slots', 'initial_slots/x'), ('endpoint', 'x'), ('loss', 'x'),
      ('endpoint_gradient', 'gradients/endpoints/x'), ('gradient', 'gradients/x'), ('applied_gradient', 'applied/x'),
      ('learning_rate', 'x'), ('slot', 'slots/x'), ('variable', 'variables/x')]
  assert {(number, is_free) for number, _, _, is_free, _ in channel.told} == {(3, False)}


def test_what_comes_again_in_a_step_is_numbered():
  channel = Channel()
  rungs.tell(channel, 1, rungs.Step(gradients=[rung('a', 1), rung('b', 2), rung('a', 3)]), is_free=True)
  assert [(name, is_free, value) for _, _, name, is_free, value in channel.told] == [
      ('gradients/a', True, 1), ('gradients/b', True, 2), ('gradients/a#2', True, 3)]


def test_a_batch_is_named_by_what_it_is_and_numbered_where_there_are_several():
  batch = batches.Batch((1, 2), 3)
  found = rungs.of_batch(batch, lambda value: list(value) if isinstance(value, tuple) else [value])
  assert [(each.name, each.value) for each in found] == [('inputs/0', 1), ('inputs/1', 2), ('labels', 3)]


def test_the_parts_of_one_loss_come_before_it():
  total = [rungs.Rung('loss', 3, ['frame'])]
  assert rungs.losses(numpy.float32(1), None, total) == [rungs.Rung('losses/data', 1, ['frame'])] + total
  several = rungs.numbered('loss', [1, 2])
  assert [each.name for each in rungs.losses(1, 2, several)] == ['loss/0', 'loss/1']
