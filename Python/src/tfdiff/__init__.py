"""Compares a TensorFlow 1 model with its migration to TensorFlow 2, from Python.

  report = tfdiff.check(tf1='old/nets.py:network', tf2='new/nets.py:Network', inputs=batch)
  tfdiff.assert_equivalent(tf1=network, tf2=Network, inputs=batch)   # an AssertionError that says where and why
  tfdiff.debug(tf1=network, tf2=Network, inputs=batch)               # the screen
"""

from __future__ import annotations

from tfdiff._version import VERSION as __version__

# False but for type checkers, as typing.TYPE_CHECKING is: importing typing takes longer than all else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
  from typing import Any, List

  from tfdiff._check import assert_equivalent as assert_equivalent
  from tfdiff._check import check as check
  from tfdiff._debug import debug as debug
  from tfdiff.errors import ArgumentError as ArgumentError
  from tfdiff.errors import CodeError as CodeError
  from tfdiff.errors import Divergence as Divergence
  from tfdiff.errors import Incomparable as Incomparable
  from tfdiff.errors import ProgramError as ProgramError
  from tfdiff.errors import TFDiffError as TFDiffError
  from tfdiff.report import Report as Report

# What is imported only when it is asked for: the command `tfdiff-tui` is in a hurry.
_HOMES = {
    'check': 'tfdiff._check', 'assert_equivalent': 'tfdiff._check', 'debug': 'tfdiff._debug', 'Report': 'tfdiff.report',
    'ArgumentError': 'tfdiff.errors', 'CodeError': 'tfdiff.errors', 'Divergence': 'tfdiff.errors',
    'Incomparable': 'tfdiff.errors', 'ProgramError': 'tfdiff.errors', 'TFDiffError': 'tfdiff.errors'}
__all__ = [
    'ArgumentError', 'CodeError', 'Divergence', 'Incomparable', 'ProgramError', 'Report', 'TFDiffError', '__version__',
    'assert_equivalent', 'check', 'debug']


def __getattr__(name: str) -> Any:
  if name not in _HOMES:
    raise AttributeError('module %r has no attribute %r' % (__name__, name))
  import importlib
  value = getattr(importlib.import_module(_HOMES[name]), name)
  globals()[name] = value
  return value


def __dir__() -> List[str]:
  return sorted(set(globals()) | set(__all__))
