"""A layer inside a Keras functional model, as the migration guide puts it there."""

import importlib
from typing import Any

from tfdiff_probe.problems import Problem


def model(tf: Any, layer: Any, inputs: Any) -> Any:
  """A functional model of one layer, which is called on symbolic inputs to make it."""
  keras = _keras_of(layer)
  if keras is None:
    raise Problem('target', '--candidate functional-model needs a Keras layer or model, and tf2_model() returned %s: '
                  'leave the option out' % type(layer).__name__)
  symbols = tf.nest.map_structure(
      lambda tensor: keras.Input(shape=tensor.shape[1:], batch_size=tensor.shape[0], dtype=tensor.dtype), inputs)
  return keras.Model(symbols, layer(symbols))


def _keras_of(layer: Any) -> Any:
  """The package that has the class of a layer: `keras` or `tf_keras`; None where it is no layer."""
  for each in type(layer).__mro__:
    root = each.__module__.partition('.')[0]
    if each.__name__ == 'Layer' and root in ('keras', 'tf_keras'):
      return importlib.import_module(root)
  return None
