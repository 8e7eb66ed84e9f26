"""Protects: migrations as tests of pytest: marker, fixture, options, and what a person reads of one that fails."""

import json
import shutil

import pytest
from conftest import MIGRATIONS, PACKAGE, python

BUILT_IN = """
import pytest

@pytest.mark.tfdiff('digits')
def test_right():
  pass

@pytest.mark.tfdiff('digits', options=['--fault', 'missing-activation@conv1'])
def test_wrong():
  raise RuntimeError('it is not run')

def test_with_the_fixture(tfdiff_check):
  report = tfdiff_check('digits', training=True)
  assert report.training and report.coverage.compared > 5

@pytest.mark.tfdiff('digits')
def test_with_both(tfdiff_check):
  assert tfdiff_check(seed=7).seed == 7

@pytest.mark.tfdiff('digits', checkpoint='/nowhere')
def test_incomparable():
  pass

def test_of_another_kind():
  assert 1 == 2
"""


@pytest.fixture
def project(pytester, monkeypatch):
  """A folder whose tests are run with the plugin, as where the wheel is installed."""
  monkeypatch.setenv('PYTHONPATH', str(PACKAGE))
  pytester.makeini('[pytest]\naddopts = -p tfdiff.pytest_plugin -p no:cacheprovider --strict-markers')
  return pytester


def run(project, *arguments):
  return project.runpytest_subprocess(*arguments)


def test_markers_and_fixtures_compare(project):
  project.makepyfile(BUILT_IN)
  result = run(project)
  result.assert_outcomes(passed=3, failed=3)
  text = result.stdout.str()
  assert 'digits: the two sides diverge' in text and 'First divergence: conv1' in text
  assert 'Debug it: ' in text and 'debug --fault missing-activation@conv1 digits' in text
  assert '/nowhere' in text and 'it is not run' not in text
  # Nothing of how it was done, and the usual for what is not ours.
  assert '_check.py' not in text and '_test_run.py' not in text and 'pytest_plugin.py' not in text
  assert 'assert 1 == 2' in text
  # As much of it as the line has place for.
  result.stdout.fnmatch_lines(['FAILED *test_wrong* - digits: the two sid*'])


def test_reports_of_every_comparison_are_written(project):
  project.makepyfile(BUILT_IN)
  run(project, '--tfdiff-report', 'reports').assert_outcomes(passed=3, failed=3)
  folders = {path.name.rpartition('-')[0].rpartition('test_')[2]: path for path in (project.path / 'reports').iterdir()}
  assert set(folders) == {'right', 'wrong', 'with_the_fixture', 'with_both', 'incomparable'}
  assert json.loads((folders['wrong'] / 'report.json').read_text())['verdict'] == 'diverged'
  assert 'conv1' in (folders['wrong'] / 'report.md').read_text()
  assert json.loads((folders['right'] / 'report.json').read_text())['verdict'] == 'equal'


def test_several_comparisons_of_a_test_have_a_folder_each(project):
  project.makepyfile("""
    def test_two(tfdiff_check):
      tfdiff_check('digits')
      tfdiff_check('digits', training=True)
    """)
  run(project, '--tfdiff-report', 'reports').assert_outcomes(passed=1)
  found = sorted((project.path / 'reports').iterdir())
  assert [json.loads((each / 'report.json').read_text())['training'] for each in found] == [False, True]


def test_a_test_is_skipped_only_where_that_is_asked_for(project):
  project.makepyfile(BUILT_IN)
  result = run(project, '--tfdiff-skip-incomparable', '-rs')
  result.assert_outcomes(passed=3, failed=2, skipped=1)
  result.stdout.fnmatch_lines(['SKIPPED*digits: the two sides could not be compared*/nowhere*'])


@pytest.mark.parametrize('marker, words', [
    ('tf1=lambda inputs: inputs, tf2="a:B"', 'tf1 is a lambda'), ('', 'nothing to compare'),
    ('"digits", tolerence=3', 'is it tolerance?'), ('"digits", "other"', 'One target is taken without a name')])
def test_a_marker_that_makes_no_sense_says_so(project, marker, words):
  project.makepyfile('import pytest\n@pytest.mark.tfdiff(%s)\ndef test_it(): pass' % marker)
  result = run(project)
  result.assert_outcomes(failed=1)
  assert words in result.stdout.str() and '_command.py' not in result.stdout.str()


def test_markers_of_a_module_and_of_a_test_are_taken_together(project):
  project.makepyfile("""
    import pytest
    pytestmark = pytest.mark.tfdiff('digits', seed=3, training=True)

    @pytest.mark.tfdiff(seed=4)
    def test_it(tfdiff_check):
      report = tfdiff_check()
      assert (report.seed, report.training) == (4, True)
    """)
  run(project).assert_outcomes(passed=1)


def test_workers_of_pytest_hand_the_verdict_on(project):
  pytest.importorskip('xdist')
  project.makepyfile(BUILT_IN)
  result = run(project, '-n', '2')
  result.assert_outcomes(passed=3, failed=3)
  assert 'First divergence: conv1' in result.stdout.str()


def test_three_migrations_of_which_one_fails(project):
  """As the documentation has it: functions of the tests' own folder, interpreters from the configuration."""
  for each in ('old_nets.py', 'new_nets.py', 'batches.py'):
    shutil.copy(str(MIGRATIONS / each), str(project.path / each))
  project.makeini('[pytest]\naddopts = -p tfdiff.pytest_plugin -p no:cacheprovider\ntfdiff_python = %s' % python('2.12'))
  project.makepyfile("""
    import pytest
    import batches

    @pytest.mark.tfdiff(tf1='old_nets.py:network', tf2='new_nets.py:Network', inputs=batches.batch, copy_weights=True)
    def test_network():
      pass

    @pytest.mark.tfdiff(tf1='old_nets.py:network', tf2='new_nets.py:Forgetful', inputs=batches.batch, copy_weights=True)
    def test_forgetful():
      pass

    def test_training(tfdiff_check):
      report = tfdiff_check(
          tf1='old_nets.py:train_step', tf2='new_nets.py:training', inputs=batches.Batches.pair, copy_weights=True, steps=1)
      assert report.training_steps.steps[0].own_error < 1
    """)
  result = run(project, '--tfdiff-report', 'reports')
  text = result.stdout.str()
  result.assert_outcomes(passed=2, failed=1)
  lines = (MIGRATIONS / 'new_nets.py').read_text().splitlines()
  line = lines.index('    return self.logits(hidden)') + 1
  assert 'Cause: the candidate lacks Relu' in text and 'candidate: new_nets.py:%d in Forgetful.call' % line in text
  assert 'Debug it: ' in text and 'reports/' in text.partition('Debug it: ')[2].splitlines()[0]


def test_nothing_is_imported_for_tests_of_other_kinds(project):
  project.makepyfile("""
    import sys
    def test_it():
      assert 'tfdiff._check' not in sys.modules and 'numpy' not in sys.modules
    """)
  run(project).assert_outcomes(passed=1)
