import TFDiffTensor

extension JSONReport {
  /// Where the two runs stand, which says whether what has not been reached is still to come.
  static func stand(_ stand: RunStand) -> JSONValue {
    .object([
      .init("state", .string(stand.kind.rawValue)),
      .init("passed", .int(stand.passed)),
      .init("known", .int(stand.known)),
      .init("planned", .bool(stand.isPlanned)),
      .init("last", JSONValue(stand.last) { .string($0) }),
      .init("inside", JSONValue(stand.inside) { .string($0) }),
      .init("reason", JSONValue(stand.reason) { .string($0.word) }),
      .init("breakpoint", JSONValue(stand.breakpoint) { .string($0.words) }),
      .init("words", .string("\(stand)")),
    ])
  }
}

extension StopReason {
  fileprivate var word: String {
    switch self {
    case .step: "step"
    case .breakpoint: "breakpoint"
    case .divergence: "divergence"
    case .creation: "creation"
    case .reached: "reached"
    case .cancelled: "interrupted"
    }
  }
}
