/// Where a side is in a part of a model, from its endpoints as it reaches them.
struct PartProgress: Sendable {
  /// What an endpoint is to the part.
  enum Place: Sendable, Hashable {
    case inside
    /// Where the candidate is given the reference's value.
    case start
    case outside
  }

  let part: ModelPart
  private(set) var hasBegun: Bool
  private(set) var hasEnded = false
  /// Whether nothing lies between its ends.
  private(set) var isEmpty = false
  private var hasSeenEnd = false

  init(_ part: ModelPart) {
    self.part = part
    hasBegun = part.from == nil
  }

  mutating func pass(_ endpoint: String) -> Place {
    if endpoint == part.from {
      hasBegun = true
      isEmpty = hasSeenEnd || endpoint == part.to
      return .start
    }
    if endpoint == part.to { hasSeenEnd = true }
    guard hasBegun, !hasEnded else { return .outside }
    hasEnded = endpoint == part.to
    return .inside
  }
}

extension PartProgress.Place {
  /// Why an endpoint is not compared; nil where it is.
  func words(in part: ModelPart?) -> String? {
    switch self {
    case .inside: nil
    case .start: "not compared: the candidate goes on from the reference's value here"
    case .outside: "not compared: outside the part \(part?.description ?? "")"
    }
  }
}

/// Names that are reached more than once, as by a layer called again, get a number from the second time on: `dense#2`.
struct OccurrenceNames: Sendable {
  private var occurrences: [String: Int] = [:]

  mutating func unique(_ name: String) -> String {
    let count = occurrences[name, default: 0] + 1
    occurrences[name] = count
    return count == 1 ? name : "\(name)#\(count)"
  }
}
