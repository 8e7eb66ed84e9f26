"""One training step of Inception-ResNet-v2 in both worlds, in real TensorFlow: what tfdiff-benchmark compares with, run as a
program, and what it gives `tfdiff-tui check --steps 1`.

Needs tensorflow 2.12, tf_slim 1.1.0 and numpy below 1.24. Batch norm is in inference mode, as over one image it amplifies rounding
beyond any tolerance.
"""
import os

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')

import numpy as np
import tensorflow as tf
from inception_resnet_v2 import Layer, inception_resnet_v2

v1 = tf.compat.v1


def cross_entropy(logits, labels):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def tf1_train(inputs, labels):
  ends = inception_resnet_v2(inputs, False)
  loss = cross_entropy(ends['Logits'], labels) + tf.add_n(v1.get_collection(v1.GraphKeys.REGULARIZATION_LOSSES))
  return loss, v1.train.GradientDescentOptimizer(0.01).minimize(loss)


def tf2_train():
  layer = Layer()
  optimizer = tf.keras.optimizers.legacy.SGD(0.01)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      loss = cross_entropy(layer(inputs, training=False)['Logits'], labels) + tf.add_n(layer.losses)
    optimizer.apply_gradients(zip(tape.gradient(loss, layer.trainable_variables), layer.trainable_variables))
    return loss

  return step


def inputs():
  rows, columns = np.mgrid[0:299, 0:299].astype('float32') / 149.5 - 1
  image = np.stack([np.sin(9 * rows * columns), np.cos(7 * rows), np.sin(5 * columns + rows)], axis=-1)
  return image[np.newaxis].astype('float32'), np.array([207], 'int32')


def main():
  batch = inputs()
  graph = tf.Graph()
  with graph.as_default(), v1.Session(graph=graph) as session:
    given = [v1.placeholder(each.dtype, each.shape) for each in batch]
    training = tf1_train(*given)
    session.run(v1.global_variables_initializer())
    loss, _ = session.run(training, dict(zip(given, batch)))
  print('TF1 loss', loss)
  step = tf2_train()
  print('TF2 loss', step(*map(tf.constant, batch)).numpy())


if __name__ == '__main__':
  main()
