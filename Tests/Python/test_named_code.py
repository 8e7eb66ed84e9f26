"""Protects: the user's code is found by its module and by its file, the same file name on each side included, in its package
where it is in one; a training step is what was named, where it brings no loss along."""

import dataclasses
import sys

import pytest
import worker
from test_training import python
from tfdiff_probe import messages
from tfdiff_probe import named_code
from tfdiff_probe import target as targets
from tfdiff_probe.problems import Problem


@pytest.fixture(autouse=True)
def imports_are_undone(monkeypatch):
  monkeypatch.setattr(sys, 'path', list(sys.path))
  known = dict(sys.modules)
  yield
  for name in set(sys.modules) - set(known):
    del sys.modules[name]


def write(folder, **sources):
  for name, source in sources.items():
    file = folder.joinpath(*name.split('__')).with_suffix('.py')
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source)


def setup(folder, side='reference', **names):
  values = dict.fromkeys(field.name for field in dataclasses.fields(messages.Run))
  values.update(side=side, folder=str(folder), steps=0, ends_at_loss=False, **names)
  return messages.Run(**values)


def test_files_of_one_name_are_two_modules(tmp_path):
  write(tmp_path, old__model='def net(): return "old"', new__model='def net(): return "new"\ndef inputs(): pass')
  target = targets.Target(setup(tmp_path, 'candidate', tf1='old/model.py:net', tf2=str(tmp_path / 'new/model.py') + ':net'))
  assert target.tf2() == 'new'
  # What was not imported for this side is not imported for a look at its arguments.
  assert target.counterpart is None
  assert named_code.load('old/model.py', str(tmp_path)).net() == 'old'


def test_a_file_of_a_package_is_imported_as_a_part_of_it(tmp_path):
  write(tmp_path, src__pkg__parts='VALUE = 3', src__pkg__nets='from .parts import VALUE\nclass A:\n  x = VALUE')
  (tmp_path / 'src/pkg/__init__.py').write_text('')
  target = targets.Target(setup(tmp_path, tf1='src/pkg/nets.py:A.x'))
  assert target.tf1 == 3 and sys.modules['pkg.nets'].A.x == 3


def test_a_file_may_have_the_name_of_a_library(tmp_path):
  write(tmp_path, types='def net(): return 7')
  known = sys.modules['types']
  assert targets.Target(setup(tmp_path, tf1='types.py:net')).tf1() == 7
  assert sys.modules['types'] is known


def test_both_sides_of_one_file_are_one_module(tmp_path):
  write(tmp_path, both='def tf1(inputs, labels): pass\ndef tf2(): pass\ndef inputs(): return 5')
  target = targets.Target(setup(tmp_path, 'candidate', tf1='both.py:tf1', tf2='both.py:tf2'))
  assert target.counterpart is sys.modules['both'].tf1
  assert target.inputs() == 5


def test_inputs_of_a_file_go_with_models_that_are_named(tmp_path):
  write(tmp_path, case='def inputs(): return 1', nets='params = {"a": 2}\ndef inputs(): return 9\ndef net(): pass')
  path = tmp_path / 'case.py'
  target = targets.Target(setup(tmp_path, tf1='nets.py:net', file=str(path), source=path.read_text()))
  assert target.inputs() == 1 and target.params == {'a': 2}


@pytest.mark.parametrize('name, words', [
    ('nets.py', 'should be MODULE:NAME'), ('nets.py:gone', 'nets.py has no gone'),
    ('nowhere.py:net', 'importing nowhere.py failed'), ('broken.py:net', 'importing broken.py failed')])
def test_what_cannot_be_found_is_said(tmp_path, name, words):
  write(tmp_path, nets='def net(): pass', broken='raise ValueError("no")')
  with pytest.raises(Problem, match=words):
    targets.Target(setup(tmp_path, tf1=name))
  assert 'broken' not in sys.modules


def test_the_source_is_found_without_running_it(tmp_path):
  write(tmp_path, a__b='raise SystemExit(1)')
  expected = str(tmp_path / 'a/b.py')
  assert named_code.source_path('a/b.py', str(tmp_path)) == named_code.source_path('a.b', str(tmp_path)) == expected
  assert named_code.source_path('elsewhere', str(tmp_path)) is None


TRAINING = '''
import numpy as np
import tensorflow as tf
v1 = tf.compat.v1
def old_step(x, y):
  loss = tf.reduce_mean(tf.square(tf.matmul(x, v1.get_variable('kernel', [3, 2])) - y))
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)
def new_step():
  kernel = tf.Variable(tf.ones([3, 2]), name='kernel')
  def step(x, y):
    with tf.GradientTape() as tape:
      loss = tf.reduce_mean(tf.square(tf.matmul(x, kernel) - y))
    kernel.assign_sub(0.1 * tape.gradient(loss, [kernel])[0])
    return loss
  return step
def inputs(): return np.ones([4, 3], 'float32'), np.ones([4, 2], 'float32')
'''


@pytest.mark.parametrize('side, version, names', [
    ('reference', '1.15', dict(tf1='train.py:old_step')), ('candidate', '2.12', dict(tf2='train.py:new_step'))])
def test_what_is_named_to_be_trained_and_has_no_loss_beside_it_trains(tmp_path, side, version, names):
  write(tmp_path, train=TRAINING, case='from train import inputs')
  told = worker.Worker(python(version), side, tmp_path / 'case.py', steps=2, is_quiet=True, **names)
  told.run()
  assert [each for each in told.events if each['event'] == 'error'] == []
  assert {(rung[0], rung[2]) for rung in told.rungs} >= {(2, 'loss'), (2, 'variables/kernel'), (1, 'gradients/kernel')}
