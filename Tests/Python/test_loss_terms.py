"""Protects: a loss is taken apart into what it was added up from, and its parts are the sums of what depends on the batch
and of what does not."""

import numpy

from tfdiff_probe import loss_terms

# By a scalar, what it was added up from.
ADDED = {'loss': ['data', 'regularization'], 'data': ['cross_entropy', 'centers'], 'regularization': ['first', 'second']}


def parted(loss):
  return loss_terms.parted(loss, ADDED.get, lambda each: each in ('loss', 'data', 'cross_entropy', 'centers'))


def test_a_loss_is_parted_by_what_its_terms_depend_on():
  # What regularizes is one sum, as the program has added it up.
  assert parted('loss') == (['cross_entropy', 'centers'], ['regularization'])


def test_a_loss_without_regularization_is_its_one_term():
  assert parted('data') == (['data'], [])
  assert parted('centers') == (['centers'], [])


def test_what_regularizes_alone_has_no_data():
  assert parted('regularization') == ([], ['regularization'])


def test_a_sum_keeps_its_precision_and_its_order():
  values = [numpy.float32(1e8), numpy.float32(1), numpy.float32(-1e8)]
  assert loss_terms.total(values).dtype == numpy.float32 and loss_terms.total(values) == 0
  assert loss_terms.total(values[:1]) == 1e8
  assert loss_terms.total([]) is None
