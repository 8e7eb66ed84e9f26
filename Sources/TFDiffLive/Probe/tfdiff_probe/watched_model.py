"""The end points of a Keras model that its own training step calls."""

import contextlib
from typing import Any, Callable, Iterator, List, Tuple

from tfdiff_probe import patches
from tfdiff_probe import target as targets


@contextlib.contextmanager
def watching(model: Any, reach: Callable[[List[Tuple[str, Any]]], None]) -> Iterator[None]:
  """Tells what a model returns whenever it is called, and not from within itself, while the context lasts. `model` may be
  None."""
  patched = patches.Patches()
  for kind in type(model).__mro__ if model is not None else ():
    if '__call__' in vars(kind):
      patched.wrap(kind, '__call__', lambda original: _telling(original, model, reach))
      break
  try:
    yield
  finally:
    patched.restore()


def _telling(
    original: Callable[..., Any], model: Any, reach: Callable[[List[Tuple[str, Any]]], None]) -> Callable[..., Any]:
  is_within = False

  def call(layer: Any, *positional: Any, **options: Any) -> Any:
    nonlocal is_within
    if layer is not model or is_within:
      return original(layer, *positional, **options)
    is_within = True
    try:
      result = original(layer, *positional, **options)
    finally:
      is_within = False
    reach(targets.end_points(result))
    return result

  return call
