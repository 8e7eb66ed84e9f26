"""A model written as a class, with its own graph, placeholders and session; its weights are those of the session."""

import numpy as np
import tensorflow as tf

INPUTS = np.random.RandomState(2).randn(6, 4).astype('float32')


class Network:

  def __init__(self):
    self.graph = tf.Graph()
    with self.graph.as_default():
      self.inputs = tf.compat.v1.placeholder(tf.float32, [None, 4], name='inputs')
      self.keep = tf.compat.v1.placeholder(tf.float32, [], name='keep')
      hidden = tf.compat.v1.layers.dense(self.inputs * self.keep, 7, tf.nn.tanh, name='hidden')
      self.outputs = tf.compat.v1.layers.dense(hidden, 2, name='scores')
      self.session = tf.compat.v1.Session()
      self.session.run(tf.compat.v1.global_variables_initializer())


def tf1_session():
  network = Network()
  return network.session, {network.inputs: INPUTS, 'keep': 1.0}, {'scores': 'scores/BiasAdd'}


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__(name='port')
    self.hidden = tf.keras.layers.Dense(7, 'tanh', name='hidden')
    self.scores = tf.keras.layers.Dense(2, name='scores')

  def call(self, inputs):
    return {'scores': self.scores(self.hidden(inputs))}


def tf2_model():
  return Ported()


def inputs():
  return INPUTS
