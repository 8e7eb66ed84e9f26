"""The words for what gives a variable its first value."""

import functools
from typing import Any, Optional

# How deep a variable's initial value is wrapped at most: TensorFlow and Keras put partial functions and lambdas around it.
DEEPEST = 6


def describe(value: Any) -> Optional[str]:
  """A variable's initializer as a reader of the program would know it; None where it is not to be seen.

  `value`: what the variable's creator was given as its initial value.
  """
  for _ in range(DEEPEST):
    if isinstance(value, functools.partial):
      value = value.func
    elif hasattr(value, 'get_config'):
      return _of_object(value)
    elif callable(value):
      inner = _enclosed(value)
      if inner is None:
        return _of_function(value)
      value = inner
    else:
      return None
  return None


def _of_object(initializer: Any) -> str:
  config = initializer.get_config()
  options = ['%s=%s' % (name, config[name]) for name in sorted(config)
          if config[name] is not None and isinstance(config[name], (bool, int, float, str)) and name != 'dtype']
  return '%s(%s)' % (type(initializer).__name__, ', '.join(options))


def _of_function(function: Any) -> Optional[str]:
  name: str = getattr(function, '__qualname__', type(function).__name__)
  name = name.split('.<locals>')[0]
  return None if '<lambda>' in name else name


def _enclosed(function: Any) -> Any:
  """The initializer that a function of TensorFlow's own calls; None where it is one itself."""
  variables = getattr(getattr(function, '__code__', None), 'co_freevars', ())
  for name, cell in zip(variables, getattr(function, '__closure__', None) or ()):
    if name in ('initializer', 'init', 'init_val', 'initial_value'):
      try:
        return cell.cell_contents
      except ValueError:
        return None
  return None
