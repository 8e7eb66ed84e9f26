"""A consistency loss whose target is no constant in the port: the gradient flows into both of its sides."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  net = v1.layers.dense(inputs, 6, tf.nn.tanh, name='shared')
  outputs = v1.layers.dense(net, 3, name='outputs')
  teacher = v1.layers.dense(net, 3, name='teacher')
  losses = tf.nn.softmax_cross_entropy_with_logits(
      labels=tf.stop_gradient(tf.nn.softmax(teacher)), logits=outputs)  # the reference's line
  loss = tf.reduce_mean(losses) + tf.reduce_mean(tf.square(teacher - labels))
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.shared = tf.keras.layers.Dense(6, 'tanh', name='shared')
    self.outputs_ = tf.keras.layers.Dense(3, name='outputs')
    self.teacher = tf.keras.layers.Dense(3, name='teacher')

  def call(self, inputs):
    net = self.shared(inputs)
    return self.outputs_(net), self.teacher(net)


def _training(is_right):
  model, optimizer = Ported(), tf.keras.optimizers.legacy.SGD(0.1)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      outputs, teacher = model(inputs)
      targets = tf.nn.softmax(teacher)
      if is_right:
        targets = tf.stop_gradient(targets)
      losses = tf.nn.softmax_cross_entropy_with_logits(labels=targets, logits=outputs)
      loss = tf.reduce_mean(losses) + tf.reduce_mean(tf.square(teacher - labels))
    gradients = tape.gradient(loss, model.trainable_variables)  # the mistake
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(67)
  return random.randn(8, 5).astype('float32'), random.randn(8, 3).astype('float32')
