"""The digits' network and its TF2 layer through the variable shim: one network for both worlds."""

import digits_network
import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  return digits_network.network(inputs, training)


class Digits(tf.keras.layers.Layer):

  @tf.compat.v1.keras.utils.track_tf1_style_variables
  def call(self, images, training=None):
    return digits_network.network(images, bool(training))


def tf2_model():
  return Digits(name='digits')


def inputs():
  return np.random.RandomState(3).rand(4, 8, 8, 1).astype('float32')
