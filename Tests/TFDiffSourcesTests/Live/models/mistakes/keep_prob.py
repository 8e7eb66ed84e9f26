"""A port that gives the probability to keep where TensorFlow 2 takes the rate to drop."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  end_points = {}
  with tf.compat.v1.variable_scope('net'):
    kernel = tf.compat.v1.get_variable('kernel', [5, 16], initializer=tf.compat.v1.random_normal_initializer())
    end_points['dense'] = net = tf.nn.relu(tf.matmul(inputs, kernel))
    end_points['dropout'] = net = tf.compat.v1.nn.dropout(net, keep_prob=0.8 if training else 1.0)
    end_points['mean'] = tf.reduce_mean(net, 1)
  return end_points['mean'], end_points


class Ported(tf.Module):

  def __init__(self, rate):
    super().__init__()
    self.rate = rate
    with tf.name_scope('net'):
      self.kernel = tf.Variable(tf.random.normal([5, 16]), name='kernel')

  def __call__(self, inputs, training):
    end_points = {}
    end_points['dense'] = net = tf.nn.relu(tf.matmul(inputs, self.kernel))
    if training:
      net = tf.nn.dropout(net, self.rate)  # the mistake
    end_points['dropout'] = net
    end_points['mean'] = tf.reduce_mean(net, 1)
    return end_points['mean'], end_points


def tf2_model():
  return Ported(0.8)


def right_model():
  return Ported(0.2)


def inputs():
  return np.random.RandomState(7).rand(8, 5).astype('float32')
