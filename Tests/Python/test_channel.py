"""Protects: frames arrive whole and in order, a closed or garbled connection is noticed, and a listener can be stopped and
started around a fork."""

import json
import os
import socket
import struct

import numpy as np
import pytest

from tfdiff_probe import channel as channels
from tfdiff_probe import codec
from tfdiff_probe import messages

NEXT = {'request': 'initial_values', 'names': ['a']}


@pytest.fixture(name='pair')
def _pair():
  ours, theirs = socket.socketpair()
  yield channels.Channel(theirs.fileno(), theirs.fileno()), ours
  ours.close()
  theirs.close()


def frame(head, payload=b''):
  text = json.dumps(head).encode()
  return channels.HEADER.pack(channels.MAGIC, len(text), len(payload)) + text + payload


def received(connection):
  data = connection.recv(channels.HEADER.size, socket.MSG_WAITALL)
  _, head, payload = channels.HEADER.unpack(data)
  return json.loads(connection.recv(head, socket.MSG_WAITALL)), connection.recv(payload, socket.MSG_WAITALL)


def test_a_frame_is_read_whole(pair):
  channel, debugger = pair
  debugger.sendall(frame({'request': 'advance', 'to': 'endpoint'}, b'abc'))
  request, payload = channel.read(messages.Advance)
  assert request == messages.Advance('endpoint') and bytes(payload) == b'abc'


def test_what_was_for_a_run_that_is_over_is_passed_over(pair):
  channel, debugger = pair
  debugger.sendall(frame({'request': 'abandon'}) + frame(NEXT) + frame({'request': 'again'}))
  assert channel.read(messages.Again)[0] == messages.Again()


def test_what_is_sent_is_a_frame(pair):
  channel, debugger = pair
  channel.send(messages.Log('häh'), b'\x00\x01')
  assert received(debugger) == ({'event': 'log', 'text': 'häh'}, b'\x00\x01')


def test_listening_stops_and_begins_again(pair):
  channel, debugger = pair
  channel.start(interrupts=False)
  debugger.sendall(frame({'request': 'structure'}))
  assert channel.receive()[0] == messages.AskStructure()
  channel.stop()
  debugger.sendall(frame({'request': 'again'}))
  assert channel.read(messages.Again)[0] == messages.Again()
  channel.start(interrupts=False)
  debugger.sendall(frame(NEXT))
  assert channel.receive()[0] == messages.AskInitialValues(['a'])
  channel.stop()


def test_questions_are_answered_until_the_run_goes_on(pair):
  channel, debugger = pair
  asked = []
  channel.start(interrupts=False)
  debugger.sendall(frame({'request': 'structure'}) + frame(NEXT) + frame({'request': 'advance', 'to': 'operation'}))
  channel.hold(asked.append)
  assert asked == [messages.AskStructure(), messages.AskInitialValues(['a'])]
  assert [received(debugger)[0] for _ in range(3)] == [{'event': 'done', 'more': True}] * 3
  assert channel.wants_operations
  channel.stop()


SUBSTITUTE = frame({'request': 'substitute', 'tensor': {'dtype': 'float32', 'shape': [2]}}, struct.pack('<2f', 3, 4))


def test_a_value_is_taken_where_the_run_can_go_on_with_it(pair):
  channel, debugger = pair
  channel.start(interrupts=False)
  debugger.sendall(SUBSTITUTE + frame({'request': 'advance', 'to': 'endpoint'}))
  given = channel.endpoint('a', np.zeros(2, 'float32'), takes_value=True)
  assert given.tolist() == [3, 4]
  debugger.sendall(frame({'request': 'advance', 'to': 'endpoint'}))
  assert channel.endpoint('b', np.zeros(2, 'float32'), takes_value=True) is None
  channel.stop()


def test_a_value_that_comes_too_late_is_an_error(pair):
  channel, debugger = pair
  channel.start(interrupts=False)
  debugger.sendall(SUBSTITUTE)
  with pytest.raises(codec.MessageError, match='substitute was not expected'):
    channel.endpoint('a', np.zeros(2, 'float32'))
  channel.stop()


def test_a_question_that_nobody_expects_is_an_error(pair):
  channel, debugger = pair
  channel.start(interrupts=False)
  debugger.sendall(frame({'request': 'structure'}))
  with pytest.raises(codec.MessageError, match='structure was not expected'):
    channel.hold()
  channel.stop()


def test_an_abandonment_before_the_run_is_remembered(pair):
  channel, debugger = pair
  channel.start(interrupts=False)
  debugger.sendall(frame({'request': 'abandon'}) + frame(NEXT))
  assert channel.receive()[0] == messages.AskInitialValues(['a'])
  assert channel.is_abandoned
  channel.stop()
  channel.forget()
  assert not channel.is_abandoned


@pytest.mark.parametrize('data, status', [(b'', 130), (b'garbage garbage garbage', 130), (frame({})[:10], 130)])
def test_a_connection_that_breaks_ends_the_process(pair, data, status):
  channel, debugger = pair
  debugger.sendall(data)
  debugger.shutdown(socket.SHUT_WR)
  child = os.fork()
  if child == 0:
    channel.read(messages.Again)
    os._exit(0)
  assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == status
