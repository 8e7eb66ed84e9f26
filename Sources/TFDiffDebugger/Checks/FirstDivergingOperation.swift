import TFDiffTensor

extension EndpointRow {
  /// The first of the recorded operations that explains a divergence of this endpoint: its index in `operations`.
  ///
  /// That is the first whose values or shape differ, or that one side lacks; but an operation that one side lacks is
  /// passed over where a later one of its scope matches, since then its absence did no harm (a graph rewrite may have
  /// computed it beforehand).
  public var firstDivergingOperation: Int? {
    var healed: Set<String> = []
    var result: Int?
    for index in operations.indices.reversed() {
      let operation = operations[index]
      switch operation.status {
      case .match where operation.comparison != nil: healed.insert(operation.plainScope)
      case .mismatch, .shapeMismatch: result = index
      case .missingReference, .missingCandidate:
        if !healed.contains(operation.plainScope) { result = index }
      case .match, .referenceOnly, .candidateOnly, .unpaired, .outside, .unjudged, .notRun: continue
      }
    }
    return result
  }
}

extension OperationRow {
  /// The scope of its name, without the suffixes that make names unique.
  fileprivate var plainScope: String {
    name.split(separator: "/").dropLast().map { withoutUniqueSuffix(String($0)) }.joined(separator: "/")
  }
}
