"""A penalty on the weights that is half the sum of their squares in the reference and all of it in the port."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SCALE = 0.02


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 5, tf.nn.tanh, kernel_regularizer=lambda x: SCALE * tf.nn.l2_loss(x), name='hidden')
  return v1.layers.dense(net, 3, name='out')


def tf1_loss(outputs, labels):
  data = v1.losses.sparse_softmax_cross_entropy(labels, outputs)
  return data + v1.losses.get_regularization_loss()  # the reference's line


def tf1_optimizer():
  return v1.train.MomentumOptimizer(0.1, 0.8)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(5, 'tanh', name='hidden')
    self.out = tf.keras.layers.Dense(3, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def _loss(outputs, labels, model, scale):
  data = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=outputs))
  return data + scale * tf.reduce_sum(tf.square(model.hidden.kernel))  # the mistake


def tf2_loss(outputs, labels, model):
  return _loss(outputs, labels, model, SCALE)  # the mistake


def right_loss(outputs, labels, model):
  return _loss(outputs, labels, model, SCALE / 2)


def tf2_optimizer():
  return tf.keras.optimizers.legacy.SGD(0.1, momentum=0.8)


def inputs():
  random = np.random.RandomState(41)
  return random.randn(9, 4).astype('float32'), random.randint(0, 3, [9]).astype('int32')
