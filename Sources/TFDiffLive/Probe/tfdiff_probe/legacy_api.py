"""What to do where a program asks a TensorFlow 2 for what TensorFlow 1 alone had."""

import re
import sys
from typing import Optional

CONTRIB = 'contrib'
ATTRIBUTE = re.compile(r"module '(?:tensorflow|tensorflow\.compat\.v1|tensorflow\._api\.v2[\w.]*)' has no attribute '(\w+)'")


def hint(error: BaseException, text: str) -> Optional[str]:
  """What to do, in a sentence; None where the error is another. `text`: what the error says."""
  tensorflow = sys.modules.get('tensorflow')
  if tensorflow is None or not getattr(tensorflow, '__version__', '').startswith('2.'):
    return None
  missing = _missing(error, text)
  if missing == CONTRIB:
    return ('tf.contrib is in TensorFlow 1 alone: give the reference an interpreter that has it, with --tf1-python PATH '
            '(tfdiff-tui setup-tensorflow --version 1.15 makes one), and keep the code of TensorFlow 2 in a module that '
            'does not import it (--tf1 MODULE:FUNCTION and --tf2 MODULE:CLASS name the two)')
  legacy = getattr(getattr(tensorflow, 'compat', None), 'v1', None)
  if missing is not None and hasattr(legacy, missing):
    return ('TensorFlow 2 has it as tf.compat.v1.%s: import tensorflow.compat.v1 as tf for the reference, or give it a '
            'TensorFlow 1.15 with --tf1-python PATH (tfdiff-tui setup-tensorflow --version 1.15 makes one)' % missing)
  return None


def _missing(error: BaseException, text: str) -> Optional[str]:
  """The name in TensorFlow that is not there."""
  if isinstance(error, ImportError) and (error.name or '').startswith('tensorflow.contrib'):
    return CONTRIB
  found = ATTRIBUTE.search(text) if isinstance(error, AttributeError) else None
  return found.group(1) if found else None
