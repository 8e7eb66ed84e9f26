"""Every generator that a program's weights and inputs may be drawn from, seeded alike on both sides."""

import importlib.abc
import importlib.util
import random
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Callable, Optional

# Keras' own backends by version, which keep a generator where the program has seeded Keras.
BACKENDS = ('keras.backend', 'keras.src.backend', 'tf_keras.src.backend', 'tensorflow.python.keras.backend')
KERAS_3 = 'keras.src.backend.common.global_state'
# What NumPy's global generator takes.
LARGEST = 2 ** 32


def seed_all(seed: int) -> None:
  """Seeds Python's random, NumPy's global generator, TensorFlow's global seed and Keras' generators, as far as they are
  imported. Keras' initializers without a seed draw one from Python's (keras/backend.py, RandomGenerator)."""
  random.seed(seed)
  numpy: Any = sys.modules.get('numpy')
  if numpy is not None:
    numpy.random.seed(seed % LARGEST)
  if hasattr(sys.modules.get('tensorflow'), 'random'):
    seed_tensorflow(sys.modules['tensorflow'], seed)
  for name in BACKENDS:
    generator = getattr(getattr(sys.modules.get(name), '_SEED_GENERATOR', None), 'generator', None)
    if generator is not None:
      generator.seed(seed)
  if KERAS_3 in sys.modules:
    # It is made anew, from Python's random, when it is next asked for.
    keras: Any = sys.modules[KERAS_3]
    keras.set_global_attribute('global_seed_generator', None)


def seed_tensorflow(tf: Any, seed: int) -> None:
  """TensorFlow's global seed, which is the default graph's in TensorFlow 1."""
  getattr(tf.random, 'set_seed', tf.compat.v1.set_random_seed)(seed)


def seed_imports(seed: int, on_tensorflow: Callable[[], None]) -> None:
  """Seeds what is there, and the rest as soon as the program imports it: code at the top of a module may draw already.

  `on_tensorflow` is called as soon as TensorFlow is there.
  """
  seed_all(seed)
  if 'tensorflow' in sys.modules:
    on_tensorflow()
  if 'tensorflow' not in sys.modules or 'numpy' not in sys.modules:
    sys.meta_path.insert(0, _Seeding(seed, on_tensorflow))


class _Seeding(importlib.abc.MetaPathFinder):
  """Seeds NumPy and TensorFlow once they have been imported."""

  SEEDED = ('numpy', 'tensorflow')

  def __init__(self, seed: int, on_tensorflow: Callable[[], None]) -> None:
    self._seed = seed
    self._on_tensorflow = on_tensorflow
    self._left = [name for name in self.SEEDED if name not in sys.modules]

  def find_spec(self, name: str, path: Any = None, target: Any = None) -> Optional[ModuleSpec]:
    """The spec that the other finders give, with a loader that seeds after loading."""
    if name not in self._left:
      return None
    self._left.remove(name)
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.loader is not None:
      self._seed_after(name, spec.loader)
    return spec

  def _seed_after(self, name: str, loader: Any) -> None:
    execute = loader.exec_module

    def execute_and_seed(module: ModuleType) -> None:
      execute(module)
      seed_all(self._seed)
      if name == 'tensorflow':
        self._on_tensorflow()

    loader.exec_module = execute_and_seed
