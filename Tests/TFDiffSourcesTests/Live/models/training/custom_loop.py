"""A small network trained by hand in both worlds: gradients clipped by their global norm, momentum, weight decay."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def network(inputs):
  regularizer = tf.keras.regularizers.l2(5e-4)
  with v1.variable_scope('net'):
    kernel = v1.get_variable('hidden/kernel', [6, 8], regularizer=regularizer)
    bias = v1.get_variable('hidden/bias', [8], initializer=v1.zeros_initializer())
    hidden = tf.nn.relu(tf.matmul(inputs, kernel) + bias)
    out = v1.get_variable('out/kernel', [8, 3], regularizer=regularizer)
    return tf.matmul(hidden, out)


def cross_entropy(logits, labels):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def tf1_train(inputs, labels):
  logits = network(inputs)
  loss = cross_entropy(logits, labels) + v1.losses.get_regularization_loss()
  optimizer = v1.train.MomentumOptimizer(0.5, 0.9)
  variables = v1.trainable_variables()
  gradients = tf.gradients(loss, variables)
  clipped, _ = tf.clip_by_global_norm(gradients, 0.1)
  train_op = optimizer.apply_gradients(zip(clipped, variables))
  return loss, train_op


class Net(tf.Module):

  def __init__(self):
    super().__init__()
    glorot = tf.keras.initializers.GlorotUniform()
    self.kernel = tf.Variable(glorot([6, 8]), name='net/hidden/kernel')
    self.bias = tf.Variable(tf.zeros([8]), name='net/hidden/bias')
    self.out = tf.Variable(glorot([8, 3]), name='net/out/kernel')

  def __call__(self, inputs):
    return tf.matmul(tf.nn.relu(tf.matmul(inputs, self.kernel) + self.bias), self.out)


def tf2_train():
  net = Net()
  optimizer = tf.keras.optimizers.SGD(0.5, momentum=0.9)

  @tf.function
  def step(inputs, labels):
    with tf.GradientTape() as tape:
      decay = tf.add_n([5e-4 * tf.reduce_sum(tf.square(each)) for each in (net.kernel, net.out)])
      loss = cross_entropy(net(inputs), labels) + decay
    variables = net.trainable_variables
    gradients = tape.gradient(loss, variables)
    clipped, _ = tf.clip_by_global_norm(gradients, 0.1)
    optimizer.apply_gradients(zip(clipped, variables))
    return loss

  return step


def inputs():
  random = np.random.RandomState(5)
  return random.rand(16, 6).astype('float32'), random.randint(0, 3, [16]).astype('int32')
