import TFDiffTensor

/// Where the two sides have each other's values under other names, as where outputs are returned in another order.
public struct ValueElsewhere: Sendable, Hashable {
  /// The end point that differs.
  public var endpoint: String
  /// The reference's end point that has the value which the candidate has at ``endpoint``; nil where none has.
  public var inReference: String?
  /// The candidate's end point that has the value which the reference has at ``endpoint``; nil where none has.
  public var inCandidate: String?
}

extension DebuggerState {
  /// Nil where neither side's value is found under another name, or where the values say too little to tell.
  func valueElsewhere(of row: EndpointRow) -> ValueElsewhere? {
    guard row.activationStatus == .mismatch else { return nil }
    // What is returned is looked for among what is returned first.
    let others =
      endpoints.filter { $0.name != row.name && isOutput($0) == isOutput(row) }
      + endpoints.filter { isOutput($0) != isOutput(row) }
    let found = ValueElsewhere(
      endpoint: row.name, inReference: name(of: row.candidate, among: others, .reference, row),
      inCandidate: name(of: row.reference, among: others, .candidate, row))
    return found.inReference == nil && found.inCandidate == nil ? nil : found
  }

  private func isOutput(_ row: EndpointRow) -> Bool { row.name.split(separator: "/").first == "outputs" }

  private func name(of value: Activation?, among rows: [EndpointRow], _ side: Side, _ own: EndpointRow) -> String? {
    guard let value, let tensor = value.tensor, tensor.variety == .many else { return nil }
    let tolerance = tolerance.tolerance(for: own.name)
    return rows.first { row in
      guard let other = row[side], other.shape == value.shape, other.dtype == value.dtype, let rival = other.tensor,
        tolerance.accepts(reference: other.statistics.max, candidate: value.statistics.max)
      else { return false }
      return Judgement(reference: rival, candidate: tensor, tolerance: tolerance).status == .match
    }?.name
  }
}

extension ValueElsewhere: CustomStringConvertible {
  public var description: String {
    let found = inReference.map { "\(endpoint) of the candidate equals \($0) of the reference" }
    let back = inCandidate.map { "\(endpoint) of the reference equals \($0) of the candidate" }
    let isSwap = inReference != nil && inReference == inCandidate
    return [found, back].compactMap { $0 }.joined(separator: ", and ")
      + (isSwap ? ": the two are in each other's place" : "")
  }
}
