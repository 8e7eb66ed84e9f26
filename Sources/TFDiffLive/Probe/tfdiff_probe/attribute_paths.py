"""Where a model keeps its variables: the attributes that lead to each.

Keras numbers the layers that a program does not name (`dense_3/kernel`), while the attribute that holds one (`self.query`)
mostly has a name of the program's own.
"""

import collections
import inspect
from typing import Any, Callable, Deque, Dict, Iterator, Tuple

# Whose objects hold nothing of the program's, unless they are layers or modules.
LIBRARIES = ('builtins', 'numpy', 'tensorflow', 'keras', 'tf_keras')
# How many objects are looked at, so that a program that holds a data set costs no time.
MOST = 20000


def of_model(model: Any, name_of: Callable[[Any], str], unwrapped: Callable[[Any], Any]) -> Dict[str, str]:
  """By the name that a variable is told by, the shortest way to it through attributes, such as `blocks/query/kernel`.

  `unwrapped`: TensorFlow's variable of one that Keras has wrapped.
  """
  found: Dict[str, str] = {}
  waiting: Deque[Tuple[Tuple[str, ...], Any]] = collections.deque([((), model)])
  seen = {id(model)}
  while waiting and len(seen) <= MOST:
    path, holder = waiting.popleft()
    for part, value in _held(holder):
      variable = unwrapped(value)
      if hasattr(variable, 'read_value'):
        found.setdefault(name_of(variable), '/'.join(path + _named(part)))
      elif id(value) not in seen and _holds(value):
        seen.add(id(value))
        waiting.append((path if part.startswith('_') else path + _named(part), value))
  return found


def _named(part: str) -> Tuple[str, ...]:
  """A part of a way as part of a name. A place in a list is none: what it counts from 0, names may count from 1."""
  plain = part.lstrip('_')
  return () if plain.isdigit() else (plain,)


def _held(holder: Any) -> Iterator[Tuple[str, Any]]:
  """What an object has by name or by number."""
  if isinstance(holder, dict):
    pairs = [(name, value) for name, value in list(holder.items()) if isinstance(name, str)]
  elif isinstance(holder, (list, tuple)):
    pairs = [(str(place), value) for place, value in enumerate(holder)]
  else:
    pairs = list(getattr(holder, '__dict__', {}).items())
  # What a class keeps for itself comes last: its lists of all its variables name none of them.
  for name, value in sorted(pairs, key=lambda pair: pair[0].startswith('_')):
    is_list = isinstance(value, (dict, list, tuple))
    if not (name.startswith('_') and is_list and _is_library(holder)):
      yield name, value


def _holds(value: Any) -> bool:
  if isinstance(value, (dict, list, tuple)):
    return True
  if inspect.isclass(value) or inspect.isroutine(value) or inspect.ismodule(value):
    return False
  return hasattr(value, '__dict__') and (hasattr(value, 'trainable_variables') or not _is_library(value))


def _is_library(value: Any) -> bool:
  return type(value).__module__.split('.')[0] in LIBRARIES
