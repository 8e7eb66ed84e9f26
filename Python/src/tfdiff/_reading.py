"""Reports, read from the JSON that the program writes.

Fields that this version does not know are left out (`Report.raw` has them), as later programs add some.
"""

import dataclasses
import json
import typing
from typing import Any, Mapping

from tfdiff.errors import ProgramError
from tfdiff.picture_parts import Decade
from tfdiff.report import Part, Report
from tfdiff.report_parts import Explanation

# Fields whose names are Python's own words.
RENAMED = {
    Explanation: {'error_class': 'class'}, Part: {'start': 'from'}, Decade: {'start': 'from'}, Report: {'run': 'pass'}}
FORMAT, VERSION = 'tfdiff-report', 1


def read(path: str, debug_command: str = '') -> Report:
  """Raises ProgramError where the file is no report of this kind."""
  with open(path, encoding='utf-8') as file:
    return of(json.load(file), debug_command)


def of(raw: Mapping[str, Any], debug_command: str = '') -> Report:
  """The report that a JSON object is."""
  if raw.get('format') != FORMAT or raw.get('version') != VERSION:
    raise ProgramError('This is no report of format %s, version %d, but %s, version %s: the program and this package are of '
                       'two versions. Install them together.' % (FORMAT, VERSION, raw.get('format'), raw.get('version')))
  fields = dict(raw)
  if isinstance(raw.get('training'), Mapping):
    # Where training steps are compared, the field tells of them.
    fields['training'], fields['training_steps'] = True, raw['training']
  report: Report = _object(Report, fields)
  return dataclasses.replace(report, raw=raw, debug_command=debug_command)


def _value(hint: Any, value: Any) -> Any:
  origin: Any = getattr(hint, '__origin__', None)
  parts: Any = getattr(hint, '__args__', ())
  if origin is typing.Union:
    return None if value is None else _value(parts[0], value)
  if origin is tuple:
    return tuple(_value(parts[0], each) for each in value or ())
  if dataclasses.is_dataclass(hint):
    return _object(hint, value)
  if hint is float:
    # A NaN or an infinity is written as text.
    return float(value)
  return value


def _object(kind: Any, value: Mapping[str, Any]) -> Any:
  hints, renamed = typing.get_type_hints(kind), RENAMED.get(kind, {})
  known = {}
  for field in dataclasses.fields(kind):
    name = renamed.get(field.name, field.name)
    # What is null though it is not said to be optional is what is not there.
    if value.get(name) is not None:
      known[field.name] = _value(hints[field.name], value[name])
  return kind(**known)
