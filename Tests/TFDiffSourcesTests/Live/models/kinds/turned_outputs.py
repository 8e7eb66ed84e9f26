"""An actor and a critic of one size, which the port returns the other way round."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 8, tf.tanh, name='shared')
  return v1.layers.dense(net, 2, name='actor'), v1.layers.dense(net, 2, name='critic')


class Ported(tf.keras.Model):

  def __init__(self, turned):
    super().__init__()
    self.shared = tf.keras.layers.Dense(8, 'tanh', name='shared')
    self.actor = tf.keras.layers.Dense(2, name='actor')
    self.critic = tf.keras.layers.Dense(2, name='critic')
    self.turned = turned

  def call(self, x):
    net = self.shared(x)
    found = self.actor(net), self.critic(net)
    return found[::-1] if self.turned else found


def tf2_model():
  return Ported(True)


def right_model():
  return Ported(False)


def inputs():
  return np.random.RandomState(7).randn(3, 4).astype('float32')
