"""Protects: every keyword reaches the command line as the option that it stands for, and nonsense is refused in words."""

import dataclasses
import sys
import sysconfig
import typing

import pytest
from tfdiff import _comparison, _inputs, _words
from tfdiff._command import Command
from tfdiff._comparison import Comparison
from tfdiff.errors import ArgumentError, TFDiffError


def words(**arguments):
  comparison = Comparison(**arguments)
  return _words.shared(comparison, _words.codes_of(comparison), _inputs.GivenInputs())


@pytest.mark.parametrize('arguments, expected', [
    (dict(training=True, copy_weights=True), ['--training', '--copy-weights']),
    (dict(steps=3, seed=0, mode='constant'), ['--mode', 'constant', '--seed', '0', '--steps', '3']),
    (dict(candidate='function', checkpoint='ckpt/model', map='map.toml'),
     ['--candidate', 'function', '--checkpoint', 'ckpt/model', '--map', 'map.toml']),
    (dict(tolerance=(1e-3, 0)), ['--rtol', '0.001', '--atol', '0.0']),
    (dict(tolerance={'conv*': (0.1, 1e-30), 'x': [1, 2]}), ['--tolerance', 'conv*=0.1,1e-30', '--tolerance', 'x=1.0,2.0']),
    (dict(tolerance='auto'), ['--tolerance', 'auto']),
    (dict(options=['--from', 'conv1', '--quiet']), ['--from', 'conv1']),
    (dict(seed=-1), ['--seed=-1'])])
def test_keywords_are_options(arguments, expected):
  assert words(target='digits', **arguments) == expected + ['digits']


def test_the_interpreter_is_this_one_where_nothing_is_said():
  both = ['--python', sys.executable]
  assert words(tf1='pkg.a:f', tf2='pkg.b:G') == ['--tf1', 'pkg.a:f', '--tf2', 'pkg.b:G'] + both
  assert words(target='model.py') == both + ['model.py']
  assert words(target='model.py', tf1_python='/old') == ['--tf1-python', '/old'] + both + ['model.py']
  assert words(target='model.py', python='/venv') == ['--python', '/venv', 'model.py']
  assert words(target='model.py', tf1_python='/a', tf2_python='/b')[:4] == ['--tf1-python', '/a', '--tf2-python', '/b']
  assert '--python' not in words(target='model.py', options=['--tf1-launch', 'ssh host'])
  assert words(target='digits') == ['digits']


def test_what_only_check_takes_is_not_given_to_the_debugger():
  comparison = Comparison(target='digits', options=['--ladder', '--keep-going'])
  assert _words.check_only(comparison) == ['--keep-going']
  assert words(target='digits', options=['--ladder', '--keep-going']) == ['--ladder', 'digits']
  assert _words.check_only(Comparison(target='digits')) == ['--explain']
  assert _words.check_only(Comparison(target='digits', explain=False)) == []
  assert _words.check_only(Comparison(target='digits', options=['--explain'])) == ['--explain']


@pytest.mark.parametrize('arguments, expected', [
    (dict(), 'nothing to compare'), (dict(target='digits', tolerance=5), 'tolerance=5 should be'),
    (dict(target='digits', tolerance=(1, 2, 3)), r'two numbers, \(rtol, atol\), and not \(1, 2, 3\)'),
    (dict(target='digits', tolerance=(1, -2)), 'not negative'),
    (dict(target='digits', tolerance={'a': 3}), r"tolerance\['a'\]"),
    (dict(target='digits', tolerance=(float('nan'), 0)), 'finite'),
    (dict(target='digits', options='--seed 3'), "'--seed', '3'")])
def test_nonsense_is_refused(arguments, expected):
  with pytest.raises(ArgumentError, match=expected):
    words(**arguments)


def test_an_unknown_argument_gets_the_nearest():
  with pytest.raises(ArgumentError, match='no argument tolerence: is it tolerance?'):
    Comparison.of({'tolerence': 1})
  with pytest.raises(ArgumentError, match=r'go into options=\[…\]'):
    Comparison.of({'zzz': 1})


@pytest.mark.skipif(sys.version_info < (3, 9), reason='os.PathLike takes no type before Python 3.9')
def test_the_typed_arguments_are_those_that_there_are():
  typing_extensions = pytest.importorskip('typing_extensions')
  source = open(_comparison.__file__).read()
  start = source.index('  class Arguments(')
  text = source[start:source.index('\n\n\ndef documented')]
  namespace = dict(vars(_comparison), TypedDict=typing_extensions.TypedDict)
  exec('\n'.join(line[2:] for line in text.splitlines()), namespace)
  hints = typing.get_type_hints(namespace['Arguments'], namespace)
  expected = typing.get_type_hints(Comparison)
  del expected['target']
  assert hints == expected and len(hints) == len(dataclasses.fields(Comparison)) - 1


def test_the_command_for_a_person_is_quoted_and_has_the_path(tmp_path, monkeypatch):
  own = tmp_path / 'my modules'
  own.mkdir()
  monkeypatch.chdir(tmp_path)
  # Where the interpreter has its libraries it reads once, from a module that is found by the path as it was.
  sysconfig.get_config_vars()
  monkeypatch.setattr(sys, 'path', [str(own)] + [each for each in sys.path if 'site-packages' in each])
  monkeypatch.delenv('PYTHONPATH', raising=False)
  shown = Command(Comparison(tf1='a b:f', tf2='c:g')).shown()
  assert shown.startswith("PYTHONPATH='my modules' ") and "debug --tf1 'a b:f' --tf2 c:g" in shown
  assert Command(Comparison(tf1='a:f', tf2='c:g')).environment()['PYTHONPATH'] == str(own)
  monkeypatch.setenv('PYTHONPATH', str(own))
  assert 'PYTHONPATH' not in Command(Comparison(tf1='a:f', tf2='c:g')).shown()


def test_a_file_that_compares_when_it_is_imported_does_not_begin_anew_in_a_worker(monkeypatch):
  monkeypatch.setitem(sys.modules, 'tfdiff_probe', sys)
  with pytest.raises(TFDiffError, match='__main__'):
    Command(Comparison(target='digits'))
