import TFDiffTensor

/// What a layer computes with: a symbol of a graph under construction, or a tensor of an eager run. Code
/// written against values runs in both worlds.
public struct Value: Sendable {
  enum Content: Sendable {
    case symbol(Output)
    case tensor(Tensor)
  }
  let content: Content

  public init(_ output: Output) { content = .symbol(output) }
  public init(_ tensor: Tensor) { content = .tensor(tensor) }

  public var spec: TensorSpec {
    switch content {
    case .symbol(let output): output.spec
    case .tensor(let tensor): TensorSpec(tensor.dtype, tensor.shape)
    }
  }
  public var shape: Shape { spec.shape }
  public var dtype: DType { spec.dtype }

  /// The graph's symbol; nil in an eager run.
  public var output: Output? {
    if case .symbol(let output) = content { output } else { nil }
  }
  /// The tensor of an eager run; nil for a symbol.
  public var tensor: Tensor? {
    if case .tensor(let tensor) = content { tensor } else { nil }
  }
}
