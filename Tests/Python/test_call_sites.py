"""Protects: an iteration of a Python loop comes to the same places as the others, and to no other line's or layer's;
executions of a place are counted on the way to each end point."""

from types import SimpleNamespace

from tfdiff_probe import call_sites
from tfdiff_probe import channel as channels
from tfdiff_probe import deferred
from tfdiff_probe import messages

SITES = call_sites.CallSites()


class Layer:

  def __call__(self):
    return SITES.current()


def work():
  return SITES.current()


def test_iterations_share_their_places():
  found = [(work(), work()) for _ in range(3)]
  assert len(set(found)) == 1
  assert len(set(found[0])) == 2, 'two calls on one line are two places'


def test_layers_of_one_class_are_told_apart():
  layers = [Layer(), Layer()]
  found = [[layer() for layer in layers] for _ in range(2)]
  assert found[0] == found[1] and len(set(found[0])) == 2


def test_a_recursion_comes_to_places_of_its_own():
  def descend(depth):
    return [SITES.current()] + (descend(depth - 1) if depth else [])
  assert len(set(descend(2))) == 3


class Told:
  """A channel that keeps what it is told."""

  def __init__(self):
    self.operations = []

  def operation(self, name, op_type, output, stack, facts):
    self.operations.append((name, facts().repetition))


def operations(spans):
  told = Told()
  return told, deferred.DeferredOperations(told, SimpleNamespace(spans=spans))


def add(kept, ordinal, site):
  kept.add(
      ordinal, 'op%d' % ordinal, 'Relu', None, list, lambda: channels.OperationFacts(str(ordinal), {}, []),
      lambda: site, draws=False)


def test_executions_are_counted():
  told, kept = operations(None)
  for ordinal, site in enumerate('aabab'):
    add(kept, ordinal, site)
  assert [repetition for _, repetition in told.operations] == [
      messages.Repetition(site, count) for site, count in [('a', 1), ('a', 2), ('b', 1), ('a', 3), ('b', 2)]]


def test_each_end_point_counts_for_itself():
  spans = [messages.Span('one', [0, 1]), messages.Span('two', [2, 3])]
  told, kept = operations(spans)
  for ordinal in range(4):
    add(kept, ordinal, 'a')
  kept.send('one')
  kept.send('two')
  assert [(name, repetition.iteration) for name, repetition in told.operations] == [
      ('op0', 1), ('op1', 2), ('op2', 1), ('op3', 2)]
