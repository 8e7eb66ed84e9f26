"""Features and labels as a plain pair, for an Estimator's model function; the port takes the features alone."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def model_fn(features, labels, mode, params):
  net = v1.layers.dense(features['x'], params['units'], name='scores')
  loss = tf.reduce_mean(tf.square(net[:, 0] - labels))
  return tf.estimator.EstimatorSpec(mode, predictions={'scores': net}, loss=loss)


params = {'units': 3}


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.scores = tf.keras.layers.Dense(3, name='scores')

  def call(self, features):
    return {'scores': self.scores(features['x'])}


def tf2_model():
  return Ported()


def inputs():
  return {'x': np.random.RandomState(0).randn(5, 7).astype('float32')}, np.arange(5, dtype='float32')
