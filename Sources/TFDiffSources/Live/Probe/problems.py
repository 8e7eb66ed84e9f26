"""What goes wrong, as facts: what kind of thing, the message, and the frames of the user's code it came through."""

import linecache
import sys
import traceback

from tfdiff_probe import stacks


class Problem(Exception):
  """Something that keeps a side from being run, other than the user's own exception.

  `kind`: 'environment' (no TensorFlow, a version that is too old), or 'target' (what is asked to be run is not there
  or cannot be imported).
  """

  def __init__(self, kind, message):
    super().__init__(message)
    self.kind = kind


def facts(error, kind):
  """The facts of an error as the debugger takes them."""
  cause = error.__cause__ if isinstance(error, Problem) else None
  origin = cause or error
  user = [frame for frame in stacks.of_traceback(origin.__traceback__) if frame['user']]
  message = str(error) if isinstance(error, Problem) else _words(error)
  if cause is not None:
    message = '%s: %s' % (message, _words(cause))
  place = _syntax_place(origin)
  return {
      'event': 'error', 'kind': kind, 'message': message,
      'frames': [dict(frame, source=_source(frame)) for frame in ([place] if place else user)],
  }


def print_traceback(error):
  """The whole traceback, for the log."""
  traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)


def _words(error):
  if isinstance(error, SyntaxError):
    return '%s: %s' % (type(error).__name__, error.msg)
  text = str(error)
  # TensorFlow adds the whole graph's stack to some messages; the first lines say what is wrong.
  lines = [line for line in text.splitlines() if line.strip()][:4]
  return '%s: %s' % (type(error).__name__, '\n'.join(lines)) if lines else type(error).__name__


def _syntax_place(error):
  if not isinstance(error, SyntaxError) or not error.filename:
    return None
  return {'function': '<module>', 'file': error.filename, 'line': error.lineno or 0, 'user': True}


def _source(frame):
  return linecache.getline(frame['file'], frame['line']).strip()
