"""Two networks against each other, as DCGAN trains them: two losses, two optimizers, one step."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def cross_entropy(labels, logits):
  return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))


def dense(name, inputs, size):
  kernel = v1.get_variable(name + '/kernel', [inputs.shape[-1], size])
  bias = v1.get_variable(name + '/bias', [size], initializer=v1.zeros_initializer())
  return tf.matmul(inputs, kernel) + bias


def tf1_generator(noise):
  with v1.variable_scope('generator', reuse=v1.AUTO_REUSE):
    return tf.tanh(dense('out', tf.nn.leaky_relu(dense('hidden', noise, 8), 0.2), 4))


def tf1_discriminator(images):
  with v1.variable_scope('discriminator', reuse=v1.AUTO_REUSE):
    return dense('out', tf.nn.leaky_relu(dense('hidden', images, 8), 0.2), 1)


def tf1_train(images):
  noise = tf.random.normal([16, 3])
  fake = tf1_generator(noise)
  real_logits, fake_logits = tf1_discriminator(images), tf1_discriminator(fake)
  loss_d = cross_entropy(tf.ones_like(real_logits), real_logits) + cross_entropy(
      tf.zeros_like(fake_logits), fake_logits)
  loss_g = cross_entropy(tf.ones_like(fake_logits), fake_logits)
  variables_d = v1.trainable_variables('discriminator')
  variables_g = v1.trainable_variables('generator')
  optimizer_d, optimizer_g = v1.train.AdamOptimizer(2e-4, beta1=0.5), v1.train.AdamOptimizer(1e-3, beta1=0.5)
  gradients_d = optimizer_d.compute_gradients(loss_d, variables_d)
  gradients_g = optimizer_g.compute_gradients(loss_g, variables_g)
  with tf.control_dependencies([gradient for gradient, _ in gradients_d + gradients_g]):
    steps = [optimizer_d.apply_gradients(gradients_d), optimizer_g.apply_gradients(gradients_g)]
  return (loss_d, loss_g), steps


class Dense(tf.Module):

  def __init__(self, inputs, size, name):
    super().__init__()
    self.kernel = tf.Variable(tf.random.normal([inputs, size]), name=name + '/kernel')
    self.bias = tf.Variable(tf.zeros([size]), name=name + '/bias')

  def __call__(self, inputs):
    return tf.matmul(inputs, self.kernel) + self.bias


class Network(tf.Module):

  def __init__(self, name, inputs, outputs):
    super().__init__()
    self.hidden = Dense(inputs, 8, name + '/hidden')
    self.out = Dense(8, outputs, name + '/out')

  def __call__(self, inputs):
    return self.out(tf.nn.leaky_relu(self.hidden(inputs), 0.2))


def tf2_train():
  generator, discriminator = Network('generator', 3, 4), Network('discriminator', 4, 1)
  optimizer_d = tf.keras.optimizers.Adam(2e-4, beta_1=0.5, epsilon=1e-8)
  optimizer_g = tf.keras.optimizers.Adam(1e-3, beta_1=0.5, epsilon=1e-8)

  @tf.function
  def step(images):
    noise = tf.random.normal([16, 3])
    with tf.GradientTape() as tape_g, tf.GradientTape() as tape_d:
      fake = tf.tanh(generator(noise))
      real_logits, fake_logits = discriminator(images), discriminator(fake)
      loss_d = cross_entropy(tf.ones_like(real_logits), real_logits) + cross_entropy(
          tf.zeros_like(fake_logits), fake_logits)
      loss_g = cross_entropy(tf.ones_like(fake_logits), fake_logits)
    gradients_d = tape_d.gradient(loss_d, discriminator.trainable_variables)
    gradients_g = tape_g.gradient(loss_g, generator.trainable_variables)
    optimizer_d.apply_gradients(zip(gradients_d, discriminator.trainable_variables))
    optimizer_g.apply_gradients(zip(gradients_g, generator.trainable_variables))
    return loss_d, loss_g

  return step


def inputs():
  return tf.data.Dataset.from_tensor_slices(np.random.RandomState(7).rand(64, 4).astype('float32')).batch(16)
