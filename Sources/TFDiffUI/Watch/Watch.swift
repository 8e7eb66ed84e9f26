import TFDiffDebugger
import TFDiffTensor

/// What a person keeps an eye on.
package enum Watch: Sendable, Hashable {
  /// An element, by its index; of an endpoint, or where none is named of whatever is looked at.
  case element([Int], ofEndpoint: String?)
  /// A number of every layer; with a bound, the layers for which that holds.
  case measure(WatchedMeasure, Bound?)

  /// How a number has to stand to a value.
  package struct Bound: Sendable, Hashable {
    package let relation: ErrorBound.Relation
    package let value: Double

    /// What is not a number is greater than any.
    func holds(of number: Double) -> Bool { relation.holds(number.isNaN ? .infinity : number, value) }
  }
}

extension Watch: CustomStringConvertible {
  /// As it is typed.
  package var description: String {
    switch self {
    case .element(let index, let name): "\(name ?? "")\(NumberText.bracketed(index))"
    case .measure(let measure, let bound):
      measure.rawValue + (bound.map { " \($0.relation.rawValue) \(NumberText.exact($0.value))" } ?? "")
    }
  }
}

/// Why what was typed cannot be watched.
package enum WatchFault: Error, Sendable, Hashable {
  /// A slice takes more than one element, or cannot be read.
  case notAnElement(String)
  case unknownMeasure(String, nearest: String?)
  case noRelation(String)
  case notANumber(String)
}

extension WatchFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAnElement(let text): "‘\(text)’ is no element; write ENDPOINT[0,2,0,9], with one index a dimension"
    case .unknownMeasure(let word, let nearest):
      "‘\(word)’ measures nothing"
        + (nearest.map { "; did you mean ‘\($0)’?" }
          ?? "; write ENDPOINT[0,2] for an element, or one of \(Self.measures), with > 1e-4 after it or without")
    case .noRelation(let text): "‘\(text)’ compares nothing; write max_abs > 1e-4, or with <, >= or <="
    case .notANumber(let text): "‘\(text)’ is not a number to compare with; write max_abs > 1e-4"
    }
  }

  private static var measures: String { WatchedMeasure.allCases.map(\.rawValue).joined(separator: ", ") }
}

extension Watch {
  /// Reads what a person types, and what was remembered.
  package init(parsing text: String) throws(WatchFault) {
    let text = text.trimmed
    if text.last == "]", let start = text.lastIndex(of: "[") {
      let name = String(text[..<start]).trimmed
      self = .element(try Self.index(String(text[start...])), ofEndpoint: name.isEmpty ? nil : name)
      return
    }
    let end = text.firstIndex { !($0.isLetter || $0.isNumber || $0 == "_") } ?? text.endIndex
    let word = String(text[..<end])
    guard let measure = WatchedMeasure(rawValue: word.lowercased()) else {
      let nearest = NearestName.find(word, in: WatchedMeasure.allCases.map(\.rawValue))
      throw .unknownMeasure(end == text.endIndex ? text : word, nearest: nearest)
    }
    self = .measure(measure, try Self.bound(String(text[end...]).trimmed, of: text))
  }

  private static func index(_ text: String) throws(WatchFault) -> [Int] {
    guard let slice = try? TensorSlice(text) else { throw .notAnElement(text) }
    var index: [Int] = []
    for item in slice.items {
      guard case .index(let place) = item else { throw .notAnElement(text) }
      index.append(place)
    }
    return index
  }

  private static func bound(_ text: String, of whole: String) throws(WatchFault) -> Bound? {
    if text.isEmpty { return nil }
    guard let relation = ErrorBound.Relation.allCases.first(where: { text.hasPrefix($0.rawValue) }) else {
      throw .noRelation(whole)
    }
    let number = String(text.dropFirst(relation.rawValue.count)).trimmed
    guard let value = Double(number), value.isFinite else { throw .notANumber(number) }
    return Bound(relation: relation, value: value)
  }
}
