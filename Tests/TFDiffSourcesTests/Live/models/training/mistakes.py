"""Mistakes that migrations make in training, after public reports. What this file is called says which is made: copied to
KIND.py the candidate makes it, to right_KIND.py it does what the reference does. The line to blame is marked with the kind."""

import os

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
NAME = os.path.splitext(os.path.basename(__file__))[0]
IS_RIGHT = NAME.startswith('right_')
KIND = NAME[len('right_'):] if IS_RIGHT else NAME

BATCH, FEATURES, CLASSES = 16, 6, 3
DECAY = 1e-2
# The kinds whose network has a batch norm.
NORMALIZED = ('moving_averages', 'momentum', 'noise')


def inputs():
  random = np.random.RandomState(11)
  features = random.rand(BATCH, FEATURES).astype('float32') * 2 - 1
  if KIND in ('broadcast', 'reduction'):
    return features, random.rand(BATCH).astype('float32')
  labels = random.randint(0, CLASSES, [BATCH])
  if KIND == 'labels_gradient':
    return features, np.eye(CLASSES, dtype='float32')[labels]
  return features, labels.astype('int32')


# The reference.


def tf1_network(features, outputs):
  hidden = v1.layers.dense(features, 8, tf.nn.tanh, name='hidden')
  if KIND in NORMALIZED:
    hidden = v1.layers.batch_normalization(hidden, momentum=0.9, training=True, name='norm')
  return v1.layers.dense(hidden, outputs, name='out')


def tf1_loss(features, labels):
  if KIND in ('broadcast', 'reduction'):
    predicted = tf.squeeze(tf1_network(features, 1), -1)
    return tf.reduce_mean(tf.square(labels - predicted))
  logits = tf1_network(features, CLASSES)
  if KIND == 'labels_gradient':
    soft = tf.nn.softmax(logits / 2) * 0.1 + labels * 0.9
    return tf.reduce_mean(v1.nn.softmax_cross_entropy_with_logits(labels=soft, logits=logits))
  loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
  if KIND in ('missing_regularizer', 'l2_factor'):
    weights = [each for each in v1.trainable_variables() if 'kernel' in each.name]
    loss += DECAY * tf.add_n([tf.nn.l2_loss(each) for each in weights])
  return loss


def tf1_optimizer():
  step = v1.train.get_or_create_global_step()
  if KIND == 'schedule':
    return v1.train.GradientDescentOptimizer(v1.train.exponential_decay(0.1, step, 2, 0.5, staircase=True))
  return {
      'epsilon': lambda: v1.train.AdamOptimizer(1e-3, epsilon=1e-3),
      'noise': lambda: v1.train.AdamOptimizer(1e-3),
      'accumulator': lambda: v1.train.AdagradOptimizer(0.05, initial_accumulator_value=0.1),
      'mean_square': lambda: v1.train.RMSPropOptimizer(1e-3, decay=0.9, epsilon=1e-7),
      'nesterov': lambda: v1.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True),
  }.get(KIND, lambda: v1.train.MomentumOptimizer(0.05, 0.9))()


def tf1_train(features, labels):
  loss = tf1_loss(features, labels)
  optimizer = tf1_optimizer()
  pairs = optimizer.compute_gradients(loss)
  if KIND == 'clipping':
    gradients, variables = zip(*pairs)
    clipped, _ = tf.clip_by_global_norm(gradients, 0.05)
    pairs = list(zip(clipped, variables))
  if KIND == 'clipped_decay':
    gradients, variables = zip(*pairs)
    decayed = [each + DECAY * variable for each, variable in pairs]
    pairs = list(zip(tf.clip_by_global_norm(decayed, 0.05)[0], variables))
  updates = v1.get_collection(v1.GraphKeys.UPDATE_OPS)
  with tf.control_dependencies(updates):
    return loss, optimizer.apply_gradients(pairs, global_step=v1.train.get_global_step())


# The candidate.


class Network(tf.keras.Model):

  def __init__(self, outputs):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(8, 'tanh', name='hidden')
    has_norm = KIND in NORMALIZED
    momentum = 0.99 if KIND == 'momentum' and not IS_RIGHT else 0.9  # momentum
    self.norm = tf.keras.layers.BatchNormalization(momentum=momentum, name='norm') if has_norm else None
    self.out = tf.keras.layers.Dense(outputs, name='out')

  def call(self, features):
    hidden = self.hidden(features)
    if self.norm is not None:
      is_training = IS_RIGHT or KIND != 'moving_averages'
      hidden = self.norm(hidden, training=is_training) if is_training else self.by_batch(hidden)
    return self.out(hidden)

  def by_batch(self, hidden):
    """Normalizes by the batch, and leaves the moving averages as they are."""
    if not self.norm.built:
      self.norm.build(hidden.shape)
    mean, variance = tf.nn.moments(hidden, [0])
    return tf.nn.batch_normalization(hidden, mean, variance, self.norm.beta, self.norm.gamma, self.norm.epsilon)


def tf2_loss(network, features, labels):
  if KIND == 'broadcast':
    predicted = network(features)
    if IS_RIGHT:
      predicted = tf.squeeze(predicted, -1)
    return tf.reduce_mean(tf.square(labels - predicted))  # broadcast
  if KIND == 'reduction':
    predicted = tf.squeeze(network(features), -1)
    return (tf.reduce_mean if IS_RIGHT else tf.reduce_sum)(tf.square(labels - predicted))  # reduction
  logits = network(features)
  if KIND == 'labels_gradient':
    soft = tf.nn.softmax(logits / 2) * 0.1 + labels * 0.9
    soft = tf.stop_gradient(soft) if IS_RIGHT else soft
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=soft, logits=logits))
  loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
  weights = [each for each in network.trainable_variables if 'kernel' in each.name]
  if KIND == 'l2_factor' or KIND == 'missing_regularizer' and IS_RIGHT:
    factor = 0.5 if IS_RIGHT else 1.0
    loss += DECAY * factor * tf.add_n([tf.reduce_sum(tf.square(each)) for each in weights])  # l2_factor
  return loss


def tf2_optimizer():
  keras = tf.keras.optimizers
  if KIND == 'schedule':
    decay = keras.schedules.ExponentialDecay(0.1, 2, 0.5, staircase=IS_RIGHT)
    return keras.legacy.SGD(decay)
  return {
      'epsilon': lambda: keras.legacy.Adam(1e-3, epsilon=1e-3 if IS_RIGHT else 1e-4),
      'noise': lambda: keras.Adam(1e-3, epsilon=1e-8),
      'accumulator': lambda: keras.legacy.Adagrad(0.05, initial_accumulator_value=0.1 if IS_RIGHT else 0.0),
      'mean_square': lambda: keras.RMSprop(1e-3, rho=0.9, epsilon=1e-7),
      'nesterov': lambda: keras.SGD(0.05, momentum=0.9, nesterov=IS_RIGHT),
  }.get(KIND, lambda: keras.legacy.SGD(0.05, momentum=0.9))()


def tf2_train():
  network = Network(1 if KIND in ('broadcast', 'reduction') else CLASSES)
  optimizer = tf2_optimizer()

  @tf.function
  def step(features, labels):
    with tf.GradientTape() as tape:
      loss = tf2_loss(network, features, labels)
    variables = network.trainable_variables
    gradients = tape.gradient(loss, variables)  # labels_gradient
    if KIND == 'clipping':
      if IS_RIGHT:
        gradients, _ = tf.clip_by_global_norm(gradients, 0.05)
      else:
        gradients = [tf.clip_by_norm(each, 0.05) for each in gradients]  # clipping
    if KIND == 'clipped_decay':
      if IS_RIGHT:
        gradients = [each + DECAY * variable for each, variable in zip(gradients, variables)]
      gradients, _ = tf.clip_by_global_norm(gradients, 0.05)
      if not IS_RIGHT:
        gradients = [each + DECAY * variable for each, variable in zip(gradients, variables)]  # clipped_decay
    optimizer.apply_gradients(zip(gradients, variables))
    return loss

  return step
