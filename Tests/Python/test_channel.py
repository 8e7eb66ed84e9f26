"""Protects: frames arrive whole and in order, a closed or garbled connection is noticed, and a listener can be stopped and
started around a fork."""

import json
import os
import socket

import pytest

from tfdiff_probe import channel as channels


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
  debugger.sendall(frame({'advance': 'endpoint'}, b'abc'))
  head, payload = channel.read()
  assert head == {'advance': 'endpoint'} and bytes(payload) == b'abc'


def test_what_is_sent_is_a_frame(pair):
  channel, debugger = pair
  channel.send({'event': 'log', 'text': 'häh'}, b'\x00\x01')
  assert received(debugger) == ({'event': 'log', 'text': 'häh'}, b'\x00\x01')


def test_listening_stops_and_begins_again(pair):
  channel, debugger = pair
  channel.start(interrupts=False)
  debugger.sendall(frame({'one': 1}))
  assert channel.receive()[0] == {'one': 1}
  channel.stop()
  debugger.sendall(frame({'two': 2}))
  assert channel.read()[0] == {'two': 2}
  channel.start(interrupts=False)
  debugger.sendall(frame({'three': 3}))
  assert channel.receive()[0] == {'three': 3}
  channel.stop()


def test_an_abandonment_before_the_run_is_remembered(pair):
  channel, debugger = pair
  channel.start(interrupts=False)
  debugger.sendall(frame({'abandon': True}) + frame({'next': 1}))
  assert channel.receive()[0] == {'next': 1}
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
    channel.read()
    os._exit(0)
  assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == status
