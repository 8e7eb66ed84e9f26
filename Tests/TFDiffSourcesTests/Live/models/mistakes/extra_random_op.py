"""A port that draws once more than the graph does, so that all that is drawn later is other."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  end_points = {}
  end_points['noisy'] = net = inputs + tf.random.normal([4])
  if training:
    net = tf.nn.dropout(net, rate=0.5)
  end_points['dropout'] = net
  return net, end_points


class Ported(tf.Module):

  def noise(self):
    tf.random.uniform([4])  # the mistake
    return tf.random.normal([4])

  def __call__(self, inputs, training):
    end_points = {}
    noise = self.noise()
    end_points['noisy'] = net = inputs + noise
    if training:
      net = tf.nn.dropout(net, rate=0.5)
    end_points['dropout'] = net
    return net, end_points


class Right(Ported):

  def noise(self):
    return tf.random.normal([4])


def tf2_model():
  return Ported()


def right_model():
  return Right()


def inputs():
  return np.random.RandomState(7).rand(2, 4).astype('float32')
