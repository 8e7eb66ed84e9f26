import TFDiffTensor

/// How far the two sides must be apart for a breakpoint to stop: `max_abs > 1e-4`.
public struct ErrorBound: Sendable, Hashable {
  /// What is measured, by its name in the reports.
  public enum Measure: String, Sendable, Hashable, CaseIterable {
    case maxAbs = "max_abs"
    case maxRel = "max_rel"
    case mismatched
  }

  /// How it has to stand to the value; the longer words come first, as the shorter begin them.
  public enum Relation: String, Sendable, Hashable, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"

    /// Whether a number stands to a value as it says.
    package func holds(_ number: Double, _ value: Double) -> Bool {
      switch self {
      case .atLeast: number >= value
      case .atMost: number <= value
      case .above: number > value
      case .below: number < value
      }
    }
  }

  public let measure: Measure
  public let relation: Relation
  public let value: Double

  public init(_ measure: Measure, _ relation: Relation, _ value: Double) {
    self.measure = measure
    self.relation = relation
    self.value = value
  }

  /// Reads what a person writes.
  public init(parsing text: String) throws(ErrorBoundFault) {
    let written = text.filter { $0 != " " }
    guard let measure = Measure.allCases.first(where: { written.hasPrefix($0.rawValue) }) else {
      throw .unknownMeasure(text)
    }
    let rest = written.dropFirst(measure.rawValue.count)
    guard let relation = Relation.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
      throw .noRelation(text)
    }
    let number = String(rest.dropFirst(relation.rawValue.count))
    guard let value = Double(number), value >= 0, value.isFinite else { throw .notANumber(number) }
    self.init(measure, relation, value)
  }

  /// Whether a comparison is as it asks. A difference that is not a number is greater than any.
  func holds(of comparison: Comparison) -> Bool {
    let measured =
      switch measure {
      case .maxAbs: comparison.maxAbs
      case .maxRel: comparison.maxRel
      case .mismatched: Double(comparison.mismatched)
      }
    return relation.holds(measured.isNaN ? .infinity : measured, value)
  }
}

extension ErrorBound: CustomStringConvertible {
  public var description: String { "\(measure.rawValue) \(relation.rawValue) \(NumberText.exact(value))" }
}

/// Why a breakpoint's condition cannot be read.
public enum ErrorBoundFault: Error, Sendable, Hashable {
  case unknownMeasure(String)
  case noRelation(String)
  case notANumber(String)
  /// Only breakpoints on names have a condition.
  case notOnAName(String)
}

extension ErrorBoundFault: CustomStringConvertible {
  private static let example = "write GLOB if max_abs > 1e-4"

  public var description: String {
    switch self {
    case .unknownMeasure(let text):
      "‘\(text)’ measures nothing; there are \(ErrorBound.Measure.allCases.map(\.rawValue).joined(separator: ", "))"
    case .noRelation(let text): "‘\(text)’ compares nothing; \(Self.example), or with <, >= or <="
    case .notANumber(let text): "‘\(text)’ is not a number to compare with; \(Self.example)"
    case .notOnAName(let kind): "\(kind) takes no condition; \(Self.example)"
    }
  }
}
