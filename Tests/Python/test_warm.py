"""Protects: what importing a program leaves that a fork would share is noticed, changed files are, and a run that was forked
off takes all it started with it."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from tfdiff_probe import warm


def test_nothing_special_can_be_forked():
  with warm.Import() as watch:
    pass
  assert watch.obstacle() is None
  assert not watch.is_stale()


def test_a_file_left_open_is_noticed(tmp_path):
  path = tmp_path / 'data'
  path.write_text('x')
  with warm.Import() as watch:
    file = open(path)
  assert 'file open' in watch.obstacle()
  file.close()
  assert watch.obstacle() is None


def test_a_thread_is_noticed():
  done = threading.Event()
  with warm.Import() as watch:
    thread = threading.Thread(target=done.wait)
    thread.start()
  assert 'threads' in watch.obstacle()
  done.set()
  thread.join()


def test_a_file_that_was_read_and_changes_makes_it_stale(tmp_path):
  path = tmp_path / 'vocabulary.txt'
  path.write_text('one')
  with warm.Import() as watch:
    path.read_text()
  assert not watch.is_stale()
  path.write_text('another')
  assert watch.is_stale()


def test_a_file_that_nobody_read_does_not(tmp_path):
  with warm.Import() as watch:
    pass
  (tmp_path / 'new').write_text('x')
  assert not watch.is_stale()


@pytest.mark.parametrize('status', [0, 3])
def test_a_run_ends_with_its_status(status):
  assert os.WEXITSTATUS(warm.fork(lambda: status)) == status


def test_a_run_changes_nothing_here():
  facts = []
  warm.fork(lambda: facts.append(1) or 0)
  assert facts == []


def test_what_a_run_started_ends_with_it(tmp_path):
  path = tmp_path / 'pid'

  def run():
    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])
    path.write_text(str(child.pid))
    return 0

  with warm.Import() as watch:
    pass
  # Asking adopts what is orphaned.
  assert watch.obstacle() is None
  warm.fork(run)
  time.sleep(0.05)
  with pytest.raises(ProcessLookupError):
    os.kill(int(path.read_text()), 0)


def test_a_process_ends_like_another():
  killed = warm.fork(lambda: os.kill(os.getpid(), signal.SIGKILL))
  assert os.WTERMSIG(killed) == signal.SIGKILL
  child = os.fork()
  if child == 0:
    warm.end_like(killed)
  assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
