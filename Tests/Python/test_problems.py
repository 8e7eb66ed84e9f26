"""Protects: an exception is told with the frames it came through, before those of what it was raised from; a syntax error
with those that import the file."""

import pytest

from tfdiff_probe import codec
from tfdiff_probe import problems


def lookup(config, key):
  try:
    return config[key]
  except KeyError as error:
    raise ValueError('no setting for %r' % key) from error


def handling():
  try:
    return {}['a']
  except KeyError:
    raise ValueError('no a')  # noqa: B904


def silent():
  try:
    return {}['a']
  except KeyError:
    raise ValueError('no a') from None


def told(function):
  with pytest.raises(ValueError) as found:
    function()
  return problems.event(found.value)


def lines(event):
  return [frame.source for frame in event.frames if frame.file == __file__ and frame.function != 'told']


def test_a_causes_frames_come_after_the_exceptions_own():
  event = told(lambda: lookup({}, 'units'))
  assert event.message == "ValueError: no setting for 'units'; raised from KeyError: 'units'"
  assert lines(event) == [
      "raise ValueError('no setting for %r' % key) from error", "event = told(lambda: lookup({}, 'units'))",
      'return config[key]']


def test_what_was_being_handled_is_a_cause_too():
  assert lines(told(handling)) == ["raise ValueError('no a')  # noqa: B904", "return {}['a']"]


def test_what_is_left_out_stays_out():
  event = told(silent)
  assert event.message == 'ValueError: no a'
  assert lines(event) == ["raise ValueError('no a') from None"]


def test_a_syntax_error_keeps_who_imports_the_file(tmp_path, monkeypatch):
  (tmp_path / 'broken_ported.py').write_text('x = 1\nclass Net(\n')
  monkeypatch.syspath_prepend(str(tmp_path))
  with pytest.raises(SyntaxError) as found:
    import broken_ported  # noqa: F401
  event = problems.event(found.value)
  assert event.frames[0].file == str(tmp_path / 'broken_ported.py') and event.frames[0].line == 2
  assert 'import broken_ported  # noqa: F401' in [frame.source for frame in event.frames]


class Unspeakable(Exception):
  """Its message raises."""

  def __str__(self):
    raise SystemExit(3)


class Odd(str):
  """A text whose own methods are broken."""

  def splitlines(self, keepends=False):
    raise TypeError('no lines')


def raising(error):
  raise error


@pytest.mark.parametrize('error', [
    Unspeakable(), SyntaxError(Unspeakable(), (7, 'line', 0, '')), SyntaxError('bad', (b'net.py', 'line', 0, '')),
    ValueError(Odd('two\nlines')), GeneratorExit('done'), KeyboardInterrupt()])
def test_an_exception_that_cannot_speak_for_itself_is_told_with_its_type_and_line(error):
  with pytest.raises(BaseException) as found:
    raising(error)
  event = problems.event(found.value)
  assert event.kind == 'program'
  assert event.message.startswith(type(error).__name__)
  assert 'raise error' in lines(event)
  codec.encode(event)


def test_an_unspeakable_cause_is_told_too():
  with pytest.raises(ValueError) as found:
    try:
      raise Unspeakable()
    except Unspeakable as error:
      raise ValueError('no') from error
  assert 'Unspeakable: (what it says is not known: its __str__ raises SystemExit)' in problems.event(found.value).message
