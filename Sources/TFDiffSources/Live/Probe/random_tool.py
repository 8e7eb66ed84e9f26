"""The testing tool that aligns random numbers, for a TensorFlow that has none of its own."""

import contextlib
import sys


class RandomTool:
  """What DeterministicRandomTestTool does (keras/legacy_tf_layers/migration_utils.py of TensorFlow 2.12).

  Every random operation made in its scope gets the tool's seed, and an operation seed that is 0 in the mode `constant`
  and counts the operations in `num_random_ops`.
  """

  def __init__(self, tf, seed, mode):
    self._seed = seed
    self._mode = mode
    self._operation_seed = 0
    self._set_seed = getattr(tf.random, 'set_seed', tf.compat.v1.set_random_seed)
    # The module that all of TensorFlow's random operations ask for their seeds.
    self._module = sys.modules[tf.compat.v1.get_seed.__module__]

  @contextlib.contextmanager
  def scope(self):
    """Seeds the random operations made meanwhile."""
    self._set_seed(self._seed)
    before = self._module.get_seed
    self._module.get_seed = self._get_seed
    try:
      yield
    finally:
      self._module.get_seed = before

  def _get_seed(self, _):
    operation_seed = self._operation_seed
    if self._mode == 'constant':
      # Eagerly, this makes an operation draw from the start of its stream.
      self._set_seed(operation_seed)
    else:
      self._operation_seed += 1
    return self._seed, operation_seed
