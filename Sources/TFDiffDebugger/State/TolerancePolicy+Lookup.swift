import TFDiffTensor

extension TolerancePolicy.Exception {
  /// Reads `GLOB=R,A`; nil where it is not that, with both numbers finite and at least 0.
  public init?(parsing text: String) {
    let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
    let numbers = halves.last?.split(separator: ",").compactMap { Double($0) } ?? []
    guard halves.count == 2, numbers.count == 2, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    self.init(glob: halves[0], tolerance: Tolerance(rtol: numbers[0], atol: numbers[1]))
  }
}

extension TolerancePolicy {
  /// The tolerance for something known by any of these names: an endpoint by its own; an operation or an
  /// update by its own and by that of the endpoint it leads to. The last exception that matches one of them wins.
  public func tolerance(for names: String...) -> Tolerance {
    exceptions.last { exception in
      let glob = Glob(exception.glob)
      return names.contains { glob.matches($0) }
    }?.tolerance ?? standard
  }
}
