"""Moving averages that forget at another rate: a batch norm's, and one of the input's mean by hand."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  seen = v1.get_variable('seen', [4], initializer=v1.zeros_initializer(), trainable=False)
  if training:
    kept = v1.assign_sub(seen, (seen - tf.reduce_mean(inputs, 0)) * (1 - 0.75))
    v1.add_to_collection(v1.GraphKeys.UPDATE_OPS, kept)
  net = v1.layers.dense(inputs, 4, name='dense')
  return v1.layers.batch_normalization(net, momentum=0.9, training=training, name='norm')


class Ported(tf.keras.Model):

  def __init__(self, momentum, decay):
    super().__init__()
    self.seen = tf.Variable(tf.zeros([4]), trainable=False, name='seen')
    self.dense = tf.keras.layers.Dense(4, name='dense')
    self.norm = tf.keras.layers.BatchNormalization(momentum=momentum, name='norm')
    self.decay = decay

  def call(self, x, training=False):
    if training:
      self.seen.assign(self.decay * self.seen + (1 - self.decay) * tf.reduce_mean(x, 0))
    return self.norm(self.dense(x), training=training)


def tf2_model():
  return Ported(0.99, 0.75)


def other_average():
  return Ported(0.9, 0.5)


def right_model():
  return Ported(0.9, 0.75)


def inputs():
  return np.random.RandomState(9).randn(6, 4).astype('float32')
