"""Protects: what `check` and `assert_equivalent` make of the program's answers, on built-in models and on real TensorFlow,
1.15, 2.12 and the newest."""

import glob
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
import pytest
import tfdiff
from conftest import python

BATCH = numpy.random.RandomState(0).randn(4, 5).astype('float32')
# The plugin's tests have 2.12 on both sides.
VERSIONS = [('1.15', '2.12'), ('latest', 'latest')]


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
  """Temporary files are where the test sees them."""
  folder = tmp_path / 'temporary'
  folder.mkdir()
  monkeypatch.setattr(tempfile, 'tempdir', str(folder))
  return folder


def pythons(versions):
  return dict(tf1_python=python(versions[0]), tf2_python=python(versions[1]))


def test_a_model_that_is_equal(temporary):
  report = tfdiff.assert_equivalent('digits', training=True, mode='constant', tolerance={'*': (1e-5, 1e-5)})
  assert report.is_equal and report.training and report.mode == 'constant' and report.coverage.compared > 5
  assert report.tolerance.exceptions[0].glob == '*'
  assert list(temporary.iterdir()) == []


def test_a_model_that_diverges(divergence):
  with pytest.raises(AssertionError, match='First divergence: conv1') as caught:
    tfdiff.assert_equivalent('digits', options=['--fault', 'missing-activation@conv1'])
  assert isinstance(caught.value, tfdiff.Divergence)
  assert caught.value.report.first_divergence == divergence.first_divergence


def test_reports_are_written(tmp_path):
  wanted = [tmp_path / 'a.json', tmp_path / 'b.md']
  tfdiff.check('digits', reports=wanted)
  assert all(path.stat().st_size > 1000 for path in wanted)


@pytest.mark.parametrize('arguments, words', [
    (dict(target='digit'), 'digit'), (dict(target='digits', options=['--no-such']), '--no-such'),
    (dict(target='digits', checkpoint='/nowhere'), '/nowhere'), (dict(target='gone.py'), 'gone.py')])
def test_what_cannot_be_compared_is_an_error_with_the_programs_words(arguments, words):
  with pytest.raises(tfdiff.Incomparable) as caught:
    tfdiff.check(**arguments)
  assert words in caught.value.message and not isinstance(caught.value, AssertionError)


@pytest.mark.parametrize('arguments', [
    dict(tf1='old_nets.py:network', inputs=[BATCH, 'x']), dict(tf1='old_nets.py:network', inputs=BATCH, tolerance=3)])
def test_what_is_refused_leaves_nothing_behind(arguments, migrations, temporary):
  with pytest.raises(tfdiff.ArgumentError):
    tfdiff.check(**arguments)
  assert list(temporary.iterdir()) == []


def test_time_runs_out():
  with pytest.raises(tfdiff.Incomparable, match='not compared within 0.01 seconds'):
    tfdiff.check('inception-resnet-v2', timeout=0.01)


def test_a_program_that_dies_is_no_verdict(tmp_path, monkeypatch):
  program = tmp_path / 'tfdiff-tui'
  program.write_text('#!/bin/sh\necho "no\033[1m good" >&2\nkill -9 $$\n')
  program.chmod(0o755)
  monkeypatch.setenv('TFDIFF_TUI', str(program))
  with pytest.raises(tfdiff.ProgramError, match=r'status -9:\nno\\x1b\[1m good'):
    tfdiff.check('digits')


@pytest.mark.parametrize('versions', VERSIONS, ids='-'.join)
def test_a_migration_that_is_right(versions, migrations, temporary):
  report = tfdiff.assert_equivalent(
      tf1='old_nets.py:network', tf2='new_nets.py:Network', inputs=BATCH, copy_weights=True, **pythons(versions))
  assert report.coverage.outputs_compared and report.variables.matched == 4
  # What nobody will look into is not kept.
  assert list(temporary.iterdir()) == []


@pytest.mark.parametrize('versions', VERSIONS, ids='-'.join)
def test_a_migration_that_forgets_an_activation(versions, migrations, temporary):
  with pytest.raises(AssertionError) as caught:
    tfdiff.assert_equivalent(
        tf1='old_nets.py:network', tf2='new_nets.py:Forgetful', inputs=BATCH, copy_weights=True, **pythons(versions))
  text = str(caught.value)
  assert 'Cause: the candidate lacks Relu' in text and 'Add Relu to the candidate.' in text
  assert 'reference: old_nets.py:' in text and 'candidate: new_nets.py:' in text
  assert 'return self.logits(hidden)' in text
  # The command that is said finds the inputs, and comes to the same.
  command = caught.value.report.debug_command
  assert str(temporary) in command
  words = command.partition(' debug ')[2]
  again = subprocess.run('%s check --quiet %s' % (os.environ['TFDIFF_TUI'], words), shell=True, stdout=subprocess.PIPE)
  assert again.returncode == 1


def test_functions_arrays_and_steps_of_the_newest_and_the_oldest(migrations, tmp_path):
  """Several inputs, by their names; and training steps, of two versions."""
  two = {'left': numpy.ones([2, 3], 'float32'), 'right': numpy.zeros([2, 3], 'float32')}
  names = dict(tf1='old_nets.py:two_inputs', tf2='new_nets.py:TwoInputs')
  assert tfdiff.assert_equivalent(inputs=two, copy_weights=True, python=python('latest'), **names).is_equal
  report = tfdiff.check(
      tf1='old_nets.py:train_step', tf2='new_nets.py:training', steps=2, copy_weights=True,
      inputs=(BATCH, BATCH[:, :2]), **pythons(('1.15', '2.12')))
  assert report.is_equal and len(report.training_steps.steps) == 2


def test_functions_of_this_process_and_its_path(tmp_path, monkeypatch, modules):
  """As a test or a script has them: with imports from a folder that only this process knows."""
  (tmp_path / 'lib').mkdir()
  (tmp_path / 'lib' / 'helper_of_both.py').write_text('SCALE = 2.0\n')
  source = ('import numpy as np\nfrom helper_of_both import SCALE\n'
            'def old(inputs): return {"scaled": inputs * SCALE}\n'
            'def new(inputs): return {"scaled": inputs * 2.0}\n'
            'def batch(): return np.ones([2, 2], "float32")\n')
  (tmp_path / 'functions_here.py').write_text(source)
  sys.path[:0] = [str(tmp_path / 'lib'), str(tmp_path)]
  import functions_here
  monkeypatch.chdir(tmp_path)
  report = tfdiff.check(
      tf1=functions_here.old, tf2=functions_here.new, inputs=functions_here.batch, python=python('2.12'))
  assert report.is_equal and report.endpoints[0].name == 'scaled'
  assert report.debug_command.startswith('PYTHONPATH=lib')


def test_a_side_that_fails_says_where(migrations, temporary):
  with pytest.raises(tfdiff.Incomparable) as caught:
    tfdiff.check(tf1='old_nets.py:failing', tf2='new_nets.py:Network', inputs=BATCH, python=python('2.12'))
  assert caught.value.report.failure.side == 'reference'
  text = str(caught.value)
  assert 'at old_nets.py:' in text and 'raise ValueError(' in text and '\x1b' not in text and r'\x1b[31mold' in text
  assert glob.glob(str(temporary / 'tfdiff-*' / 'inputs.npy'))


def test_inputs_are_written_to_the_folder_that_is_named(migrations, tmp_path):
  folder = tmp_path / 'kept' / 'here'
  report = tfdiff.check(
      tf1='old_nets.py:two_inputs', tf2='new_nets.py:TwoInputs', inputs=(BATCH, BATCH), copy_weights=True, folder=folder,
      python=python('2.12'))
  assert report.is_equal
  assert sorted(path.name for path in folder.iterdir()) == ['inputs.npz', 'tfdiff_two_inputs_and_TwoInputs.py']


def test_a_program_without_its_report_is_no_verdict(monkeypatch):
  monkeypatch.setenv('TFDIFF_TUI', '/bin/true')
  with pytest.raises(tfdiff.TFDiffError):
    tfdiff.check('digits')
  assert pathlib.Path('/bin/true').exists()
