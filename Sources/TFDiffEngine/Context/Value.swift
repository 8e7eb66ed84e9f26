import Synchronization
import TFDiffTensor

/// What a layer computes with: a symbol of a graph under construction, or a tensor of an eager run. Code
/// written against values runs in both worlds.
public struct Value: Sendable {
  enum Content: Sendable {
    case symbol(Output)
    case tensor(Tensor, TensorIdentity)
  }
  let content: Content

  public init(_ output: Output) { content = .symbol(output) }
  /// An eager tensor of its own, even where it shares its storage with others.
  public init(_ tensor: Tensor) { content = .tensor(tensor, TensorIdentity()) }

  public var spec: TensorSpec {
    switch content {
    case .symbol(let output): output.spec
    case .tensor(let tensor, _): TensorSpec(tensor.dtype, tensor.shape)
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
    if case .tensor(let tensor, _) = content { tensor } else { nil }
  }
  /// What tells the tensor of an eager run from all others; nil for a symbol.
  var identity: TensorIdentity? {
    if case .tensor(_, let identity) = content { identity } else { nil }
  }
}

/// What tells one tensor of an eager run from another, whatever memory they share: what a tape knows them by.
struct TensorIdentity: Hashable, Sendable {
  private let number: Int
  private static let made = Atomic(0)

  init() { number = Self.made.add(1, ordering: .relaxed).newValue }
}
