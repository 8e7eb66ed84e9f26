"""Lists the operations, in creation order, of a graph with one of each slim layer, under TensorFlow 2.12.1 and tf_slim 1.1.0.

Wrote slim_layer_operations_tf212.txt; irv2_train_operations_tf212.txt is the same listing of TF-Slim's
Inception-ResNet-v2 (is_training=True, batch_norm_scale=True, 1000 classes) on tf.ones((1, 299, 299, 3)).
"""
import tensorflow as tf
import tf_slim as slim

v1 = tf.compat.v1
graph = tf.Graph()
with graph.as_default():
  x = tf.ones((1, 35, 35, 32))
  with slim.arg_scope([slim.batch_norm], is_training=False):
    slim.conv2d(x, 8, 3, normalizer_fn=slim.batch_norm, normalizer_params={'scale': False})
    slim.conv2d(x, 8, 3)
    y = slim.fully_connected(slim.flatten(x), 10)
    slim.softmax(y)
    slim.dropout(y, 0.5, is_training=True)
    slim.dropout(y, 0.5, is_training=True, scope='drop')
    slim.avg_pool2d(x, 2)
    slim.max_pool2d(x, 2)
    v1.get_variable('w', [3, 4], regularizer=slim.l2_regularizer(0.1))
    slim.repeat(x, 2, slim.conv2d, 8, 3)
    tf.nn.dropout(y, rate=0.4)
    tf.random.normal((2, 3))
    tf.random.truncated_normal((2, 3))
    tf.random.uniform((3, 3), 0, 2)
  for operation in graph.get_operations():
    print(operation.name, operation.type)
