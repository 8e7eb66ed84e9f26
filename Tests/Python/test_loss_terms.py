"""Protects: a loss is taken apart into what it was added up from, and its parts are the sums of what depends on the batch
and of what does not."""

import numpy

from tfdiff_probe import loss_terms

# By a scalar, what it was added up from.
ADDED = {'loss': ['data', 'regularization'], 'data': ['cross_entropy', 'centers'], 'regularization': ['first', 'second']}


def test_the_operands_of_the_last_additions_come_in_order():
  assert loss_terms.of('loss', ADDED.get) == ['cross_entropy', 'centers', 'first', 'second']


def test_a_loss_that_was_not_added_up_is_its_one_term():
  assert loss_terms.of('first', ADDED.get) == ['first']


def test_terms_are_parted_by_what_they_depend_on():
  terms = loss_terms.of('loss', ADDED.get)
  assert loss_terms.parted(terms, lambda each: each.startswith('c')) == (
      ['cross_entropy', 'centers'], ['first', 'second'])


def test_a_sum_keeps_its_precision_and_its_order():
  values = [numpy.float32(1e8), numpy.float32(1), numpy.float32(-1e8)]
  assert loss_terms.total(values).dtype == numpy.float32 and loss_terms.total(values) == 0
  assert loss_terms.total(values[:1]) == 1e8
  assert loss_terms.total([]) is None
