import TFDiffTensor

/// How much of the two models was compared, and what was not.
public struct Coverage: Sendable, Hashable {
  /// Layers that both sides reached.
  public var compared: Int
  /// Of each side, the layers that the other side has no partner for, outputs among them; not what the other may still reach.
  public var alone: SidePair<[String]>
  /// Whether what the models return was compared, under whatever name.
  public var comparesOutputs: Bool
  /// The part of the model that is compared; nil for the whole.
  public var part: ModelPart?

  /// All there are of a side.
  public func total(of side: Side) -> Int { compared + alone[side].count }
}

extension DebuggerState {
  /// As far as the runs have come.
  public var coverage: Coverage {
    func alone(_ side: Side) -> [String] {
      // What a side that failed did not reach it may well have.
      let isJudged = failure.map { $0.side == side } ?? true
      let rows = endpoints.filter { row in
        row[side] != nil && row.status != .outside
          && (!row.isComplete && row.status != .notRun && isJudged || row.status == .unpaired)
          && !(row.isOutput && isComparedElsewhere(row, side))
      }
      return rows.map(\.name) + unpairedLayers[side]
    }
    return Coverage(
      compared: endpoints.count { $0.isComplete && $0.status.isCompared },
      alone: SidePair(reference: alone(.reference), candidate: alone(.candidate)),
      // A part of a model is compared up to where it ends.
      comparesOutputs: comparesOutputs || target.part != nil, part: target.part)
  }

  /// What a program returns beside what it names is an output; where neither side has any, what comes last of what they
  /// name is.
  private var comparesOutputs: Bool {
    let outputs = endpoints.filter(\.isOutput)
    guard !outputs.isEmpty else {
      return Side.allCases.contains { side in endpoints.last { $0[side] != nil }?.isComplete ?? false }
    }
    return Side.allCases.allSatisfy { side in
      let own = outputs.filter { $0[side] != nil }
      return own.isEmpty || own.contains { $0.isComplete || isComparedElsewhere($0, side) }
    }
  }

  /// Whether a side names the same value as an end point that was compared.
  private func isComparedElsewhere(_ output: EndpointRow, _ side: Side) -> Bool {
    guard let activation = output[side] else { return false }
    return endpoints.contains { row in
      guard row.isComplete, let other = row[side] else { return false }
      return other.shape == activation.shape && other.statistics == activation.statistics
    }
  }
}

extension EndpointRow {
  /// How what a program returns beside its end points is named: `outputs`, or below it where there are several.
  public static let outputs = "outputs"

  var isOutput: Bool { name == Self.outputs || name.hasPrefix(Self.outputs + "/") }
}

extension Coverage: CustomStringConvertible {
  /// Nil where all was compared; else how much was, and what was not.
  public var sentence: String? {
    let parts = Side.allCases.compactMap { side -> String? in
      let names = alone[side]
      if names.isEmpty { return nil }
      let few = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", …" : "")
      return "\(compared) of \(total(of: side)) of the \(side.rawValue)'s layers compared; \(names.count) without a "
        + "partner: \(few)"
    }
    let part = part.map { ["\(compared) layers compared: the part \($0) alone"] } ?? []
    return (part + parts).isEmpty ? nil : (part + parts).joined(separator: ". ")
  }

  public var description: String { sentence ?? "all \(compared) layers compared" }
}
