"""A square kernel that was saved by another framework as [out, in], and is used as if it were [in, out]."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 7, tf.nn.relu, name='first')
  kernel = v1.get_variable('middle/kernel', [7, 7], initializer=v1.glorot_uniform_initializer())
  net = tf.nn.relu(tf.matmul(net, kernel))  # the reference's line
  return v1.layers.dense(net, 2, name='out')


class Ported(tf.keras.Model):

  def __init__(self, turns):
    super().__init__()
    self.first = tf.keras.layers.Dense(7, 'relu', name='first')
    self.kernel = self.add_weight('middle/kernel', [7, 7])
    self.out = tf.keras.layers.Dense(2, name='out')
    self.turns = turns

  def call(self, inputs):
    net = self.first(inputs)
    kernel = tf.transpose(self.kernel) if self.turns else self.kernel  # the mistake
    net = tf.nn.relu(tf.matmul(net, kernel))  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(turns=True)


def right_model():
  return Ported(turns=False)


def inputs():
  return np.random.RandomState(15).rand(4, 5).astype('float32')
