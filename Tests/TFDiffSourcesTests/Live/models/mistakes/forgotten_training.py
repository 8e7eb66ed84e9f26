"""A port that does not pass `training` on to its batch norm."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  end_points = {}
  with tf.compat.v1.variable_scope('net'):
    end_points['dense'] = net = tf.compat.v1.layers.dense(
        inputs, 16, use_bias=False, name='dense')
    end_points['norm'] = net = tf.compat.v1.layers.batch_normalization(
        net, epsilon=1e-3, training=training, name='norm')
    end_points['logits'] = net = tf.compat.v1.layers.dense(net, 4, name='logits')
  return net, end_points


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__(name='net')
    self.dense = tf.keras.layers.Dense(16, use_bias=False, name='dense')
    self.norm = tf.keras.layers.BatchNormalization(epsilon=1e-3, name='norm')
    self.logits = tf.keras.layers.Dense(4, name='logits')

  def call(self, inputs, training=False):
    end_points = {}
    end_points['dense'] = net = self.dense(inputs)
    end_points['norm'] = net = self.normalized(net, training)
    end_points['logits'] = net = self.logits(net)
    return net, end_points

  def normalized(self, net, training):
    del training
    return self.norm(net, training=False)  # the mistake


class Right(Ported):

  def normalized(self, net, training):
    return self.norm(net, training=training)


def tf2_model():
  return Ported()


def right_model():
  return Right()


def inputs():
  return np.random.RandomState(7).rand(8, 5).astype('float32')
