import TFDiffTensor

/// A tensor of a checkpoint: in one piece, or in parts that together cover it.
struct BundleTensor {
  /// One stored part, and its place in the whole tensor; in a tensor of one piece, the whole.
  struct Part {
    let entry: BundleEntry
    let ranges: [Range<Int>]
  }

  let key: String
  let type: ElementType
  let shape: Shape
  let parts: [Part]

  init(_ entry: BundleEntry, key: String, find: ([UInt8]) -> BundleEntry?) throws(EntryError) {
    self.key = key
    type = entry.type
    shape = entry.shape
    guard !entry.parts.isEmpty else {
      parts = [Part(entry: entry, ranges: entry.shape.dimensions.map { 0..<$0 })]
      return
    }
    var parts: [Part] = []
    for part in entry.parts {
      guard let ranges = part.ranges(in: entry.shape.dimensions) else {
        throw EntryError(entry.key, .badSlice(part.text))
      }
      guard let stored = find(part.key(of: entry.key)), stored.parts.isEmpty, stored.type == entry.type,
        stored.shape.dimensions == ranges.map(\.count)
      else { throw EntryError(entry.key, .missingSlice(part.text)) }
      parts.append(Part(entry: stored, ranges: ranges))
    }
    self.parts = parts
    try Coverage(shape, parts.map(\.ranges)).check(entry.key)
  }

  /// The data file and the byte where its first part begins.
  var place: (shard: Int, offset: Int) {
    parts.map { ($0.entry.shard, $0.entry.range.lowerBound) }.min(by: <) ?? (0, 0)
  }
  var byteCount: Int { parts.reduce(0) { $0 + $1.entry.range.count } }
  var shards: [Int] { Set(parts.map(\.entry.shard)).sorted() }
}

/// Whether parts of a tensor hold each of its elements once.
private struct Coverage {
  /// Parts along one dimension need one comparison each, a grid of them as many as it has rows; more work than this
  /// only overlapping parts can need, and a file must not keep the program busy at will.
  private static let greatestWork = 100_000_000

  let shape: Shape
  let parts: [[Range<Int>]]

  init(_ shape: Shape, _ parts: [[Range<Int>]]) {
    self.shape = shape
    self.parts = parts.filter { part in part.allSatisfy { !$0.isEmpty } }
  }

  func check(_ key: [UInt8]) throws(EntryError) {
    var covered = 0
    for part in parts {
      let (sum, overflow) = covered.addingReportingOverflow(part.reduce(1) { $0 * $1.count })
      guard !overflow else { throw EntryError(key, .overlappingSlices) }
      covered = sum
    }
    guard covered == shape.elementCount else {
      throw EntryError(key, .incompleteSlices(elements: covered, of: shape.elementCount))
    }
    guard areDisjoint else { throw EntryError(key, .overlappingSlices) }
  }

  /// Compares each part with those that begin before it ends, along the dimension that has the most beginnings.
  private var areDisjoint: Bool {
    let axes = shape.dimensions.indices
    let beginnings = axes.map { axis in Set(parts.map { $0[axis].lowerBound }).count }
    guard let axis = axes.max(by: { beginnings[$0] < beginnings[$1] }) else { return parts.count <= 1 }
    let ordered = parts.sorted { $0[axis].lowerBound < $1[axis].lowerBound }
    var work = 0
    for (place, part) in ordered.enumerated() {
      for other in ordered[(place + 1)...] {
        if other[axis].lowerBound >= part[axis].upperBound { break }
        work += shape.rank
        let areApart = zip(part, other).contains { !$0.overlaps($1) }
        if !areApart || work > Self.greatestWork { return false }
      }
    }
    return true
  }
}
