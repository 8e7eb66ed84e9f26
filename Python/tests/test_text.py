"""Protects: what a failing assertion says: where, by how much, why, by which lines, and the command to look at it; and that
no text of others drives a terminal."""

import dataclasses

import pytest
from tfdiff import _reading, _text
from tfdiff.report_parts import Explanation, Frame, Origin


def test_the_verdict_has_all_that_a_person_acts_on(divergence):
  lines = _text.divergence(divergence, 'digits').splitlines()
  first = divergence.first_divergence
  assert lines[:2] == ['digits: the two sides diverge', 'First divergence: conv1']
  row = divergence.endpoint('conv1')
  assert '  %d of %d elements are outside rtol 1e-06, atol 1e-05; the greatest difference is %.3g' % (
      row.mismatched, row.elements, row.max_abs) in lines
  assert '  at %s: %.9g in the reference, %.9g in the candidate' % (first.index, first.reference, first.candidate) in lines
  assert 'Cause: ' + divergence.explanations[0].sentence in lines
  assert '  ' + divergence.explanations[0].remedy in lines
  assert lines[-1] == 'Debug it: ' + divergence.debug_command
  assert 'debug --fault missing-activation@conv1 digits' in lines[-1]


def test_both_lines_of_the_users_code_are_shown_with_their_source(divergence, tmp_path, monkeypatch):
  monkeypatch.chdir(tmp_path)
  (tmp_path / 'nets.py').write_text('one = 1\n  two = relu(\x1b[1m)\n')
  here, gone = Frame('Net.call', str(tmp_path / 'nets.py'), 2), Frame('network', '/elsewhere/old.py', 7)
  first = dataclasses.replace(divergence.first_divergence, reference_stack=(gone,), candidate_stack=(here,))
  report = dataclasses.replace(divergence, first_divergence=first, explanations=())
  text = _text.divergence(report, 'x')
  expected = ['  reference: /elsewhere/old.py:7 in network', '  candidate: nets.py:2 in Net.call',
              r'      two = relu(\x1b[1m)']
  assert '\n'.join(expected) in text


def test_a_cause_that_was_not_found_is_said_with_what_was_ruled_out(divergence):
  found = Explanation(Origin(), 'unknown', None, 'nothing closes the gap', ('not the axis', 'not epsilon'))
  text = _text.divergence(dataclasses.replace(divergence, explanations=(found,)), 'x')
  assert 'No cause was found: nothing closes the gap\n  not the axis\n  not epsilon' in text


def test_a_divergence_without_a_layer_says_its_findings(divergence):
  report = dataclasses.replace(
      divergence, first_divergence=None, explanations=(), findings=tuple('finding %d' % place for place in range(9)))
  text = _text.divergence(report, 'x')
  assert 'Finding: finding 0' in text and 'Finding: finding 5' in text and '… and 3 more' in text


def test_shapes_that_differ_are_said(divergence):
  row = dataclasses.replace(divergence.endpoint('conv1'), shape=(1, 2), candidate_shape=(2, 1), mismatched=None)
  report = dataclasses.replace(divergence, endpoints=(row,))
  assert 'shape [1, 2] in the reference, [2, 1] in the candidate' in _text.divergence(report, 'x')


def poisoned(value):
  """A JSON value with what drives a terminal in each of its texts."""
  if isinstance(value, dict):
    return {name: poisoned(each) for name, each in value.items()}
  if isinstance(value, list):
    return [poisoned(each) for each in value]
  is_number = value in ('nan', 'inf', '-inf')
  return value + '\x1b]0;\u202e\n\x07' if isinstance(value, str) and not is_number else value


def test_no_text_of_others_reaches_a_terminal_as_it_is(divergence):
  raw = {name: value if name in ('format', 'version') else poisoned(value) for name, value in divergence.raw.items()}
  report = _reading.of(raw, 'tfdiff-tui debug \x1b')
  failed = dict(side='reference', endpoint=None, message='no\x1b\nyes', traceback=[])
  texts = [_text.divergence(report, 'a\x1b'), _text.incomparable(None, 'b\x1b\nc', 'd\x1b'),
           _text.incomparable(_reading.of(dict(raw, failure=failed)), '', 'e')]
  for text in texts:
    assert '\\x1b' in text and not [each for each in text if not each.isprintable() and each != '\n']
  assert max(map(len, (text.splitlines() for text in texts))) < 40


@pytest.mark.parametrize('text, shown', [('a\tb', r'a\tb'), ('\u202e', r'\u202e'), ('ü→', 'ü→'), ('\udcff', r'\udcff')])
def test_visible_text(text, shown):
  from tfdiff._visible import visible
  assert visible(text) == shown and visible(shown) == shown
