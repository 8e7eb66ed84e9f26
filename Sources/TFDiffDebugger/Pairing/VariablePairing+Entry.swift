import TFDiffTensor

extension VariablePairing {
  /// A variable that has no partner yet.
  struct Entry: Sendable, Hashable {
    let variable: VariableEvent
    let path: VariablePath
    /// The attributes of the model that lead to it, read as another name; nil where they are not known.
    let attributes: VariablePath?
    /// The scope of its layer: its name without the last part's word for the variable.
    let layer: String
    var name: String { variable.name }

    init(_ variable: VariableEvent, attributes: String? = nil) {
      self.variable = variable
      self.attributes = attributes.map { VariablePath($0) }
      path = VariablePath(variable.name)
      layer = (variable.name.lastIndex(of: "/").map { variable.name[..<$0] } ?? "") + "/" + path.layerInLeaf
    }

    /// The words of its scopes and attributes.
    var words: Set<String> { path.words.union(attributes?.words ?? []) }

    /// How many parts of a name or of attributes agree with those of another's, counted from the last.
    func commonParts(with other: Entry) -> Int {
      let ways = [path] + (attributes.map { [$0] } ?? [])
      let others = [other.path] + (other.attributes.map { [$0] } ?? [])
      return ways.flatMap { way in others.map { way.commonParts(with: $0) } }.max() ?? 0
    }

    /// Whether two variables may be one: the same shape and element type, and no words that say otherwise.
    func canBe(_ other: Entry) -> Bool {
      variable.shape == other.variable.shape && variable.dtype == other.variable.dtype
        && path.doesNotContradict(other.path)
    }

    /// Whether two variables may be one that has the same elements in another shape: GPT-2's kernels are `[1, in, out]`, and a
    /// 1×1 convolution's `[1, 1, in, out]`.
    func isView(of other: Entry) -> Bool {
      variable.shape != other.variable.shape && variable.dtype == other.variable.dtype
        && variable.shape.joinsAxes(of: other.variable.shape) && path.doesNotContradict(other.path)
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
