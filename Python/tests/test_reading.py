"""Protects: all that a report says is in its typed form, and what later programs add does no harm."""

import dataclasses
import math
import typing

import numpy
import pytest
import tfdiff
from tfdiff import _reading
from tfdiff.errors import ProgramError
from tfdiff.report import Report


@pytest.fixture(scope='module')
def training(tmp_path_factory):
  """A report on training steps."""
  batch = tmp_path_factory.mktemp('batch') / 'batch.npz'
  numpy.savez(batch, images=numpy.random.RandomState(0).rand(4, 8, 8, 1).astype('float32'), labels=numpy.arange(4))
  return tfdiff.check('digits', steps=2, inputs='%s:images' % batch, options=[
      '--labels', '%s:labels' % batch, '--optimizer', 'adam', '--fault', 'optimizer-epsilon'])


@pytest.fixture(scope='module')
def creations():
  """A report on variables that are made at each call."""
  return tfdiff.check('broken-scaling-layer')


@pytest.fixture(scope='module')
def known(tmp_path_factory):
  """A report on differences of which some are accepted, beside an earlier one."""
  folder = tmp_path_factory.mktemp('known')
  (folder / 'known.toml').write_text('[[waiver]]\nlayer = "conv1"\natol = 100\nreason = "as agreed"\nexpires = 2999-12-31\n')
  tfdiff.check('digits', reports=[folder / 'before.json'], explain=False)
  return tfdiff.check('digits', waivers=folder / 'known.toml', baseline=folder / 'before.json', explain=False, options=[
      '--fault', 'missing-activation@conv1'])


def unread(hint, raw, where):
  """The fields of the JSON that the typed form has not."""
  origin, parts = getattr(hint, '__origin__', None), getattr(hint, '__args__', ())
  if origin is typing.Union:
    return unread(parts[0], raw, where) if raw is not None else []
  if origin is tuple:
    return [found for each in raw or [] for found in unread(parts[0], each, where)]
  if not dataclasses.is_dataclass(hint) or raw is None:
    return []
  renamed = {json: name for name, json in _reading.RENAMED.get(hint, {}).items()}
  hints = typing.get_type_hints(hint)
  found = []
  for name, value in raw.items():
    field = renamed.get(name, name)
    if field in hints:
      found += unread(hints[field], value, '%s.%s' % (where, name))
    else:
      found.append('%s.%s' % (where, name))
  return found


@pytest.mark.parametrize('name', ['divergence', 'training', 'creations', 'known'])
def test_every_field_is_read(name, request):
  report = request.getfixturevalue(name)
  assert len(report.raw) > 25
  raw = {key: value for key, value in report.raw.items() if key not in ('format', 'version')}
  if isinstance(raw['training'], dict):
    raw['training_steps'] = raw.pop('training')
  assert unread(Report, raw, 'report') == []


def test_what_is_read_is_what_is_written(divergence):
  first, raw = divergence.first_divergence, divergence.raw['first_divergence']
  assert divergence.verdict == 'diverged' and not divergence.is_equal and not divergence.training
  assert first.endpoint == raw['endpoint'] == 'conv1' and first.index == tuple(raw['index'])
  assert first.op_detail.differences == tuple(raw['op_detail']['differences'])
  row = divergence.endpoint('conv1')
  assert row.shape == (1, 8, 8, 16) or len(row.shape) == 4
  assert row.reference.max == divergence.raw['endpoints'][0]['reference']['max'] and row.mismatched > 0
  explanation = divergence.explanations[0]
  assert explanation.cause == 'missing-operation' and explanation.error_class == divergence.raw['explanations'][0]['class']
  assert explanation.experiment.after < explanation.experiment.before
  with pytest.raises(KeyError, match='no endpoint conv among conv1'):
    divergence.endpoint('conv')


def test_what_was_known_is_read(known):
  row = known.endpoint('conv1')
  assert row.waived.reason == 'as agreed' and row.waived.expires == '2999-12-31' and row.baseline == 'new'
  assert [each.state for each in known.waivers.waivers] == ['used'] and 'conv1' in known.baseline.new
  assert known.baseline.verdict == 'equal' and known.baseline.obstacle is None
  assert sum(each.count for each in row.histogram.decades) + row.histogram.equal == row.elements
  assert set(map(len, row.heat_map.cells)) == {row.heat_map.source_columns} and known.run == 'inference'


def test_training_steps_are_read(training):
  steps = training.training_steps
  assert training.training is True and [step.step for step in steps.steps] == [1, 2]
  assert steps.steps[0].reference.loss > 0 and steps.first_divergence.step == 1
  assert {rung.kind for rung in steps.steps[0].rungs} >= {'gradient', 'variable', 'loss'}


def test_creations_are_read(creations):
  made = creations.variables.unexpected_creations
  assert made and made[0].call == 2 and made[0].stack and made[0].stack[0].line > 0


def test_numbers_that_json_has_not_are_numbers(divergence):
  raw = dict(divergence.raw)
  raw['endpoints'] = [dict(raw['endpoints'][0], max_abs='nan', required_rtol='inf', max_rel='-inf')]
  row = _reading.of(raw).endpoints[0]
  assert math.isnan(row.max_abs) and row.required_rtol == math.inf and row.max_rel == -math.inf


def test_what_later_programs_add_is_left_in_raw(divergence):
  raw = dict(divergence.raw, novelty=1, endpoints=[dict(divergence.raw['endpoints'][0], novelty=2)])
  report = _reading.of(raw)
  assert report.raw['novelty'] == 1 and report.endpoints[0].name == 'conv1'


@pytest.mark.parametrize('change', [{'format': 'other'}, {'version': 2}])
def test_another_format_is_refused(divergence, change):
  with pytest.raises(ProgramError, match='two versions'):
    _reading.of(dict(divergence.raw, **change))


def test_reports_are_values(divergence):
  with pytest.raises(dataclasses.FrozenInstanceError):
    divergence.verdict = 'equal'
  assert _reading.of(divergence.raw, divergence.debug_command) == divergence
