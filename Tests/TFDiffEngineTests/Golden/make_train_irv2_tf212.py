"""One training step of TF-Slim's Inception-ResNet-v2 on the photograph in TensorFlow 2.12.1's session and eager worlds: losses, and
the norm and some elements of every gradient; writes train_irv2_photo_tf212.json beside itself, or, told `avx2` on a processor
without AVX-512, train_irv2_photo_tf212_avx2.json: TensorFlow's kernels sum in another order there.

    python make_train_irv2_tf212.py [avx2]

Needs tf_slim 1.1.0. DeterministicRandomTestTool, constant mode, seed 42; the photograph scaled as Inception's preprocessing
does. The loss is the sparse softmax cross-entropy of the logits with class 7, plus the regularization losses; in inference
mode ('frozen': batch norm with its moving averages, no dropout) and in training mode.
"""
import json
import os
import sys
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import numpy as np
import tensorflow as tf

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', '..', '..', 'Sources', 'tfdiff-benchmark', 'Python'))

import inception_resnet_v2 as model

v1 = tf.compat.v1
SEED, LABEL, INPUT = 42, 7, 'photo_299_uint8.npy'
labels = np.array([LABEL], 'i4')
image = np.load(os.path.join(here, INPUT)).astype('f4') / np.float32(127.5) - np.float32(1)


def tool():
  return v1.keras.utils.DeterministicRandomTestTool(seed=SEED, mode='constant')


def cross_entropy(logits):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def in_session(training):
  with tool().scope(), tf.Graph().as_default() as graph, v1.Session(graph=graph) as session:
    data = cross_entropy(model.inception_resnet_v2(tf.constant(image), training)['Logits'])
    penalty = tf.add_n(v1.get_collection(v1.GraphKeys.REGULARIZATION_LOSSES))
    loss = data + penalty
    trained = v1.trainable_variables()
    found = [(v.op.name, g) for v, g in zip(trained, tf.gradients(loss, trained)) if g is not None]
    session.run(v1.global_variables_initializer())
    *losses, values = session.run([data, penalty, loss, [gradient for _, gradient in found]])
    return losses, list(zip([name for name, _ in found], values))


def in_eager(training):
  with tool().scope():
    layer = model.Layer()
    with tf.GradientTape() as tape:
      data = cross_entropy(layer(tf.constant(image), training=training)['Logits'])
      penalty = tf.add_n(layer.losses)
      loss = data + penalty
    trained = layer.trainable_variables
    gradients = zip(trained, tape.gradient(loss, trained))
    return (data, penalty, loss), [(v.name[:-2], g.numpy()) for v, g in gradients if g is not None]


def described(array):
  flat = array.ravel()
  index = np.unique(np.linspace(0, flat.size - 1, 8).astype(int))
  return {'l2': float(np.sqrt((flat.astype('f8') ** 2).sum())), 'sample_index': index.tolist(),
          'sample': [float(v) for v in flat[index]]}


def row(losses, gradients):
  data, penalty, loss = (float(value) for value in losses)
  return {'data_loss': data, 'regularization_loss': penalty, 'loss': loss,
          'gradients': {name: described(value) for name, value in gradients}}


if __name__ == '__main__':
  cases = {}
  for name, training in [('frozen', False), ('training', True)]:
    session, eager = in_session(training), in_eager(training)
    other = dict(eager[1])
    worst = max((float(np.abs(value - other[name]).max() / (np.abs(value).max() + 1e-12)), name)
                for name, value in session[1])
    cases[name] = {'graph': row(*session), 'eager': row(*eager), 'worst_graph_eager_relative_to_largest': worst}
  name = '_'.join(['train_irv2_photo_tf212'] + sys.argv[1:]) + '.json'
  with open(os.path.join(here, name), 'w') as file:
    json.dump({'tensorflow': tf.__version__, 'seed': SEED, 'label': LABEL, 'input': INPUT, 'cases': cases}, file)
