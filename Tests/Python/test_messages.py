"""Protects: events become heads that the debugger can read, requests are read with every field checked, and what cannot be
read is said by the names of the request and the field."""

import dataclasses
import json

import pytest

import examples
from tfdiff_probe import codec
from tfdiff_probe import messages

KINDS = list(codec.EVENTS.values()) + list(codec.REQUESTS.values())


@pytest.mark.parametrize('kind', KINDS)
def test_a_message_is_documented_and_has_a_name_of_its_own(kind):
  # A dataclass without a docstring of its own is given its signature as one.
  assert kind.__doc__ and not kind.__doc__.startswith(kind.__name__ + '(')
  assert len(codec.EVENTS) + len(codec.REQUESTS) == len(messages.Event.__subclasses__() + messages.Request.__subclasses__())


@pytest.mark.parametrize('kind', codec.EVENTS.values())
def test_an_events_head_has_its_name_and_every_field(kind):
  head = json.loads(codec.encode(examples.of(kind)))
  assert head.pop('event') == kind.event
  assert set(head) == {field.name for field in dataclasses.fields(kind)}


def test_half_a_character_stands_as_its_escape():
  log = messages.Log('caf\u00e9 in /data/caf\udce9.py, a \ud83d and a \\ud83d')
  assert json.loads(codec.encode(log))['text'] == 'caf\u00e9 in /data/caf\\udce9.py, a \\ud83d and a \\ud83d'


def test_operands_say_their_kinds():
  operation = examples.of(messages.Operation)
  kinds = [each['kind'] for each in json.loads(codec.encode(operation))['inputs']]
  assert kinds == ['operation', 'variable', 'constant', 'input', 'unknown']


@pytest.mark.parametrize('kind', codec.REQUESTS.values())
def test_a_request_is_read_as_it_was_meant(kind):
  request = examples.of(kind)
  head = json.loads(json.dumps(dict(vars(request), request=kind.request), default=vars))
  assert codec.decode(head) == request


@pytest.mark.parametrize('kind', codec.REQUESTS.values())
def test_a_field_that_is_missing_is_named(kind):
  head = json.loads(json.dumps(dict(vars(examples.of(kind)), request=kind.request), default=vars))
  for field in dataclasses.fields(kind):
    shorter = {name: value for name, value in head.items() if name != field.name}
    if field.name in examples.optional_fields(kind):
      assert getattr(codec.decode(shorter), field.name) is None
    else:
      with pytest.raises(codec.MessageError, match='request %s lacks the field %s' % (kind.request, field.name)):
        codec.decode(shorter)


@pytest.mark.parametrize('head, words', [
    ({}, 'no request None'),
    ({'request': 'dance'}, 'no request dance'),
    ({'request': 'advance', 'to': 3}, 'field to of the request advance is malformed'),
    ({'request': 'initial_values', 'names': ['a', 3]}, r'field names\[1\] of the request initial_values is malformed'),
    ({'request': 'layers', 'layers': [{'name': 'a', 'operation': 'b'}]}, r'layers lacks the field layers\[0\].output'),
    ({'request': 'layers', 'layers': [3]}, r'field layers\[0\] of the request layers is malformed'),
    ({'request': 'value', 'tensor': {'dtype': 'float32', 'shape': ['a']}}, r'tensor.shape\[0\]'),
    ({'request': 'hello', 'version': 1, 'modules': {'main': 3}}, r'modules\[main\]'),
])
def test_a_request_that_cannot_be_read_says_what(head, words):
  with pytest.raises(codec.MessageError, match=words):
    codec.decode(head)


def test_another_version_is_said_with_both():
  codec.verify_version({'version': messages.VERSION})
  for version in (messages.VERSION + 1, None):
    with pytest.raises(codec.MessageError, match='version %s .*version %d' % (version, messages.VERSION)):
      codec.verify_version({'version': version})


def test_a_number_that_json_lacks_is_its_word():
  assert [codec.number(each) for each in (0.5, float('inf'), float('-inf'))] == [0.5, 'inf', '-inf']
  assert codec.number(float('nan')) == 'nan'


def test_an_abandonment_is_known_from_its_head():
  assert codec.is_abandon({'request': 'abandon'})
  assert not codec.is_abandon({'request': 'again'}) and not codec.is_abandon({})
