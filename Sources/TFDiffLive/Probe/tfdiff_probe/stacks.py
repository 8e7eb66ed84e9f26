"""Call stacks as the debugger shows them, with the user's frames told from those of libraries."""

import functools
import os
import sys
import sysconfig
from types import CodeType, FrameType, TracebackType
from typing import Any, Dict, List, Optional, Tuple

from tfdiff_probe import generated
from tfdiff_probe import messages

LIMIT = 128
_known: Dict[str, bool] = {}


def current(skip: int = 1) -> List[messages.Frame]:
  """Who called, innermost first; `skip` frames of the caller's own are left out."""
  frames: List[messages.Frame] = []
  frame: Optional[FrameType] = sys._getframe(skip)
  if _is_converted(frame):
    return _as_written()
  while frame is not None and len(frames) < LIMIT:
    frames.append(_frame(frame.f_code, frame.f_lineno))
    frame = frame.f_back
  return _without_ends(frames)


def _is_converted(frame: Optional[FrameType]) -> bool:
  while frame is not None and not generated.is_generated(frame.f_code.co_filename):
    frame = frame.f_back
  return frame is not None


def _as_written() -> List[messages.Frame]:
  """The present stack with the user's code in the place of what AutoGraph made of it, as TensorFlow knows it."""
  from tensorflow.python.util import tf_stack
  frames = [
      messages.Frame(entry.name, entry.filename, entry.lineno, is_user(entry.filename))
      for entry in reversed(list(tf_stack.extract_stack()))]
  return _without_ends(frames)[:LIMIT]


def user() -> List[messages.Frame]:
  """The user's frames of the present stack, innermost first."""
  frames: List[messages.Frame] = []
  frame: Optional[FrameType] = sys._getframe(1)
  if _is_converted(frame):
    return [each for each in _as_written() if each.user]
  while frame is not None and len(frames) < LIMIT:
    # Most frames are libraries': only the user's are made facts of.
    if is_user(frame.f_code.co_filename):
      frames.append(_frame(frame.f_code, frame.f_lineno))
    frame = frame.f_back
  return frames


def of_graph_operation(op: Any) -> List[messages.Frame]:
  """The user's frames in which a graph's operation was made, innermost first."""
  frames = []
  for entry in reversed(list(op.traceback or ())):
    # By name where the entries have names: indexing one makes TensorFlow 2 look for its source, which takes milliseconds.
    file, line, function = facts_of_entry(entry)
    if is_user(file):
      frames.append(messages.Frame(function, file, line, True))
  return frames[:LIMIT]


def facts_of_entry(entry: Any) -> Tuple[str, int, str]:
  """File, line and function of an entry of an operation's traceback, which TensorFlow has in several forms."""
  if hasattr(entry, 'filename'):
    return entry.filename, entry.lineno, entry.name
  file, line, function = entry[:3]
  return file, line, function


def of_traceback(trace: Optional[TracebackType]) -> List[messages.Frame]:
  """The frames an exception came through, innermost first."""
  frames = []
  while trace is not None:
    frames.append(_frame(trace.tb_frame.f_code, trace.tb_lineno))
    trace = trace.tb_next
  return _without_ends(frames[::-1])[:LIMIT]


def _frame(code: CodeType, line: int) -> messages.Frame:
  name = getattr(code, 'co_qualname', code.co_name)
  return messages.Frame(name, code.co_filename, line, is_user(code.co_filename))


def _without_ends(frames: List[messages.Frame]) -> List[messages.Frame]:
  """Without the frames of the probe, which are nobody's business, inside and outside."""
  return [frame for frame in frames if not frame.file.startswith('<tfdiff probe>')]


def is_user(path: str) -> bool:
  """Whether a file is the user's own: it has a place, and not among the libraries of this interpreter."""
  if path not in _known:
    is_nobodys = path.startswith('<') or generated.is_generated(path)
    _known[path] = not is_nobodys and not _is_library(os.path.realpath(path))
  return _known[path]


def _is_library(path: str) -> bool:
  return path.startswith(_library_folders()) or any(
      os.sep + name + os.sep in path for name in ('site-packages', 'dist-packages'))


@functools.lru_cache(maxsize=None)
def _library_folders() -> Tuple[str, ...]:
  """Where this interpreter has its libraries: found once, as finding it takes longer than a thousand comparisons."""
  names = ('stdlib', 'platstdlib', 'purelib', 'platlib')
  return tuple(os.path.join(os.path.realpath(folder), '') for folder in map(sysconfig.get_path, names) if folder)
