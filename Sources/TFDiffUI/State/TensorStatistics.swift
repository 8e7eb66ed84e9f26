import TFDiffTensor

/// Tensors whose statistics are wanted; to be computed away from the input thread.
public struct StatisticsRequest: Sendable, Hashable {
  /// The tensors' memory, which is alive as long as the request or what came of it is.
  package let keys: [ObjectIdentifier]
  private let tensors: [Tensor]

  init(_ tensors: [Tensor]) {
    self.tensors = tensors
    keys = tensors.map { ObjectIdentifier($0.storage) }
  }

  /// Computes them.
  ///
  /// - Complexity: one reading of each tensor.
  public func run() -> TensorStatistics { TensorStatistics(keys: keys, tensors: tensors) }

  public static func == (a: StatisticsRequest, b: StatisticsRequest) -> Bool { a.keys == b.keys }
  public func hash(into hasher: inout Hasher) { hasher.combine(keys) }
}

/// Statistics of the tensors that an operation takes and gives.
public struct TensorStatistics: Sendable {
  let keys: [ObjectIdentifier]
  private let tensors: [Tensor]
  private let statistics: [ObjectIdentifier: Statistics]

  fileprivate init(keys: [ObjectIdentifier], tensors: [Tensor]) {
    self.keys = keys
    self.tensors = tensors
    statistics = Dictionary(
      zip(keys, tensors.map { Statistics(of: $0) }), uniquingKeysWith: { first, _ in first })
  }

  subscript(tensor: Tensor) -> Statistics? { statistics[ObjectIdentifier(tensor.storage)] }
}

extension AppState {
  /// Asks for the statistics that the Attributes tab lacks, once, and not while the model runs and would be slowed down.
  mutating func requestStatistics() -> [Effect] {
    guard interface.tab == .attributes, !isBusy else { return [] }
    let tensors = AttributeRows.tensors(self).filter { $0.elementCount > 0 }
    let wanted = StatisticsRequest(tensors)
    guard !tensors.isEmpty, wanted.keys != tensorStatistics?.keys, wanted.keys != requestedStatistics else { return [] }
    requestedStatistics = wanted.keys
    return [.summarize(wanted)]
  }
}
