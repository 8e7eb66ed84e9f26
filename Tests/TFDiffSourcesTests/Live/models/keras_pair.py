"""A TF1 graph and its port to Keras layers, with the Keras that keeps TensorFlow 2's ways where there is a newer one."""

import numpy as np
import tensorflow as tf

try:
  import tf_keras as keras
except ImportError:
  keras = tf.keras


def tf1_model(inputs, training):
  end_points = {}
  with tf.compat.v1.variable_scope('ported'):
    with tf.compat.v1.variable_scope('conv'):
      kernel = tf.compat.v1.get_variable(
          'kernel', [3, 3, 1, 8], initializer=tf.compat.v1.glorot_uniform_initializer())
      bias = tf.compat.v1.get_variable('bias', [8], initializer=tf.compat.v1.zeros_initializer())
    end_points['conv'] = net = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(inputs, kernel, 1, 'SAME'), bias))
    if training:
      net = tf.nn.dropout(net, rate=0.25)
    end_points['dropout'] = net
    end_points['pooled'] = tf.reduce_mean(net, [1, 2])
  return end_points['pooled'], end_points


class Ported(keras.Model):

  def __init__(self):
    super().__init__(name='ported')
    self.conv = keras.layers.Conv2D(8, 3, padding='same', activation='relu', name='conv')

  def call(self, inputs, training=False):
    end_points = {}
    end_points['conv'] = net = self.conv(inputs)
    if training:
      net = tf.nn.dropout(net, rate=0.25)
    end_points['dropout'] = net
    end_points['pooled'] = tf.reduce_mean(net, [1, 2])
    return end_points['pooled'], end_points


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(7).rand(2, 6, 6, 1).astype('float32')
