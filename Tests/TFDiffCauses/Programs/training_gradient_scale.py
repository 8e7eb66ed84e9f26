"""A loss that is scaled up for half precision, whose gradients the port does not scale down again."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SCALE = 64.0


def loss_of(outputs, labels):
  return tf.reduce_mean(tf.square(outputs - labels))


def tf1_train(inputs, labels):
  net = v1.layers.dense(inputs, 4, tf.nn.elu, name='hidden')
  loss = loss_of(v1.layers.dense(net, 1, name='out'), labels)
  optimizer = v1.train.MomentumOptimizer(0.05, 0.9)
  pairs = optimizer.compute_gradients(SCALE * loss)
  return loss, optimizer.apply_gradients([(each / SCALE, variable) for each, variable in pairs])  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(4, 'elu', name='hidden')
    self.out = tf.keras.layers.Dense(1, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def _training(scale):
  model, optimizer = Ported(), tf.keras.optimizers.legacy.SGD(0.05, momentum=0.9)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      loss = loss_of(model(inputs), labels)
      scaled = SCALE * loss
    gradients = tape.gradient(scaled, model.trainable_variables)
    gradients = [each / scale for each in gradients]  # the mistake
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(1.0)


def right_train():
  return _training(SCALE)


def inputs():
  random = np.random.RandomState(44)
  return random.randn(8, 5).astype('float32'), random.randn(8, 1).astype('float32')
