"""A batch norm that is not told that it trains, and a squashing layer after it that hides most of the difference."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 6, 3, name='conv')
  net = v1.layers.batch_normalization(net, training=training, name='norm')  # the reference's line
  net = tf.sigmoid(0.1 * net)
  return tf.reduce_mean(net, [1, 2])


class Ported(tf.keras.Model):

  def __init__(self, tells):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(6, 3, name='conv')
    self.norm = tf.keras.layers.BatchNormalization(name='norm')
    self.tells = tells

  def call(self, inputs, training=False):
    net = self.norm(self.conv(inputs), training=training and self.tells)  # the mistake
    return tf.reduce_mean(tf.sigmoid(0.1 * net), [1, 2])


def tf2_model():
  return Ported(tells=False)


def right_model():
  return Ported(tells=True)


def inputs():
  return np.random.RandomState(3).rand(4, 7, 7, 3).astype('float32')
