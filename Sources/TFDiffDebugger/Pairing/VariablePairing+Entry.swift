import TFDiffTensor

extension VariablePairing {
  /// A variable that has no partner yet.
  struct Entry: Sendable, Hashable {
    let variable: VariableEvent
    let path: VariablePath
    /// The scope of its layer: its name without the last part's word for the variable.
    let layer: String
    var name: String { variable.name }

    init(_ variable: VariableEvent) {
      self.variable = variable
      path = VariablePath(variable.name)
      layer = (variable.name.lastIndex(of: "/").map { variable.name[..<$0] } ?? "") + "/" + path.layerInLeaf
    }

    /// Whether two variables may be one: the same shape and element type, and no words that say otherwise.
    func canBe(_ other: Entry) -> Bool {
      variable.shape == other.variable.shape && variable.dtype == other.variable.dtype
        && path.doesNotContradict(other.path)
    }
  }

  /// What two variables that go by shape must have in common.
  struct Kind: Hashable {
    var shape: Shape
    var dtype: DType
    var trainable: Bool
    init(_ variable: VariableEvent) { (shape, dtype, trainable) = (variable.shape, variable.dtype, variable.trainable) }
  }
}
