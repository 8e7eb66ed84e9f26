"""A network in TF1's functional layers and its port to Keras, which names nothing alike."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  with v1.variable_scope('tower'):
    net = v1.layers.conv2d(inputs, 6, 3, activation=tf.nn.relu, name='stem')
    net = v1.layers.max_pooling2d(net, 2, 2, name='pool')
    with v1.variable_scope('mixed'):
      left = v1.layers.conv2d(net, 4, 1, activation=tf.nn.relu, name='left')
      right = v1.layers.conv2d(net, 5, 3, padding='same', activation=tf.nn.relu, name='right')
      net = tf.concat([left, right], 3)
    net = v1.layers.flatten(net)
    net = v1.layers.dense(net, 10, activation=tf.nn.tanh, name='hidden')
    return v1.layers.dense(net, 3, name='scores')


class Ported(tf.keras.Model):
  """The branches are called in the other order; there is a dropout that the graph has not."""

  def __init__(self):
    super().__init__()
    layers = tf.keras.layers
    self.entry = layers.Conv2D(6, 3, activation='relu', name='entry')
    self.shrink = layers.MaxPool2D(2, 2, name='shrink')
    self.narrow = layers.Conv2D(4, 1, activation='relu', name='narrow')
    self.wide = layers.Conv2D(5, 3, padding='same', activation='relu', name='wide')
    self.join = layers.Concatenate(name='join')
    self.flat = layers.Flatten(name='flat')
    self.drop = layers.Dropout(0.4, name='drop')
    self.dense = layers.Dense(10, activation='tanh', name='dense')
    self.head = layers.Dense(3, name='head')

  def call(self, inputs, training=False):
    net = self.shrink(self.entry(inputs))
    wide = self.wide(net)
    net = self.join([self.narrow(net), wide])
    net = self.drop(self.flat(net), training=training)
    return self.head(tf.identity(self.dense(net)))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(3).rand(2, 10, 10, 2).astype('float32')
