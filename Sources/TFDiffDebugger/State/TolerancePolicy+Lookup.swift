import TFDiffTensor

extension TolerancePolicy.Exception {
  /// Reads `GLOB=R,A`; nil where it is not that, with both numbers finite and at least 0.
  public init?(parsing text: String) {
    // A glob may have the sign itself, numbers do not.
    guard let sign = text.lastIndex(of: "="), sign > text.startIndex else { return nil }
    let numbers = text[text.index(after: sign)...].split(separator: ",").compactMap { Double($0) }
    guard numbers.count == 2, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    self.init(glob: String(text[..<sign]), tolerance: Tolerance(rtol: numbers[0], atol: numbers[1]))
  }
}

extension TolerancePolicy {
  /// The tolerance for something known by any of these names: an endpoint by its own; an operation or an
  /// update by its own and by that of the endpoint it leads to. The last exception that matches one of them wins.
  /// Where none does, what was measured judges, if it is to.
  public func tolerance(for names: String...) -> Tolerance {
    exception(for: names)?.tolerance ?? measuredTolerance(for: names) ?? standard
  }

  /// The exception for something known by any of these names.
  func exception(for names: [String]) -> Exception? {
    exceptions.last { exception in
      let glob = Glob(exception.glob)
      return names.contains { glob.matches($0) }
    }
  }
}
