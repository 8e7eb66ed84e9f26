"""A graph's sessions, each of which begins in the run's initial state.

TensorFlow rewrites the graph of every set of fetches that is new to a session. Its remapper fuses some operations that are
fetched themselves, as a convolution's bias before `tf.maximum(x, 0.2 * x)`, which the session then does not find any more.
"""

import re
from typing import Any, Dict, List, Optional, Set, Tuple

from tfdiff_probe import channel as channels
from tfdiff_probe import messages
from tfdiff_probe import tensorflow_world as world

# How TensorFlow says so: core/common_runtime/graph_execution_state.cc and core/graph/subgraph.cc.
LOST = re.compile(r'(?:Tensor|FetchOutputs node) ([^,\s]+).*not found|target nodes not found: ([^,\s]+)')


class Sessions:
  """Opens sessions, and runs fetches with as many of TensorFlow's rewrites as leave them there.

  `starts`: fetches that bring a session to the initial state, each with what it is fed; `feeds`: what a run is fed.
  """

  def __init__(
      self, tf: Any, channel: channels.Channel, setup: messages.Run, graph: Any, starts: List[Tuple[Any, Dict[Any, Any]]],
      feeds: Dict[Any, Any]) -> None:
    self._tf = tf
    self._channel = channel
    self._graph = graph
    self._starts = starts
    self._feeds = feeds
    self._configs = world.session_configs(tf, setup)
    self._said: Set[Tuple[str, str]] = set()

  def fresh(self, config: Any = None) -> Any:
    """A session in the initial state; with the run's rewrites where nothing else is given."""
    session = self._tf.compat.v1.Session(graph=self._graph, config=config or self._configs[0][1])
    for fetches, feeds in self._starts:
      session.run(fetches, feeds)
    return session

  def begin_with(self, starts: List[Tuple[Any, Dict[Any, Any]]]) -> None:
    """Sessions begin in another state from now on: that of a training step."""
    self._starts = starts

  def run(
      self, fetches: Any, session: Any = None, feeds: Optional[Dict[Any, Any]] = None) -> Tuple[Any, Any, bool]:
    """Runs fetches in a session in the initial state: the one given, or another where that cannot be.

    `feeds`: what the run is fed, where that is its own.

    Returns the session, the values, and whether all of the run's rewrites were on. Raises what TensorFlow does where it is
    not for its rewrites.
    """
    for place, (_, config) in enumerate(self._configs):
      session = session or self.fresh(config)
      try:
        return session, session.run(fetches, self._feeds if feeds is None else feeds), place == 0
      except self._tf.errors.OpError as error:
        session.close()
        session = None
        lost = lost_fetch(error.message)
        if lost is None or place + 1 == len(self._configs):
          raise
        self._say(lost, self._configs[place + 1][0])
    raise AssertionError('a session without rewrites returns or raises')

  def _say(self, lost: str, words: str) -> None:
    if (lost, words) not in self._said:
      self._said.add((lost, words))
      self._channel.log(
          "TensorFlow's rewrites of the graph leave no %s, which is looked at: it is run again with %s off" % (lost, words))


def lost_fetch(message: Optional[str]) -> Optional[str]:
  """What a run's rewrites have taken out of the graph though it is fetched, by an error's message; None for any other
  error."""
  found = LOST.search(message or '')
  return next((each.rstrip(':') for each in found.groups() if each), None) if found else None
