"""The port of a TF-Slim network in Keras layers, with another epsilon in its batch norm."""

import numpy as np
import tensorflow as tf
import tf_slim as slim


def tf1_model(inputs, training):
  end_points = {}
  with tf.compat.v1.variable_scope('Net'):
    net = slim.conv2d(inputs, 8, 3, activation_fn=None, biases_initializer=None, scope='conv1')
    end_points['conv1'] = net
    net = slim.batch_norm(net, is_training=training, epsilon=1e-3, scale=True, scope='norm')
    net = tf.nn.relu(net)
    end_points['norm'] = net
    net = slim.flatten(net)
    end_points['logits'] = slim.fully_connected(net, 4, activation_fn=None, scope='logits')
  return end_points['logits'], end_points


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(8, 3, padding='same', use_bias=False)
    self.norm = tf.keras.layers.BatchNormalization(epsilon=1e-1)
    self.dense = tf.keras.layers.Dense(4)

  def call(self, inputs, training=False):
    end_points = {}
    net = self.conv(inputs)
    end_points['conv1'] = net
    net = self.norm(net, training=training)
    net = tf.nn.relu(net)
    end_points['norm'] = net
    net = tf.reshape(net, [net.shape[0], -1])
    end_points['logits'] = self.dense(net)
    return end_points['logits'], end_points


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(7).rand(2, 8, 8, 1).astype('float32')
