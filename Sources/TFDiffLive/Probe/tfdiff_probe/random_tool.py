"""The testing tool that aligns random numbers."""

import contextlib
import sys
from typing import Any, Iterator, List, Optional, Tuple

# Where the seeds of initializers begin that draw what is replaced anyway: no program makes so many random operations.
REPLACED = 1 << 20
# How the graphs are named in which Keras (keras/engine/base_layer.py, keras/backend.py) calls a layer only to learn its
# output's shape, as it does when a Sequential model without an input shape is first called.
SCRATCH = '_scratch_graph'


class RandomTool:
  """What DeterministicRandomTestTool does (keras/legacy_tf_layers/migration_utils.py of TensorFlow 2.12).

  Every random operation made in its scope gets the tool's seed, and an operation seed that is 0 in the mode `constant`
  and counts the operations in `num_random_ops`. Beyond TensorFlow's own, initializers of variables whose values are
  replaced and what Keras makes in a graph that is never run are not counted, and a function that is traced once more draws
  what it drew before.
  """

  def __init__(self, tf: Any, seed: int, mode: str, replaces_weights: bool = False) -> None:
    self._seed = seed
    self._mode = mode
    self._replaces_weights = replaces_weights
    self._operation_seed = 0
    self._replaced_seed = REPLACED
    self._is_initializing = False
    # The operation seeds that stand: of what draws something else than initial values.
    self._given: List[int] = []
    # The operation seeds that the function being traced has drawn, and those that it is to draw again.
    self._traced: Optional[List[int]] = None
    self._replayed: List[int] = []
    self._default_graph = tf.compat.v1.get_default_graph
    self._set_seed = getattr(tf.random, 'set_seed', tf.compat.v1.set_random_seed)
    # The module that all of TensorFlow's random operations ask for their seeds.
    self._module: Any = sys.modules[tf.compat.v1.get_seed.__module__]

  @contextlib.contextmanager
  def scope(self) -> Iterator[None]:
    """Seeds the random operations made meanwhile."""
    self._set_seed(self._seed)
    before = self._module.get_seed
    self._module.get_seed = self._get_seed
    try:
      yield
    finally:
      self._module.get_seed = before

  @contextlib.contextmanager
  def initializing(self) -> Iterator[None]:
    """What is drawn meanwhile is a variable's initial value."""
    before, self._is_initializing = self._is_initializing, True
    try:
      yield
    finally:
      self._is_initializing = before

  def begin_trace(self) -> None:
    """A function is traced: for the second time, where it made variables in the first.

    Its variables are there then, so that their initializers draw no more; what else it draws is to be the same.
    """
    self._replayed = list(self._traced or ())
    if self._traced is None:
      self._traced = []

  def begin_step(self, has_drawn: bool) -> None:
    """A training step begins: it draws what the first one drew, as each session begins its streams anew.

    `has_drawn`: whether the step before drew anything. What has not need not begin anew, which has TensorFlow make all its
    kernels again.
    """
    self.begin_trace()
    if has_drawn:
      self._set_seed(self._seed)

  def release(self, seed: int) -> None:
    """What drew with this operation seed was a variable's initial value, though it was drawn before the variable was made.

    Where initial values are replaced it does not count: the next operation has its seed. A function that is traced once more
    does not draw it again.
    """
    if self._mode == 'constant' or seed not in self._given:
      return
    self._given.remove(seed)
    if self._traced is not None and seed in self._traced:
      self._traced.remove(seed)
    if self._replaces_weights:
      self._operation_seed = max(self._given, default=-1) + 1
      # Eagerly, an operation that is like one before it would go on with that one's stream.
      self._set_seed(self._seed)

  def _get_seed(self, _: Optional[int]) -> Tuple[int, int]:
    operation_seed = self._next_seed()
    if self._mode == 'constant':
      # Eagerly, this makes an operation draw from the start of its stream.
      self._set_seed(operation_seed)
    return self._seed, operation_seed

  @property
  def _is_in_scratch(self) -> bool:
    return is_scratch(self._default_graph())

  def _next_seed(self) -> int:
    if self._mode == 'constant':
      return 0
    is_uncounted = self._replaces_weights if self._is_initializing else self._is_in_scratch
    if is_uncounted:
      self._replaced_seed += 1
      return self._replaced_seed
    if self._replayed and not self._is_initializing:
      return self._replayed.pop(0)
    seed = self._operation_seed
    self._operation_seed += 1
    if not self._is_initializing:
      self._given.append(seed)
      if self._traced is not None:
        self._traced.append(seed)
    return seed


def is_scratch(graph: Any) -> bool:
  """Whether what is made in a graph is thrown away with it."""
  while graph is not None:
    if str(getattr(graph, 'name', '')).endswith(SCRATCH):
      return True
    graph = getattr(graph, 'outer_graph', None)
  return False
