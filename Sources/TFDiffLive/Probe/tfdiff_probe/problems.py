"""What goes wrong, as facts: what kind of thing, the message, and the frames of the user's code it came through."""

import linecache
import re
import sys
import traceback
from typing import Any, List, Optional

from tfdiff_probe import codec
from tfdiff_probe import legacy_api
from tfdiff_probe import messages
from tfdiff_probe import stacks


# What AutoGraph and Keras put around an exception's own message: stacks, which are told apart, and what the layer got.
PLACE = 'File "'
AROUND = ('in user code:', 'Exception encountered when calling')
AFTER = 'Call arguments received by'


class Problem(Exception):
  """Something that keeps a side from being run, other than the user's own exception.

  `kind`: 'environment' (no TensorFlow, a version that is too old), or 'target' (what is asked to be run is not there
  or cannot be imported).
  """

  def __init__(self, kind: str, message: str) -> None:
    super().__init__(message)
    self.kind = kind


def event(error: BaseException) -> messages.Error:
  """An error as the debugger takes it."""
  if isinstance(error, codec.MessageError):
    return messages.Error('protocol', str(error), [])
  cause = error.__cause__ if isinstance(error, Problem) else None
  origin = cause or error
  message = _text(error) if isinstance(error, Problem) else _message(error)
  if cause is not None:
    message = '%s: %s' % (message, _message(cause))
  advice = legacy_api.hint(origin, _text(origin))
  if advice is not None:
    message += '. ' + advice
  frames = _frames(origin)
  for each in _causes(origin):
    message += '; raised from %s' % _message(each)
    frames += [frame for frame in _frames(each) if frame not in frames]
  return messages.Error(
      error.kind if isinstance(error, Problem) else 'program', message,
      [messages.TracebackFrame(each.function, each.file, each.line, each.user, _source(each)) for each in frames])


def _frames(error: BaseException) -> List[messages.Frame]:
  """Where an exception comes from, innermost first: of a syntax error the line that it is in before who imports it."""
  place = _syntax_place(error)
  return ([place] if place else []) + _places_in(_text(error)) + stacks.of_traceback(error.__traceback__)


def _causes(error: BaseException) -> List[BaseException]:
  """What an exception was raised from, and that in turn; also what the user's own code was handling when it raised it."""
  found: List[BaseException] = []
  while True:
    cause = error.__cause__
    if cause is None and not error.__suppress_context__ and _is_users(error):
      cause = error.__context__
    if cause is None or cause in found:
      return found
    found.append(cause)
    error = cause


def _is_users(error: BaseException) -> bool:
  """Whether the user's code raised it, and no library."""
  frames = stacks.of_traceback(error.__traceback__)
  return bool(frames) and frames[0].user


def print_traceback(error: BaseException) -> None:
  """The whole traceback, for the log."""
  traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)


def _message(error: BaseException) -> str:
  if isinstance(error, SyntaxError):
    return '%s: %s' % (type(error).__name__, _text(error.msg))
  # TensorFlow adds the whole graph's stack to some messages; the first lines say what is wrong.
  name = type(error).__name__
  lines = _own_lines(_text(error), name)[:4]
  return '%s: %s' % (name, '\n'.join(lines)) if lines else name


def _text(value: Any) -> str:
  """What an exception says, or a part of it; words of our own where even saying it raises."""
  try:
    # A subclass of str may have other methods than str.
    return ''.join(str(value))
  except BaseException as error:  # pylint: disable=broad-except
    return '(what it says is not known: its __str__ raises %s)' % type(error).__name__


def _own_lines(text: str, name: str) -> List[str]:
  """A message's lines without what libraries put around them."""
  lines = [line.strip() for line in text.splitlines() if line.strip()]
  own = []
  for place, line in enumerate(lines):
    if line.startswith(AFTER):
      break
    line = line[len(name) + 2:] if line.startswith(name + ': ') else line
    is_source = place > 0 and lines[place - 1].startswith(PLACE)
    if not is_source and not line.startswith((PLACE,) + AROUND):
      own.append(line)
  return own or lines


def _places_in(text: str) -> List[messages.Frame]:
  """The places that AutoGraph's message names, innermost first: it raises the exception anew, without its frames."""
  found = re.findall(PLACE + r'(.+)", line (\d+), in (\S+)', text) if AROUND[0] in text else []
  return [messages.Frame(function, file, int(line), stacks.is_user(file))
          for file, line, function in reversed(found)]


def _syntax_place(error: BaseException) -> Optional[messages.Frame]:
  if not isinstance(error, SyntaxError) or not isinstance(error.filename, str) or not error.filename:
    return None
  return messages.Frame('<module>', error.filename, error.lineno if isinstance(error.lineno, int) else 0, True)


def _source(frame: messages.Frame) -> str:
  return linecache.getline(frame.file, frame.line).strip()
