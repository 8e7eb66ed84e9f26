"""Examples of the worker protocol's messages, made from their annotations; for the tests of both of its ends.

Run as a program, prints as JSON the version and, by name, every event (an example of its head with every field, and the
fields that may be null) and every request (its fields, and those that may be left out). With heads of requests as its
arguments, prints for each the request that it is read as.
"""

import dataclasses
import json
import sys
import typing

from tfdiff_probe import codec
from tfdiff_probe import messages

# Fields that take only certain words or numbers.
FITTING = {('Error', 'kind'): 'program', ('Hello', 'version'): messages.VERSION}


def of(kind):
  """A message or a part of one with every field filled."""
  if kind is messages.TensorFacts:
    return messages.TensorFacts('float32', [2])
  hints = typing.get_type_hints(kind)
  return kind(**{
      field.name: FITTING.get((kind.__name__, field.name), _value(hints[field.name])) for field in dataclasses.fields(kind)})


def optional_fields(kind):
  """The names of the fields that may be null."""
  hints = typing.get_type_hints(kind)
  return [field.name for field in dataclasses.fields(kind) if type(None) in getattr(hints[field.name], '__args__', ())]


def _value(hint):
  origin, parts = getattr(hint, '__origin__', None), getattr(hint, '__args__', ())
  if origin is typing.Union:
    return _value(parts[0])
  if hint == typing.List[messages.Operand]:
    return [of(each) for each in messages.Operand.__subclasses__()]
  if origin is list:
    return [_value(parts[0])]
  if origin is dict:
    return {'key_word': _value(parts[1])}
  return of(hint) if dataclasses.is_dataclass(hint) else {str: 'word', int: 3, float: 0.5, bool: True}[hint]


def _describe():
  events = {name: {'head': json.loads(codec.encode(of(kind))), 'optional': optional_fields(kind)}
            for name, kind in codec.EVENTS.items()}
  requests = {name: {'fields': [field.name for field in dataclasses.fields(kind)], 'optional': optional_fields(kind)}
              for name, kind in codec.REQUESTS.items()}
  return {'version': messages.VERSION, 'events': events, 'requests': requests}


def _read(head):
  request = codec.decode(json.loads(head))
  return dict(vars(request), request=request.request)


if __name__ == '__main__':
  print(json.dumps([_read(each) for each in sys.argv[1:]] if sys.argv[1:] else _describe(), default=vars))
