"""A comparison as the words of a command line."""

import math
import os
import re
import sys
from typing import Any, Iterator, List, Optional, Tuple

from tfdiff import _inputs
from tfdiff._code import NamedCode, named
from tfdiff._comparison import Comparison
from tfdiff._visible import visible
from tfdiff.errors import ArgumentError

# Options of `check` that `debug` does not take.
CHECK_ONLY = ('--quiet', '--explain', '--keep-going')


def shared(comparison: Comparison, codes: List[NamedCode], inputs: _inputs.GivenInputs) -> List[str]:
  """What `check` and `debug` are both given, the target last.

  `codes`: the names of `tf1` and `tf2`; `inputs`: where the inputs are.
  """
  words: List[str] = []
  for option, value in _valued(comparison, codes, inputs):
    text = str(value)
    # As a word of its own it would be taken for another option.
    words += ['%s=%s' % (option, text)] if text.startswith('-') else [option, text]
  flags = (('--training', comparison.training), ('--copy-weights', comparison.copy_weights))
  words += [word for word, is_set in flags if is_set]
  words += [word for word in _options(comparison) if word not in CHECK_ONLY]
  target = inputs.file or (os.fspath(comparison.target) if comparison.target is not None else None)
  return words if target is None else words + (['--', target] if target.startswith('-') else [target])


def check_only(comparison: Comparison) -> List[str]:
  """What `check` alone is given."""
  given = _options(comparison)
  words = [word for word in given if word in CHECK_ONLY]
  # The ladder's steps are runs of their own, of which none is explained.
  is_explained = comparison.explain and '--ladder' not in given and '--explain' not in given
  return words + (['--explain'] if is_explained else [])


def codes_of(comparison: Comparison) -> List[NamedCode]:
  """The names of `tf1` and `tf2`, as far as they are given."""
  if comparison.target is None and comparison.tf1 is None and comparison.tf2 is None:
    raise ArgumentError("There is nothing to compare: give tf1=… and tf2=…, a file with tf1_model and tf2_model, or a "
                        "built-in model such as 'inception-resnet-v2'")
  return [named(code, keyword) for keyword, code in (('tf1', comparison.tf1), ('tf2', comparison.tf2)) if code is not None]


def title(comparison: Comparison, codes: List[NamedCode]) -> str:
  """Words for what is compared."""
  if codes:
    return ' and '.join(code.name.rpartition('.')[2] for code in codes)
  return os.path.splitext(os.path.basename(os.fspath(comparison.target or '')))[0]


def _valued(
    comparison: Comparison, codes: List[NamedCode], inputs: _inputs.GivenInputs) -> Iterator[Tuple[str, Any]]:
  names = [option for option, code in (('--tf1', comparison.tf1), ('--tf2', comparison.tf2)) if code is not None]
  yield from zip(names, codes)
  yield from _interpreters(comparison)
  for option, value in (
      ('--input', inputs.option), ('--mode', comparison.mode), ('--seed', comparison.seed),
      ('--candidate', comparison.candidate), ('--steps', comparison.steps or None),
      ('--checkpoint', _path(comparison.checkpoint)), ('--map', _path(comparison.map)),
      ('--waivers', _path(comparison.waivers)), ('--baseline', _path(comparison.baseline))):
    if value is not None:
      yield option, value
  yield from _tolerance(comparison.tolerance)


def _interpreters(comparison: Comparison) -> Iterator[Tuple[str, str]]:
  for option, path in (('--tf1-python', comparison.tf1_python), ('--tf2-python', comparison.tf2_python)):
    if path is not None:
      yield option, os.path.expanduser(os.fspath(path))
  if comparison.python is not None:
    yield '--python', os.path.expanduser(os.fspath(comparison.python))
  # On another host there may be no such path.
  elif comparison.is_python() and sys.executable and not any(word.startswith(('--tf1-launch', '--tf2-launch', '--python'))
                                                             for word in _options(comparison)):
    if comparison.tf1_python is None or comparison.tf2_python is None:
      yield '--python', sys.executable


def _tolerance(tolerance: Any) -> Iterator[Tuple[str, str]]:
  if tolerance is None:
    return
  if tolerance == 'auto':
    yield '--tolerance', 'auto'
  elif isinstance(tolerance, (tuple, list)):
    rtol, atol = _numbers(tolerance, 'tolerance')
    yield '--rtol', rtol
    yield '--atol', atol
  elif hasattr(tolerance, 'items'):
    for glob, pair in tolerance.items():
      yield '--tolerance', '%s=%s,%s' % ((glob,) + _numbers(pair, 'tolerance[%s]' % visible(repr(glob))))
  else:
    raise ArgumentError("tolerance=%s should be (rtol, atol), {'ENDPOINT*': (rtol, atol)}, or 'auto'" % (
        visible(repr(tolerance)),))


def _numbers(pair: Any, name: str) -> Tuple[str, str]:
  try:
    rtol, atol = (float(each) for each in pair)
  except (TypeError, ValueError):
    raise ArgumentError('%s should be two numbers, (rtol, atol), and not %s' % (name, visible(repr(pair)))) from None
  if not all(math.isfinite(each) and each >= 0 for each in (rtol, atol)):
    raise ArgumentError('%s should be two finite numbers that are not negative, and not %s' % (name, visible(repr(pair))))
  return repr(rtol), repr(atol)


def _options(comparison: Comparison) -> List[str]:
  given = comparison.options
  if isinstance(given, str):
    raise ArgumentError("options should be a list of words, such as %r, and not one text" % re.split(r'\s+', given.strip()))
  return [os.fspath(word) for word in given]


def _path(path: Any) -> Optional[str]:
  return None if path is None else os.path.expanduser(os.fspath(path))
