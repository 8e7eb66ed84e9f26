"""An Estimator's model function, fed by a dataset of features and labels."""

import numpy as np
import tensorflow as tf

params = {'units': 6}


def model_fn(features, labels, mode, params):
  net = tf.compat.v1.layers.dense(features['x'], params['units'], tf.nn.relu, name='a')
  logits = tf.compat.v1.layers.dense(net, 3, name='b')
  loss = None
  if mode != 'infer':
    loss = tf.compat.v1.losses.sparse_softmax_cross_entropy(labels, logits)
  return tf.estimator.EstimatorSpec(mode, predictions={'logits': logits, 'classes': tf.argmax(logits, 1)}, loss=loss)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__(name='port')
    self.a = tf.keras.layers.Dense(6, 'relu', name='a')
    self.b = tf.keras.layers.Dense(3, name='b')

  def call(self, features, training=False):
    logits = self.b(self.a(features['x']))
    return {'logits': logits, 'classes': tf.argmax(logits, 1)}


def tf2_model():
  return Ported()


def inputs():
  random = np.random.RandomState(0)
  elements = ({'x': random.rand(8, 4).astype('float32')}, random.randint(0, 3, [8]))
  return tf.data.Dataset.from_tensor_slices(elements).batch(4)
