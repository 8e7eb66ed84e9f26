import TFDiffDebugger

/// What each operation of a forward pass has before and behind it in the data flow, as numbers to compare: two operations
/// with one number have the same operations before them (or behind them), whatever these are called and in whatever order
/// they are run.
struct FlowLabels {
  /// By place, over all that leads to an operation, itself included.
  private(set) var before: [Int]
  /// By place, over all that takes its value, itself included.
  private(set) var behind: [Int]

  /// - Parameters:
  ///   - own: by place, what tells an operation by itself from others.
  ///   - structure: its operations take values from earlier ones only, as they are listed in the order of execution.
  init(of structure: LiveStructure, own: [Int]) {
    let operations = structure.operations
    before = own
    behind = own
    for place in operations.indices {
      var labels = operations[place].sources.map { $0 < place ? before[$0] : 0 }
      if operations[place].isCommutative { labels.sort() }
      before[place] = Self.label(own[place], labels)
    }
    var consumers = [[(label: Int, slot: Int)]](repeating: [], count: operations.count)
    for place in operations.indices.reversed() {
      let labels = consumers[place].map { Self.label($0.label, [$0.slot]) }.sorted()
      behind[place] = Self.label(own[place], labels)
      for (slot, source) in operations[place].sources.enumerated() where source < place {
        consumers[source].append((behind[place], operations[place].isCommutative ? 0 : slot))
      }
    }
  }

  /// The places that have a label alone.
  static func unique(_ labels: [Int], among places: [Int]) -> [Int: Int] {
    var found: [Int: Int] = [:]
    var repeated: Set<Int> = []
    for place in places where found.updateValue(place, forKey: labels[place]) != nil { repeated.insert(labels[place]) }
    return found.filter { !repeated.contains($0.key) }
  }

  static func label(_ own: Int, _ others: [Int]) -> Int {
    var hasher = Hasher()
    hasher.combine(own)
    hasher.combine(others)
    return hasher.finalize()
  }
}
