import TFDiffDebugger

extension LiveMap {
  /// - Throws: ``LiveMapFault/unknownVariable(_:_:known:)``.
  func checkVariables(_ known: SidePair<[String]>) throws(LiveMapFault) {
    for (reference, candidate) in variables.sorted(by: { $0.key < $1.key }) where !reference.contains("*") {
      if !known.reference.contains(reference) {
        throw .unknownVariable(.reference, reference, known: known.reference)
      }
      if !known.candidate.contains(candidate) {
        throw .unknownVariable(.candidate, candidate, known: known.candidate)
      }
    }
  }
}
