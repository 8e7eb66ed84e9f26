"""A report in words: what a failing assertion says. It has only what the report has."""

import linecache
from typing import Iterator, Optional

from tfdiff import _code
from tfdiff._visible import visible
from tfdiff.report import Report
from tfdiff.report_parts import Endpoint, Explanation, Frame

# Of what could go on for long: evidence, findings, frames of a traceback.
LIMIT = 6


def divergence(report: Report, title: str) -> str:
  """The verdict on two sides that part: where, why, the lines of both, and how to look at it."""
  lines = ['%s: the two sides diverge' % visible(title)]
  lines += _first(report)
  lines += _places(*report.places())
  for each in report.explanations[:1]:
    lines += _explanation(each)
  lines += _findings(report)
  if report.debug_command:
    lines.append('Debug it: ' + visible(report.debug_command))
  return '\n'.join(lines)


def incomparable(report: Optional[Report], message: str, title: str) -> str:
  """Why two sides could not be compared."""
  failure = report.failure if report else None
  if failure is None:
    return '%s: the two sides could not be compared\n%s' % (visible(title), _indented(message))
  # The message may have the frames in it, which are told below with their lines.
  words = '\n'.join(line for line in failure.message.splitlines() if not line.startswith('  at '))
  lines = ['%s: the two sides could not be compared' % visible(title), _indented('the %s: %s' % (failure.side, words))]
  frames = [frame for frame in failure.traceback if frame.user] or failure.traceback
  return '\n'.join(lines + ['  at ' + _place(frame) for frame in frames[:LIMIT]])


def _first(report: Report) -> Iterator[str]:
  found = report.first_divergence
  if found is None:
    return
  yield 'First divergence: ' + visible(found.endpoint)
  row = next((each for each in report.endpoints if each.name == found.endpoint), None)
  if row is not None:
    yield from map('  {}'.format, _numbers(row))
  if found.index is not None and found.reference is not None and found.candidate is not None:
    yield '  at %s: %.9g in the reference, %.9g in the candidate' % (
        tuple(found.index), found.reference, found.candidate)
  for words in (found.initial_value, found.elsewhere, found.explanation, found.inside_error):
    if words:
      yield '  ' + visible(words)
  if found.unpaired_variable:
    yield '  no partner was found for the variable ' + visible(found.unpaired_variable)
  yield from _operation(report)


def _numbers(row: Endpoint) -> Iterator[str]:
  if row.shape != row.candidate_shape and row.shape is not None and row.candidate_shape is not None:
    yield 'shape %s in the reference, %s in the candidate' % (list(row.shape), list(row.candidate_shape))
  if row.mismatched is not None and row.elements and row.max_abs is not None:
    yield '%d of %d elements are outside rtol %g, atol %g; the greatest difference is %.3g' % (
        row.mismatched, row.elements, row.rtol, row.atol, row.max_abs)


def _operation(report: Report) -> Iterator[str]:
  found = report.first_divergence
  detail = found.op_detail if found else None
  if detail is None:
    return
  sides = [_named(detail.reference_name, detail.reference_type), _named(detail.candidate_name, detail.candidate_type)]
  yield 'Operation: %s in the reference, %s in the candidate' % (sides[0] or 'none', sides[1] or 'none')
  if detail.iteration is not None:
    yield '  iteration %d of %s' % (detail.iteration, detail.iterations)
  for each in detail.differences[:LIMIT]:
    yield '  ' + visible(each)


def _named(name: Optional[str], kind: Optional[str]) -> Optional[str]:
  return None if name is None else '%s (%s)' % (visible(name), visible(kind or '?'))


def _places(reference: Optional[Frame], candidate: Optional[Frame]) -> Iterator[str]:
  for side, frame in (('reference', reference), ('candidate', candidate)):
    if frame is not None:
      yield '  %s: %s' % (side, _place(frame))


def _place(frame: Frame) -> str:
  where = '%s:%d in %s' % (visible(_code.shown_path(frame.file)), frame.line, visible(frame.function))
  source = linecache.getline(frame.file, frame.line).strip()
  return '%s\n      %s' % (where, visible(source)) if source else where


def _explanation(found: Explanation) -> Iterator[str]:
  if found.cause is None:
    yield 'No cause was found: ' + visible(found.sentence)
  else:
    yield 'Cause: ' + visible(found.sentence)
  if found.experiment is not None:
    each = found.experiment
    yield '  %s: the gap closes, %.1e → %.1e (rounding alone: %.1e)' % (
        visible(each.words), each.before, each.after, each.noise)
  if found.cause is None:
    for words in found.evidence[:LIMIT]:
      yield '  ' + visible(words)
  if found.remedy:
    yield '  ' + visible(found.remedy)


def _findings(report: Report) -> Iterator[str]:
  # One that is told of above in more words is not told again.
  known = report.first_divergence.endpoint if report.first_divergence else None
  shown = [each for each in report.findings if known is None or each != '%s is out of tolerance' % known]
  for each in shown[:LIMIT]:
    yield 'Finding: ' + visible(each)
  if len(shown) > LIMIT:
    yield '… and %d more' % (len(shown) - LIMIT)


def _indented(text: str) -> str:
  return '\n'.join('  ' + visible(line) for line in text.splitlines())
