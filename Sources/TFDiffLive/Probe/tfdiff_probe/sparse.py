"""Gradients of which a program takes some rows alone, made whole to be compared."""

from typing import Any


def is_sparse(value: Any) -> bool:
  """Whether a value is IndexedSlices, a session's or eager."""
  return hasattr(value, 'indices') and hasattr(value, 'values')


def dense(value: Any, shape: Any) -> Any:
  """A gradient as an array; of IndexedSlices, what a row has more than once is added up, as TensorFlow does where it makes
  a tensor of them."""
  import numpy as np
  if not is_sparse(value):
    return value
  values, indices = np.asarray(value.values), np.asarray(value.indices)
  whole = np.zeros(list(shape), values.dtype)
  np.add.at(whole, indices, values)
  return whole
