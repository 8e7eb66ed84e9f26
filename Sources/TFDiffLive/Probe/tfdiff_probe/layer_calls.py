"""The user's code behind what a Keras model of ready-made layers computes.

A Sequential or functional model calls its layers itself, so that no line of the user's is on the stack below it: the line
that constructed the layer serves.
"""

import contextlib
import functools
import os
import sys
import weakref
from types import FrameType
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from tfdiff_probe import messages
from tfdiff_probe import stacks

# The functions of Keras that run the layers of a model which the user only described.
RUNNERS = ('sequential.py', 'functional.py', 'function.py')
_constructed: Dict[int, List[messages.Frame]] = {}
_named: Dict[str, List[messages.Frame]] = {}


@contextlib.contextmanager
def recording() -> Iterator[None]:
  """Remembers which lines construct layers while the context lasts."""
  patched = [_patch(base) for base in _bases()]
  try:
    yield
  finally:
    for base, original in patched:
      base.__init__ = original


def user_stack() -> List[messages.Frame]:
  """The user's frames of the present stack, innermost first, with those that constructed the layer where a model that
  was only described runs it."""
  frame: Optional[FrameType] = sys._getframe(1)
  layer: Optional[int] = None
  while frame is not None:
    path = frame.f_code.co_filename
    if stacks.is_user(path):
      break
    if frame.f_code.co_name == '__call__' and id(frame.f_locals.get('self')) in _constructed:
      layer = id(frame.f_locals['self'])
    elif layer is not None and _is_runner(path):
      return _constructed[layer]
    frame = frame.f_back
  return stacks.user()


def of_graph_operation(op: Any) -> List[messages.Frame]:
  """The user's frames that made a graph's operation; of a layer that a described model ran, those that constructed it."""
  for entry in reversed(list(op.traceback or ())):
    path = stacks.facts_of_entry(entry)[0]
    if stacks.is_user(path):
      break
    if _is_runner(path):
      constructed = [_named[part] for part in op.name.split('/')[:-1] if part in _named]
      if constructed:
        return constructed[-1]
  return stacks.of_graph_operation(op)


def _is_runner(path: str) -> bool:
  """Whether a file is Keras' own that runs the layers of a described model."""
  path = path.replace(os.sep, '/').replace('tf_keras', 'keras')
  return '/keras/' in path and path.rsplit('/', 1)[-1] in RUNNERS


def _bases() -> List[Any]:
  """The classes of layers of the Keras packages that are imported."""
  found: List[Any] = []
  for package in ('keras', 'tf_keras', 'tensorflow.keras', 'tensorflow.python.keras'):
    module = sys.modules.get(package)
    base = getattr(getattr(module, 'layers', None), 'Layer', None)
    if isinstance(base, type) and base not in found:
      found.append(base)
  import tensorflow as tf
  base = tf.keras.layers.Layer
  return found if base in found else found + [base]


def _patch(base: Any) -> Tuple[Any, Callable[..., None]]:
  original = base.__init__

  @functools.wraps(original)
  def construct(self: Any, *positional: Any, **options: Any) -> None:
    original(self, *positional, **options)
    _record(self)

  # Keras 3 asks for the arguments of a layer's __init__ in two ways (keras/src/ops/operation.py), of which one looks through
  # what is wrapped: both have to find the same.
  del construct.__wrapped__
  base.__init__ = construct
  return base, original


def _record(layer: Any) -> None:
  frames = stacks.user()
  if frames:
    _constructed.setdefault(id(layer), frames)
    name = getattr(layer, 'name', None)
    if name:
      _named[name] = frames
    try:
      weakref.finalize(layer, _constructed.pop, id(layer), None)
    except TypeError:
      pass
