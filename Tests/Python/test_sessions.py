"""Protects: what TensorFlow's rewrites take out of a graph though it is fetched is fetched without them, said once, and any
other error is raised as it is."""

import types

import pytest

from tfdiff_probe import sessions


class OpError(Exception):
  def __init__(self, message):
    super().__init__(message)
    self.message = message


LOST = 'Tensor c0/BiasAdd:0, specified in either feed_devices or fetch_devices was not found in the Graph'


class Session:
  opened = 0
  errors = {}

  def __init__(self, graph, config):
    Session.opened += 1
    self._config = config
    self._runs = []

  def run(self, fetches, feeds):
    if fetches == 'start':
      return None
    if self._config in Session.errors:
      raise OpError(Session.errors[self._config])
    return '%s with %s' % (fetches, self._config)

  def close(self):
    pass


class Channel:
  def __init__(self):
    self.lines = []

  def log(self, text):
    self.lines.append(text)


@pytest.fixture(name='opened')
def _opened(monkeypatch):
  configs = [('nothing', 'all'), ('remapping', 'most'), ('every rewrite', 'none')]
  monkeypatch.setattr(sessions.world, 'session_configs', lambda tf, setup: configs)
  monkeypatch.setattr(Session, 'opened', 0)
  tf = types.SimpleNamespace(
      errors=types.SimpleNamespace(OpError=OpError),
      compat=types.SimpleNamespace(v1=types.SimpleNamespace(Session=Session)))
  channel = Channel()
  return sessions.Sessions(tf, channel, {}, None, [('start', {})], {}), channel


def test_a_run_keeps_its_rewrites_where_it_can(opened, monkeypatch):
  monkeypatch.setattr(Session, 'errors', {})
  found, channel = opened
  _, values, has_rewrites = found.run('x')
  assert (values, has_rewrites, channel.lines) == ('x with all', True, [])


@pytest.mark.parametrize('lost, expected', [(['all'], 'x with most'), (['all', 'most'], 'x with none')])
def test_what_is_lost_is_fetched_without_rewrites(opened, monkeypatch, lost, expected):
  monkeypatch.setattr(Session, 'errors', dict.fromkeys(lost, LOST))
  found, channel = opened
  for _ in range(2):
    _, values, has_rewrites = found.run('x')
    assert (values, has_rewrites) == (expected, False)
  assert len(channel.lines) == len(lost) and 'c0/BiasAdd:0' in channel.lines[0] and 'remapping' in channel.lines[0]


@pytest.mark.parametrize('errors', [
    {'all': 'Incompatible shapes: [2] vs. [3]'}, dict.fromkeys(['all', 'most', 'none'], LOST)])
def test_any_other_error_is_raised(opened, monkeypatch, errors):
  monkeypatch.setattr(Session, 'errors', errors)
  with pytest.raises(OpError):
    opened[0].run('x')


@pytest.mark.parametrize('message, name', [
    (LOST, 'c0/BiasAdd:0'), ('FetchOutputs node a/Relu:0: not found', 'a/Relu:0'),
    ('PruneForTargets: Some target nodes not found: train/group, ', 'train/group'),
    ('Could not find variable w. This could mean that it was not found', None), (None, None),
])
def test_the_error_says_what_is_lost(message, name):
  assert sessions.lost_fetch(message) == name
