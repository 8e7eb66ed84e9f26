"""A port whose batch norm has an epsilon that is off by little, before a layer that makes whatever comes much greater."""

import numpy as np
import tensorflow as tf
import tf_slim as slim

FACTOR = 1000.0


def tf1_model(inputs, training):
  end_points = {}
  with tf.compat.v1.variable_scope('Net'):
    net = slim.conv2d(inputs, 8, 3, activation_fn=None, biases_initializer=None, scope='conv')
    end_points['conv'] = net
    net = slim.batch_norm(net, is_training=training, epsilon=1e-3, scale=True, scope='norm')
    end_points['norm'] = net
    net = tf.nn.relu(net)
    end_points['relu'] = net
    net = FACTOR * net
    end_points['loud'] = net
  return tf.reduce_mean(net, axis=[1, 2]), end_points


class Ported(tf.keras.Model):

  def __init__(self, epsilon):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(8, 3, padding='same', use_bias=False)
    self.norm = tf.keras.layers.BatchNormalization(epsilon=epsilon)

  def call(self, inputs, training=False):
    end_points = {}
    net = self.conv(inputs)
    end_points['conv'] = net
    net = self.norm(net, training=training)
    end_points['norm'] = net
    net = tf.nn.relu(net)
    end_points['relu'] = net
    net = FACTOR * net
    end_points['loud'] = net
    return tf.reduce_mean(net, axis=[1, 2]), end_points


def tf2_model():
  return Ported(1.01e-3)


def right_model():
  return Ported(1e-3)


def inputs():
  return np.random.RandomState(7).rand(2, 8, 8, 1).astype('float32')
