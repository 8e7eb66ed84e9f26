"""Protects: how much of its old value a moving average keeps is read from the operations that compute it, and from no
others."""

from types import SimpleNamespace

import pytest
from doubles import DType
from doubles import Shape
from tfdiff_probe import moving_averages


class Tensor:
  """An eager tensor: a number, or anything else."""

  count = 0

  def __init__(self, number=None, variable=None):
    Tensor.count += 1
    self._id = Tensor.count
    self.shape = Shape([] if number is not None else [4])
    self.dtype = DType('float32')
    self.number, self.variable = number, variable

  def numpy(self):
    return self.number


@pytest.fixture(name='averages')
def _averages():
  return moving_averages.EagerAverages(lambda tensor: tensor.variable)


def run(averages, op_type, *inputs, attrs=(), count=1):
  outputs = [Tensor() for _ in range(count)]
  averages.record(op_type, inputs, attrs, outputs)
  return outputs[-1]


def test_a_difference_that_is_taken_away(averages):
  difference = run(averages, 'Sub', Tensor(variable='mean'), Tensor())
  delta = run(averages, 'Mul', difference, Tensor(0.25))
  assert averages.decay('AssignSubVariableOp', 'mean', [None, delta]) == 0.75


def test_two_shares_that_are_added(averages):
  kept = run(averages, 'Mul', Tensor(0.75), Tensor(variable='mean'))
  new = run(averages, 'Mul', Tensor(), Tensor(0.25))
  both = run(averages, 'AddV2', new, kept)
  assert averages.decay('AssignVariableOp', 'mean', [None, both]) == 0.75
  assert averages.decay('AssignVariableOp', 'other', [None, both]) is None


def test_a_fused_norm(averages):
  factor = ('epsilon', 0.001, 'exponential_avg_factor', 0.25)
  assert averages.decay(
      'AssignVariableOp', 'mean', [None, run(averages, 'FusedBatchNormV3', attrs=factor, count=3)]) == 0.75
  whole = ('exponential_avg_factor', 1.0)
  assert averages.decay(
      'AssignVariableOp', 'mean', [None, run(averages, 'FusedBatchNormV3', attrs=whole, count=3)]) is None


def test_a_step_of_an_optimizer_is_no_average(averages):
  step = run(averages, 'Mul', Tensor(0.1), Tensor())
  assert averages.decay('AssignSubVariableOp', 'kernel', [None, step]) is None
  assert averages.decay('AssignVariableOp', 'kernel', [SimpleNamespace(_id=0)]) is None
