"""The values of an operation's attributes, read back from the text by which `attributes.py` tells them."""

from typing import Any, Dict, List, Optional

# TensorFlow's names of element types that end otherwise than NumPy's: `DT_FLOAT` is `float32`.
PREFIX = 'DT_'


class AttributeProblem(Exception):
  """An attribute that there is not, or a value that it cannot have."""


def of_text(kind: str, text: str) -> Any:
  """An attribute's value as TensorFlow's eager execution takes it. `kind`: the attribute's type by its definition, such as
  `list(int)`.

  Raises ValueError where the text is none, and AttributeProblem for a kind that is told in no text.
  """
  if kind.startswith('list('):
    return [of_text(kind[len('list('):-1], each) for each in _parts(text)]
  if kind == 'bool':
    return _boolean(text)
  if kind == 'int':
    return int(text)
  if kind == 'float':
    return float(text)
  if kind == 'string':
    return text.encode('utf-8')
  if kind == 'type':
    return element_type(text)
  if kind == 'shape':
    return None if text in ('None', '<unknown>') else [_dimension(each) for each in _parts(text)]
  raise AttributeProblem('values of type %s have no text' % kind)


def of_default(kind: str, value: Any) -> Any:
  """A default value, given as the definition's protocol buffer, in the same form; None where the runtime has to know it
  itself."""
  if kind.startswith('list('):
    inner = kind[len('list('):-1]
    field = _FIELDS.get(inner)
    return None if field is None else [_of_proto(inner, each) for each in getattr(value.list, field)]
  field = _FIELDS.get(kind)
  return None if field is None else _of_proto(kind, getattr(value, field))


def element_type(text: str) -> int:
  """The number of an element type, by NumPy's name of it, or by TensorFlow's."""
  from tensorflow.core.framework import types_pb2
  from tensorflow.python.framework import dtypes
  if text.startswith(PREFIX):
    return int(types_pb2.DataType.Value(text))
  try:
    return int(dtypes.as_dtype(text).as_datatype_enum)
  except TypeError:
    raise ValueError('there is no element type %s' % text) from None


# The fields of AttrValue, by the type of the attribute.
_FIELDS: Dict[str, str] = {'bool': 'b', 'int': 'i', 'float': 'f', 'string': 's', 'type': 'type', 'shape': 'shape'}


def _of_proto(kind: str, value: Any) -> Any:
  if kind != 'shape':
    return value
  return None if value.unknown_rank else [None if each.size < 0 else each.size for each in value.dim]


def _parts(text: str) -> List[str]:
  if not (text.startswith('[') and text.endswith(']')):
    raise ValueError('%s is no list' % text)
  inner = text[1:-1].strip()
  return [each.strip() for each in inner.split(',')] if inner else []


def _boolean(text: str) -> bool:
  if text not in ('True', 'False'):
    raise ValueError('%s is neither True nor False' % text)
  return text == 'True'


def _dimension(text: str) -> Optional[int]:
  return None if text == 'None' or int(text) < 0 else int(text)
