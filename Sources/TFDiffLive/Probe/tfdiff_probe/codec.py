"""Heads of frames, as JSON has them, from and to the messages of the worker protocol."""

import dataclasses
import functools
import json
import math
import re
import typing
from typing import Any, Dict

from tfdiff_probe import messages

REQUESTS = {each.request: each for each in messages.Request.__subclasses__()}
EVENTS = {each.event: each for each in messages.Event.__subclasses__()}


class MessageError(Exception):
  """A request that cannot be read."""


# Half of a character alone, as Python has for the bytes of a path that is no UTF-8.
SURROGATE = re.compile('[\ud800-\udfff]')


def encode(event: messages.Event) -> bytes:
  """The head of an event's frame. What no UTF-8 can have stands there as its escape, such as `\\udcff`."""
  text = json.dumps(dict(vars(event), event=event.event), default=_plain, ensure_ascii=False)
  # Only strings of the JSON can have one, where its backslash is doubled.
  return SURROGATE.sub(lambda found: '\\\\u%04x' % ord(found.group()), text).encode('utf-8')


def _plain(value: Any) -> Dict[str, Any]:
  return dict(vars(value), kind=value.kind) if isinstance(value, messages.Operand) else vars(value)


def decode(head: Dict[str, Any]) -> messages.Request:
  """The request that a head is.

  Raises MessageError, which names the request and the field.
  """
  kind = REQUESTS.get(head.get('request', ''))
  if kind is None:
    raise MessageError('there is no request %s' % head.get('request'))
  return typing.cast(messages.Request, _read(kind, head, kind.request, ''))


def is_abandon(head: Dict[str, Any]) -> bool:
  """Whether a head is that of an abandonment, which is heeded whatever the run is at."""
  return head.get('request') == messages.Abandon.request


def verify_version(hello: Dict[str, Any]) -> None:
  """Raises MessageError where the debugger's hello says another version of the protocol than this probe's."""
  if hello.get('version') != messages.VERSION:
    raise MessageError('the debugger speaks version %s of the worker protocol, and the probe version %d'
                       % (hello.get('version'), messages.VERSION))


def number(value: float) -> messages.Number:
  """A number as JSON can have it: NaN and infinities as their words."""
  return value if math.isfinite(value) else repr(value)


@functools.lru_cache(maxsize=None)
def _hints(kind: Any) -> Dict[str, Any]:
  hints = typing.get_type_hints(kind)
  return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _read(kind: Any, value: Any, request: str, path: str) -> Any:
  """A value of a type: a message's own, or that of one of its fields, which `path` names."""
  origin: Any = getattr(kind, '__origin__', None)
  parts: Any = getattr(kind, '__args__', ())
  if dataclasses.is_dataclass(kind):
    return _read_fields(kind, value, request, path)
  if origin is typing.Union:
    return None if value is None else _read(parts[0], value, request, path)
  if origin is list and isinstance(value, list):
    return [_read(parts[0], each, request, '%s[%d]' % (path, place)) for place, each in enumerate(value)]
  if origin is dict and isinstance(value, dict):
    return {key: _read(parts[1], each, request, '%s[%s]' % (path, key)) for key, each in value.items()}
  if isinstance(kind, type) and isinstance(value, (int, float) if kind is float else kind):
    return value
  raise MessageError('the field %s of the request %s is malformed' % (path, request))


def _read_fields(kind: Any, value: Any, request: str, path: str) -> Any:
  if not isinstance(value, dict):
    raise MessageError('the field %s of the request %s is malformed' % (path, request))
  found = {}
  for name, hint in _hints(kind).items():
    inner = '%s.%s' % (path, name) if path else name
    is_optional = type(None) in getattr(hint, '__args__', ())
    if value.get(name) is None and not is_optional:
      raise MessageError('the request %s lacks the field %s' % (request, inner))
    found[name] = _read(hint, value.get(name), request, inner)
  return kind(**found)
