"""Inputs that a function returns."""

import numpy


def batch():
  return numpy.random.RandomState(1).randn(4, 5).astype('float32')


class Batches:
  """Inputs that a class has as a method."""

  @staticmethod
  def pair():
    return numpy.ones([2, 3], 'float32'), numpy.zeros([2, 2], 'float32')
