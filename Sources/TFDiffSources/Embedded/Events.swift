import TFDiffDebugger
import TFDiffEngine

extension VariableEvent {
  init(_ variable: Variable, call: Int) {
    self.init(
      name: variable.name, shape: variable.shape, dtype: variable.dtype, trainable: variable.trainable, call: call)
  }
}

extension RandomEvent {
  init(_ operation: RandomOperation, index: Int) {
    self.init(
      index: index, name: operation.name, type: operation.type, shape: operation.shape,
      seed: operation.seeds.seed, seed2: operation.seeds.seed2)
  }
}
