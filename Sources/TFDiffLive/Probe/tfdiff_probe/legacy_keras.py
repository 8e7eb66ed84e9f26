"""Keras 2 for a program that was written for it, on a TensorFlow that comes with Keras 3."""

import importlib.util
import os
import re
from typing import Any, Iterator, Mapping, Tuple

from tfdiff_probe import messages
from tfdiff_probe import named_code

VARIABLE = 'TF_USE_LEGACY_KERAS'
# The first version whose tf.keras is Keras 3.
FIRST = (2, 16)
IMPORTS_KERAS = re.compile(r'^\s*(import\s+keras\b|from\s+keras\b)', re.MULTILINE)


def prepare(setup: messages.Run, log: Any) -> None:
  """Has TensorFlow take tf-keras for tf.keras, where it is there and the program does not import Keras 3 itself.

  It is read when TensorFlow is imported; what the user has set stands.
  """
  if not _is_open():
    return
  if any(IMPORTS_KERAS.search(source) for source in _sources(setup)):
    return
  os.environ[VARIABLE] = '1'
  log.log('%s=1: tf.keras is Keras 2 (tf-keras); set it to 0 to run with Keras 3' % VARIABLE)


def choose() -> None:
  """The same for whichever program comes, before there is one: most do not import Keras 3 themselves."""
  if _is_open():
    os.environ[VARIABLE] = '1'


def forget_choice(environment: Mapping[str, str]) -> None:
  """Takes `choose` back; `environment`: what there was before it."""
  if VARIABLE in environment:
    os.environ[VARIABLE] = environment[VARIABLE]
  else:
    os.environ.pop(VARIABLE, None)


def _is_open() -> bool:
  return VARIABLE not in os.environ and needs_choice() and has_keras_2()


def needs_choice() -> bool:
  """Whether this interpreter's TensorFlow comes with Keras 3."""
  return tensorflow_version() >= FIRST


def has_keras_2() -> bool:
  """Whether tf-keras is installed."""
  return importlib.util.find_spec('tf_keras') is not None


def tensorflow_version() -> Tuple[int, int]:
  """Major and minor version of the TensorFlow that is installed, without importing it; (0, 0) for none."""
  try:
    from importlib import metadata
  except ImportError:
    return (0, 0)
  for package in ('tensorflow', 'tensorflow-cpu', 'tensorflow-intel', 'tensorflow-macos', 'tf-nightly'):
    try:
      parts = metadata.version(package).split('.')[:2]
    except metadata.PackageNotFoundError:
      continue
    if len(parts) == 2 and all(part.isdigit() for part in parts):
      return int(parts[0]), int(parts[1])
  return (0, 0)


def _sources(setup: messages.Run) -> Iterator[str]:
  if setup.source:
    yield setup.source
  for reference in (setup.tf1, setup.tf2):
    path = named_code.source_path(named_code.parts(reference or '')[0], setup.folder or os.getcwd())
    if path is not None:
      with open(path, encoding='utf-8', errors='replace') as file:
        yield file.read()
