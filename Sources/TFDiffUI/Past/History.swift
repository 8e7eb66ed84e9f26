/// What something was before a person changed it, and what they took back, to go to and fro between.
package struct History<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The newest last.
  package private(set) var earlier: [Value] = []
  /// What was taken back, the one to come next last.
  package private(set) var later: [Value] = []

  /// No more is kept.
  package static var limit: Int { 100 }

  package init() {}

  /// A value is left for a new one; what was taken back before cannot come again.
  package mutating func leave(_ value: Value) {
    later = []
    if earlier.last == value { return }
    earlier.append(value)
    if earlier.count > Self.limit { earlier.removeFirst() }
  }

  /// The value before; nil where there is none that differs.
  package mutating func back(from present: Value) -> Value? { Self.move(present, from: &earlier, to: &later) }

  /// The value that was taken back last; nil where there is none that differs.
  package mutating func forth(from present: Value) -> Value? { Self.move(present, from: &later, to: &earlier) }

  private static func move(_ present: Value, from: inout [Value], to: inout [Value]) -> Value? {
    while let next = from.popLast() {
      if next == present { continue }
      to.append(present)
      return next
    }
    return nil
  }
}
