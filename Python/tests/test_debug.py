"""Protects: `debug` opens the screen where there is a terminal, and says the command where there is none."""

import os
import pty
import re
import select
import sys
import time

import pytest
import tfdiff
from conftest import PACKAGE


def on_terminal(source, keys, until):
  """Runs Python on a terminal of its own; types keys once the screen shows a text; returns what was drawn and the status."""
  child, master = pty.fork()
  if child == 0:
    os.execve(sys.executable, [sys.executable, '-c', source], dict(
        os.environ, TERM='xterm-256color', PYTHONPATH=str(PACKAGE), LINES='30', COLUMNS='120'))
  drawn, deadline, is_typed = b'', time.time() + 60, False
  while time.time() < deadline:
    if select.select([master], [], [], 0.2)[0]:
      try:
        part = os.read(master, 65536)
      except OSError:
        part = b''
      if not part:
        break
      drawn += part
    if not is_typed and until.encode() in drawn:
      os.write(master, keys)
      is_typed = True
  os.close(master)
  return drawn.decode('utf-8', 'replace'), os.waitpid(child, 0)[1]


def test_the_screen_opens_on_a_terminal_and_python_goes_on_after_it():
  drawn, status = on_terminal(
      'import tfdiff; tfdiff.debug("digits"); print("went", "on")', b'q', 'Endpoints')
  assert 'went on' in drawn and status == 0, drawn
  # The terminal was the screen's, and was given back.
  assert re.search(r'\x1b\[\?1049h.*\x1b\[\?1049l', drawn, re.DOTALL)


@pytest.mark.parametrize('test, option', [
    ("tfdiff.debug('digits')", '-q'),
    ("tfdiff_check('digits', options=['--fault', 'missing-activation@conv1'])", '--tfdiff-debug')])
def test_the_screen_opens_in_a_test_though_pytest_captures_output(test, option, tmp_path):
  file = tmp_path / 'test_it.py'
  file.write_text('import tfdiff\ndef test_it(tfdiff_check):\n  print("not", "shown")\n  %s\n' % test)
  arguments = ['-p', 'tfdiff.pytest_plugin', '-p', 'no:cacheprovider', option, str(file)]
  drawn, status = on_terminal('import pytest, sys; sys.exit(pytest.main(%r))' % arguments, b'q', 'Endpoints')
  assert '\x1b[?1049h' in drawn, drawn
  after = drawn.rpartition('\x1b[?1049l')[2]
  assert ('1 passed' in after and status == 0) if option == '-q' else ('First divergence: conv1' in after and status != 0)
  assert 'not shown' not in drawn.partition('\x1b[?1049h')[0]


def test_the_command_is_said_where_there_is_none(capsys, monkeypatch):
  monkeypatch.setattr(os, 'isatty', lambda descriptor: False)
  tfdiff.debug('digits', training=True, options=['--explain'])
  out = capsys.readouterr().out
  assert out.startswith('There is no terminal here') and out.endswith('debug --training digits\n') and os.getcwd() in out


def test_a_debugger_that_dies_is_an_error(tmp_path, monkeypatch):
  program = tmp_path / 'tfdiff-tui'
  program.write_text('#!/bin/sh\nkill -9 $$\n')
  program.chmod(0o755)
  monkeypatch.setenv('TFDIFF_TUI', str(program))
  drawn, status = on_terminal('import tfdiff; tfdiff.debug("digits")', b'', '\0')
  assert 'ProgramError: The debugger ended with status -9' in drawn and status != 0


@pytest.mark.parametrize('arguments', [dict(), dict(tf1=lambda: None)])
def test_what_makes_no_sense_is_refused_before_anything_is_opened(arguments):
  with pytest.raises(tfdiff.TFDiffError):
    tfdiff.debug(**arguments)
