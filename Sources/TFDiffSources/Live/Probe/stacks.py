"""Call stacks as the debugger shows them, with the user's frames told from those of libraries."""

import os
import sys
import sysconfig

LIMIT = 128
_library_folders = None


def current(skip=1):
  """Who called, innermost first; `skip` frames of the caller's own are left out."""
  frames = []
  frame = sys._getframe(skip)
  while frame is not None and len(frames) < LIMIT:
    frames.append(_facts(frame.f_code, frame.f_lineno))
    frame = frame.f_back
  return _without_ends(frames)


def of_traceback(trace):
  """The frames an exception came through, innermost first."""
  frames = []
  while trace is not None:
    frames.append(_facts(trace.tb_frame.f_code, trace.tb_lineno))
    trace = trace.tb_next
  return _without_ends(frames[::-1])[:LIMIT]


def _facts(code, line):
  name = getattr(code, 'co_qualname', code.co_name)
  return {'function': name, 'file': code.co_filename, 'line': line, 'user': is_user(code.co_filename)}


def _without_ends(frames):
  """Without the frames of the probe, which are nobody's business, inside and outside."""
  return [frame for frame in frames if not frame['file'].startswith('<tfdiff probe>')]


def is_user(path):
  """Whether a file is the user's own: it has a place, and not among the libraries of this interpreter."""
  global _library_folders
  if path.startswith('<'):
    return False
  if _library_folders is None:
    names = ('stdlib', 'platstdlib', 'purelib', 'platlib')
    folders = {os.path.realpath(folder) for folder in map(sysconfig.get_path, names) if folder}
    _library_folders = tuple(os.path.join(folder, '') for folder in folders)
  real = os.path.realpath(path)
  return not (
      real.startswith(_library_folders) or os.sep + 'site-packages' + os.sep in real
      or os.sep + 'dist-packages' + os.sep in real)
