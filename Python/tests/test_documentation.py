"""Protects: the page on the Python interface and the wheel's own page say what there is, no more and no less."""

import dataclasses
import pathlib
import re

import tfdiff
from tfdiff import pytest_plugin
from tfdiff._comparison import Comparison

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / 'Sources/tfdiff-tui/Documentation.docc/Python.md').read_text()


def rows(head):
  """The first cells of a table's rows, by the head of its first column."""
  lines = PAGE.partition('| %s |' % head)[2].splitlines()[2:]
  cells = [line.split('|')[1] for line in lines[:next(place for place, line in enumerate(lines + ['']) if not line)]]
  return [name for cell in cells for name in re.findall(r'`([^`]+)`', cell)]


def test_every_argument_is_explained():
  fields = {field.name: field for field in dataclasses.fields(Comparison)}
  assert sorted(rows('Argument')) == sorted(fields)
  assert [name for name in fields if not re.search(r'^    (\w+, )*%s\b.*:' % name, Comparison.__doc__, re.MULTILINE)] == []


def test_every_error_is_explained():
  errors = {name for name in tfdiff.__all__ if isinstance(getattr(tfdiff, name), type)} - {'Report', 'TFDiffError'}
  assert set(rows('Error')) == errors


class Options:
  """What pytest hands to a plugin to add options to."""

  def __init__(self):
    self.names = []

  def getgroup(self, *words):
    return self

  def addoption(self, name, **settings):
    self.names.append(name)

  def addini(self, name, words, default):
    self.names.append(name)


def test_every_option_of_pytest_is_explained():
  options = Options()
  pytest_plugin.pytest_addoption(options)
  named = {each.split(' ')[0] for each in rows('Option')}
  assert named == {each for each in options.names if each.startswith('--')} and 'tfdiff_python' in options.names


def test_the_wheels_page_has_its_two_commands_and_is_short():
  page = (ROOT / 'Python/README.md').read_text()
  assert len(re.findall(r'^tfdiff-tui (debug|check) ', page, re.MULTILINE)) == 2
  assert len(page.splitlines()) < 80 and 'pip install tfdiff-tui' in page
