import TFDiffTensor

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
