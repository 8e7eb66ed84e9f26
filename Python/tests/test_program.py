"""Protects: the program is found where it is, takes the launcher's place, and a machine that it is not for is told so in
words."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from conftest import PACKAGE
from tfdiff import _machine, _program
from tfdiff.errors import ProgramError

NEEDS = _machine.Needs('x86_64', (2, 35))


@pytest.fixture
def package(tmp_path):
  """A copy of the package, to put a program into."""
  copy = tmp_path / 'site' / 'tfdiff'
  shutil.copytree(str(PACKAGE / 'tfdiff'), str(copy), ignore=shutil.ignore_patterns('_program', '__pycache__'))
  (copy / '_program').mkdir()
  return copy


def launch(package, *arguments, **environment):
  known = {name: value for name, value in os.environ.items() if name not in ('TFDIFF_TUI', 'TERMINFO_DIRS')}
  return subprocess.run(
      [sys.executable, '-m', 'tfdiff'] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
      universal_newlines=True, env=dict(known, PYTHONPATH=str(package.parent), **environment))


def put(package, source='#!/bin/sh\nprintf "%s|" "$0" "$@" "$TERMINFO_DIRS"; exit 7\n', needs=None, folder='_program'):
  program = package / folder / 'tfdiff-tui'
  program.write_text(source)
  program.chmod(0o755)
  if needs:
    (package / '_program' / 'needs').write_text(needs)
  return program


def test_the_program_takes_the_launchers_place(package):
  program = put(package, needs='%s glibc 2.5\n' % os.uname().machine)
  (package / '_program' / 'terminfo').mkdir()
  done = launch(package, 'check', '--seed=3', 'a b')
  assert done.returncode == 7 and done.stderr == ''
  own = str(program.parent / 'terminfo')
  assert done.stdout == '%s|check|--seed=3|a b|:%s|' % (program, own)


def test_terminal_descriptions_come_after_those_that_are_named(tmp_path):
  (tmp_path / 'terminfo').mkdir()
  own = str(tmp_path / 'terminfo')
  assert _program.environment_of({'TERMINFO_DIRS': '/a:/b'}, str(tmp_path))['TERMINFO_DIRS'] == '/a:/b:' + own
  again = _program.environment_of({'TERMINFO_DIRS': ':' + own}, str(tmp_path))
  assert again['TERMINFO_DIRS'] == ':' + own
  assert 'TERMINFO_DIRS' not in _program.environment_of({}, str(tmp_path / 'nowhere'))


@pytest.mark.parametrize('needs, words', [
    ('%s glibc 9.99' % os.uname().machine, 'needs Linux on %s with glibc 9.99 or later' % os.uname().machine),
    ('vax glibc 2.5', 'and this is Linux on ' + os.uname().machine)])
def test_a_machine_that_it_is_not_for_is_told_so(package, needs, words):
  put(package, needs=needs)
  done = launch(package, '--version')
  assert done.returncode == 2 and done.stdout == ''
  assert done.stderr.startswith('Error: ') and words in done.stderr and 'Traceback' not in done.stderr
  assert done.stderr.count('\n') == 1


@pytest.mark.parametrize('machine, words', [
    (_machine.Machine('Linux', 'aarch64', (2, 40)), 'this is Linux on aarch64'),
    (_machine.Machine('Darwin', 'x86_64', None), 'this is Darwin on x86_64'),
    (_machine.Machine('Linux', 'x86_64', None), 'such as musl'),
    (_machine.Machine('Linux', 'x86_64', (2, 31)), 'this is Linux with glibc 2.31'),
    (_machine.Machine('Linux', 'x86_64', (1, 99)), 'this is Linux with glibc 1.99')])
def test_what_a_machine_lacks_is_named(machine, words):
  assert words in (_machine.obstacle(NEEDS, machine) or '')


@pytest.mark.parametrize('glibc', [(2, 35), (2, 36), (3, 0)])
def test_a_machine_that_has_it_is_let_through(glibc):
  assert _machine.obstacle(NEEDS, _machine.Machine('Linux', 'x86_64', glibc)) is None


def test_this_machine_is_known():
  machine = _machine.this_machine()
  assert machine.system == 'Linux' and machine.glibc is not None and machine.glibc > (2, 0)
  assert _machine.read_needs(os.devnull) is None and _machine.read_needs('/nowhere') is None


def test_a_program_that_cannot_be_started_is_said(package):
  put(package, source='no program\n').chmod(0o644)
  done = launch(package)
  assert done.returncode == 2 and 'cannot be started: Permission denied' in done.stderr and 'Traceback' not in done.stderr


def test_it_is_looked_for_where_it_may_be(package, tmp_path):
  nowhere = str(tmp_path / 'nowhere')
  script = put(package, source='#!/usr/bin/python3\n', folder='.')
  with pytest.raises(ProgramError, match='pip install'):
    _program.find({'PATH': str(script.parent)}, nowhere)
  (tmp_path / 'bin').mkdir()
  shutil.copy('/bin/true', str(tmp_path / 'bin' / 'tfdiff-tui'))
  path = '%s:%s' % (script.parent, tmp_path / 'bin')
  assert _program.find({'PATH': path}, nowhere) == str(tmp_path / 'bin' / 'tfdiff-tui')
  assert _program.find({'PATH': path, 'TFDIFF_TUI': '/bin/true'}, nowhere) == '/bin/true'
  with pytest.raises(ProgramError, match='TFDIFF_TUI=/nowhere is no program'):
    _program.find({'TFDIFF_TUI': '/nowhere'}, nowhere)


def test_the_command_imports_nothing_that_takes_its_time():
  words = 'import sys; sys.path.insert(0, %r); import tfdiff._launcher; print(*sorted(sys.modules))' % str(PACKAGE)
  loaded = set(subprocess.check_output([sys.executable, '-S', '-c', words]).decode().split())
  assert 'tfdiff._program' in loaded
  assert not loaded & {'typing', 'collections', 're', 'dataclasses', 'inspect', 'subprocess', 'json', 'shutil', 'numpy'}


def test_every_name_that_is_offered_is_there():
  import tfdiff
  assert {name: getattr(tfdiff, name) is not None for name in tfdiff.__all__} == dict.fromkeys(tfdiff.__all__, True)
  assert set(tfdiff.__all__) <= set(dir(tfdiff))
  with pytest.raises(AttributeError, match='no attribute'):
    getattr(tfdiff, 'no_such_' + 'thing')
  assert (pathlib.Path(tfdiff.__file__).parent / 'py.typed').exists()
