"""A port to Keras whose batch norm has another epsilon."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  end_points = {}
  with tf.compat.v1.variable_scope('net'):
    end_points['conv'] = net = tf.compat.v1.layers.conv2d(
        inputs, 8, 3, padding='same', use_bias=False, name='conv')
    end_points['norm'] = net = tf.nn.relu(
        tf.compat.v1.layers.batch_normalization(net, epsilon=1e-5, training=training, name='norm'))
  return net, end_points


class Ported(tf.keras.Model):

  def __init__(self, epsilon):
    super().__init__(name='net')
    self.conv = tf.keras.layers.Conv2D(8, 3, padding='same', use_bias=False, name='conv')
    self.norm = tf.keras.layers.BatchNormalization(epsilon=epsilon, name='norm')

  def call(self, inputs, training=False):
    end_points = {}
    end_points['conv'] = net = self.conv(inputs)
    net = self.norm(net, training=training)  # the mistake
    end_points['norm'] = net = tf.nn.relu(net)
    return net, end_points


def tf2_model():
  return Ported(epsilon=1e-3)


def right_model():
  return Ported(epsilon=1e-5)


def inputs():
  return np.random.RandomState(7).rand(4, 8, 8, 1).astype('float32')
