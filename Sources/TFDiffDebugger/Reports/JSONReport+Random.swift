import TFDiffTensor

extension JSONReport {
  static func random(_ row: RandomComparison) -> JSONValue {
    .object([
      .init("index", .int(row.index)),
      .init("op", JSONValue(row.reference ?? row.candidate) { .string($0.type) }),
      .init("shape", JSONValue(row.reference ?? row.candidate) { .ints($0.shape.dimensions) }),
      .init("reference_seed", JSONValue(row.reference) { .ints([$0.seed, $0.seed2]) }),
      .init("candidate_seed", JSONValue(row.candidate) { .ints([$0.seed, $0.seed2]) }),
      .init("reference_name", JSONValue(row.reference) { .string($0.name) }),
      .init("candidate_name", JSONValue(row.candidate) { .string($0.name) }),
      .init("agrees", .bool(row.agrees)),
      .init("pending", .bool(row.isPending)),
      .init("candidate_op", JSONValue(row.candidate) { .string($0.type) }),
      .init("candidate_shape", JSONValue(row.candidate) { .ints($0.shape.dimensions) }),
    ])
  }

  static func parting(_ parting: RandomParting) -> JSONValue {
    .object([
      .init("index", .int(parting.index)),
      .init("cause", .string(parting.cause.word)),
      .init("detail", .string(parting.description)),
    ])
  }
}

extension RandomParting.Cause {
  fileprivate var word: String {
    switch self {
    case .seeds: "seeds"
    case .order: "order"
    case .extra: "extra"
    case .replaced: "replaced"
    case .lacking: "lacking"
    }
  }
}
