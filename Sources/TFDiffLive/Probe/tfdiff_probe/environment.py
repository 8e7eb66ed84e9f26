"""What decides over numbers besides the program: versions, switches, threads, the processor."""

import os
import platform
import sys
from typing import Any, Callable, List, Tuple

from tfdiff_probe import messages

# What TensorFlow reads of the environment and numbers depend on.
VARIABLES = (
    'TF_ENABLE_ONEDNN_OPTS', 'TF_DETERMINISTIC_OPS', 'TF_CUDNN_DETERMINISTIC', 'TF_XLA_FLAGS', 'XLA_FLAGS',
    'TF_USE_LEGACY_KERAS', 'NVIDIA_TF32_OVERRIDE', 'OMP_NUM_THREADS', 'TF_NUM_INTEROP_THREADS',
    'TF_NUM_INTRAOP_THREADS')
# Of the processor's features, those that TensorFlow and oneDNN choose kernels by.
FEATURES = ('sse4_1', 'avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile', 'asimd', 'sve')
KERAS = ('keras', 'tf_keras')


def facts(tf: Any) -> List[messages.Fact]:
  """Facts by name; what this TensorFlow does not have is not there."""
  import numpy as np
  known = [
      ('Python', platform.python_version()), ('NumPy', np.__version__), ('TensorFlow', str(tf.__version__))]
  known += [(name, str(sys.modules[name].__version__)) for name in KERAS if hasattr(sys.modules.get(name), '__version__')]
  known += [(name, os.environ.get(name, 'not set')) for name in VARIABLES]
  known += [(name, value) for name, value in map(_asked, _questions(tf)) if value is not None]
  known += [('processor', platform.machine()), ('processor features', features(_cpuinfo()))]
  return [messages.Fact(name, value) for name, value in known]


def _questions(tf: Any) -> List[Tuple[str, Callable[[], Any]]]:
  config: Any = getattr(tf, 'config', None)
  return [
      ('TensorFloat-32', lambda: config.experimental.tensor_float_32_execution_enabled()),
      ('XLA jit', lambda: bool(config.optimizer.get_jit())),
      ('deterministic operations', _determinism),
      ('mixed precision policy', lambda: tf.keras.mixed_precision.global_policy().name),
      ('float type of Keras', lambda: tf.keras.backend.floatx()),
      ('intra-op threads', lambda: _threads(config.threading.get_intra_op_parallelism_threads())),
      ('inter-op threads', lambda: _threads(config.threading.get_inter_op_parallelism_threads())),
      ('built with MKL', _is_mkl_build),
      ('devices', lambda: ', '.join(sorted({each.device_type for each in config.list_physical_devices()}))),
  ]


def _asked(question: Tuple[str, Callable[[], Any]]) -> Tuple[str, Any]:
  """A switch's value; None where this TensorFlow has no such switch."""
  name, ask = question
  try:
    value = ask()
  except (AttributeError, ImportError):
    return name, None
  return name, None if value is None else str(value)


def _determinism() -> bool:
  from tensorflow.python.framework import config
  return bool(config.is_op_determinism_enabled())


def _is_mkl_build() -> bool:
  from tensorflow.python.framework import test_util
  return bool(test_util.IsMklEnabled())


def _threads(count: int) -> str:
  return 'as many as TensorFlow chooses' if count == 0 else str(count)


def _cpuinfo() -> str:
  try:
    with open('/proc/cpuinfo', encoding='utf-8', errors='replace') as file:
      return file.read()
  except OSError:
    return ''


def features(cpuinfo: str) -> str:
  """Of the text of /proc/cpuinfo the features that kernels are chosen by."""
  for line in cpuinfo.splitlines():
    name, _, value = line.partition(':')
    if name.strip() in ('flags', 'Features'):
      found = value.split()
      return ' '.join(each for each in FEATURES if each in found) or 'none of those known'
  return 'not known'
