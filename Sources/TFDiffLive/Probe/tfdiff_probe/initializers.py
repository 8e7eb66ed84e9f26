"""The words for what gives a variable its first value."""

import functools
from typing import Any, Optional, Sequence

# How deep a variable's initial value is wrapped at most: TensorFlow and Keras put partial functions and lambdas around it.
DEEPEST = 6
# What hands on what it is given.
HANDING_ON = ('Identity', 'Cast', 'StopGradient')


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
      return _of_tensor(value, DEEPEST) if hasattr(getattr(value, 'op', None), 'inputs') else None
  return None


def expression(op_type: str, parts: Sequence[Optional[str]]) -> str:
  """The words for what an operation makes of what is known by words itself, such as `TruncatedNormal × 0.1`; None among the
  parts for what is not."""
  known = [part for part in parts if part is not None]
  if op_type in ('Add', 'AddV2') and len(known) == 2:
    return ' + '.join(part for part in known if part != '0') or '0'
  if op_type == 'Mul' and len(known) == 2:
    return ' × '.join('(%s)' % part if ' + ' in part else part for part in known if part != '1') or '1'
  if op_type in HANDING_ON and len(known) == 1:
    return known[0]
  return op_type


def number(value: float) -> str:
  """A float32 as a program writes it."""
  import numpy as np
  text = str(np.float32(value))
  return text[:-2] if text.endswith('.0') else text


def _of_tensor(tensor: Any, depth: int) -> str:
  """What a graph computes a variable's first value by."""
  from tensorflow.python.framework import tensor_util
  op = tensor.op
  if op.type == 'Const' and tensor.shape.rank == 0 and tensor.dtype.is_floating:
    return number(float(tensor_util.constant_value(tensor)))
  parts = [_of_tensor(each, depth - 1) for each in op.inputs] if depth > 0 and 'seed2' not in op.node_def.attr else []
  return expression(op.type, parts)


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
