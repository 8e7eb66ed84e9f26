"""How a model function wants to be called: which of its parameters take inputs, labels, mode and training flag."""

import inspect
from typing import Any, Dict, List, Mapping, Optional, Tuple

TRAINING = ('training', 'is_training')
LABELS = ('labels', 'label', 'targets', 'y', 'y_true')
# What an Estimator gives its model function besides (tensorflow_estimator/python/estimator/estimator.py).
OTHERS = ('mode', 'params', 'config')
# Estimator's ModeKeys.
TRAIN, INFER = 'train', 'infer'


class Signature:
  """The parameters of a callable, as far as it shows them."""

  def __init__(self, function: Any, params: Any = None) -> None:
    """`params`: what the program has for a model function's parameter of that name."""
    self._params = params
    self._parameters: Optional[Mapping[str, inspect.Parameter]] = None
    try:
      self._parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
      pass

  @property
  def takes_training(self) -> bool:
    """Whether the callable is told if it trains."""
    parameters = self._parameters
    return parameters is None or self._takes_any or any(name in parameters for name in TRAINING + ('mode',))

  @property
  def takes_inputs(self) -> bool:
    """Whether it has to be given something: a model function, and no class or factory of a layer."""
    return any(each.default is inspect.Parameter.empty for each in self._positional)

  @property
  def input_count(self) -> int:
    """How many inputs it has to be given, labels apart."""
    told = TRAINING + LABELS + OTHERS
    return len([each for each in self._positional
                if each.name not in told and each.default is inspect.Parameter.empty])

  @property
  def names_labels(self) -> bool:
    """Whether a parameter is called as labels are."""
    return any(name in LABELS for name in self._parameters or ())

  @property
  def takes_labels(self) -> bool:
    """Whether it is given labels. A `y` that it must be given may be an input like any other, where nothing else says that
    the function is an Estimator's."""
    parameters = self._parameters or {}
    return any(name in LABELS and (
        name != 'y' or 'mode' in parameters or each.default is not inspect.Parameter.empty)
               for name, each in parameters.items())

  @property
  def names(self) -> List[str]:
    """The names of the parameters that it shows."""
    return list(self._parameters or ())

  @property
  def requires_labels(self) -> bool:
    """Whether it cannot be called without labels."""
    return any(each.name in LABELS and each.default is inspect.Parameter.empty for each in self._positional)

  def told(self, training: bool) -> Dict[str, Any]:
    """What a call is given by name beside inputs and labels."""
    return {name: value for name, value in self._options(None, training).items() if name not in LABELS}

  def wanted(self, options: Dict[str, Any]) -> List[str]:
    """The parameters that must be given beside these."""
    return [each.name for each in self._positional
            if each.name not in options and each.default is inspect.Parameter.empty]

  def arguments(self, features: Any, labels: Any, training: bool) -> Tuple[Tuple[Any, ...], Dict[str, Any]]:
    """The positional arguments and the keyword arguments of a call."""
    options = self._options(labels, training)
    wanted = self.wanted(options)
    if isinstance(features, dict) and wanted and len(features) > 1 and set(wanted) <= set(features):
      known = [each.name for each in self._positional]
      return (), dict(options, **{name: value for name, value in features.items() if name in known})
    if isinstance(features, (tuple, list)) and len(wanted) > 1 and len(wanted) == len(features):
      return tuple(features), options
    return (features,), options

  @property
  def _positional(self) -> List[inspect.Parameter]:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [each for each in (self._parameters or {}).values() if each.kind in kinds]

  @property
  def _takes_any(self) -> bool:
    return any(each.kind == inspect.Parameter.VAR_KEYWORD for each in (self._parameters or {}).values())

  def _options(self, labels: Any, training: bool) -> Dict[str, Any]:
    parameters = self._parameters
    flags = [name for name in TRAINING if parameters is not None and name in parameters][:1]
    if not flags and (parameters is None or self._takes_any):
      flags = ['training']
    options: Dict[str, Any] = {name: training for name in flags}
    parameters = parameters or {}
    if 'mode' in parameters:
      options['mode'] = TRAIN if training else INFER
    for name in LABELS:
      if name in parameters and (labels is not None or 'mode' in parameters):
        options[name] = labels
    if 'params' in parameters:
      options['params'] = self._params() if callable(self._params) else self._params or {}
    if 'config' in parameters and parameters['config'].default is inspect.Parameter.empty:
      options['config'] = None
    return options
