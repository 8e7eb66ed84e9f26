import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: operations of two runs find their partners across fusing, missing, added, reordered and
/// renumbered ones, and no others.
@Suite struct OperationAlignmentTests {
  private typealias Pair = OperationAlignment.Pair

  private func conv(_ scope: String, shape: Shape = [2]) -> [OperationEvent] {
    [
      event("\(scope)/Conv2D", "Conv2D", shape: shape),
      event("\(scope)/BatchNorm/FusedBatchNormV3", "FusedBatchNormV3", shape: shape),
      event("\(scope)/Relu", "Relu", shape: shape),
    ]
  }

  private func fused(_ scope: String, shape: Shape = [2]) -> OperationEvent {
    event(
      "\(scope)/Relu", "_FusedConv2D", fused: ["Conv2D", "FusedBatchNormV3", "Relu"], shape: shape)
  }

  @Test func equalSequencesPairOneToOne() {
    let operations = conv("net/a") + conv("net/b")
    let pairs = OperationAlignment.pairs(reference: operations, candidate: operations)
    #expect(pairs == operations.indices.map { Pair(reference: $0, candidate: $0) })
  }

  @Test func emptySidesGiveLoneRows() {
    let operations = conv("net/a")
    #expect(OperationAlignment.pairs(reference: [], candidate: []).isEmpty)
    #expect(
      OperationAlignment.pairs(reference: operations, candidate: [])
        == operations.indices.map { Pair(reference: $0, candidate: nil) })
    #expect(
      OperationAlignment.pairs(reference: [], candidate: operations)
        == operations.indices.map { Pair(reference: nil, candidate: $0) })
  }

  @Test func aFusedOperationPairsWithTheLastOfItsParts() {
    let pairs = OperationAlignment.pairs(
      reference: [fused("net/a"), fused("net/b")], candidate: conv("net/a") + conv("net/b"))
    #expect(
      pairs == [
        Pair(reference: nil, candidate: 0, isFusedAway: true),
        Pair(reference: nil, candidate: 1, isFusedAway: true),
        Pair(reference: 0, candidate: 2),
        Pair(reference: nil, candidate: 3, isFusedAway: true),
        Pair(reference: nil, candidate: 4, isFusedAway: true),
        Pair(reference: 1, candidate: 5),
      ])
  }

  @Test func aFusedOperationOfTheCandidatePairsLikewise() {
    let pairs = OperationAlignment.pairs(reference: conv("net/a"), candidate: [fused("net/a")])
    #expect(
      pairs == [
        Pair(reference: 0, candidate: nil, isFusedAway: true),
        Pair(reference: 1, candidate: nil, isFusedAway: true),
        Pair(reference: 2, candidate: 0),
      ])
  }

  @Test func partsOfBranchesThatWereRunInTurnsAreFound() {
    let (a, b) = (conv("net/Branch_0/a"), conv("net/Branch_1/b"))
    let candidate = [a[0], b[0], a[1], b[1], a[2], b[2]]
    let pairs = OperationAlignment.pairs(
      reference: [fused("net/Branch_0/a"), fused("net/Branch_1/b")], candidate: candidate)
    #expect(pairs.filter(\.isFusedAway).compactMap(\.candidate) == [0, 1, 2, 3])
    #expect(pairs.contains(Pair(reference: 0, candidate: 4)))
    #expect(pairs.contains(Pair(reference: 1, candidate: 5)))
  }

  /// A missing activation: the fused operation is held against what the candidate's layer ends with.
  @Test func aFusedOperationWithoutItsLastPartPairsWithTheOneBefore() {
    let pairs = OperationAlignment.pairs(
      reference: [fused("net/a"), fused("net/b")], candidate: Array(conv("net/a").prefix(2)) + conv("net/b"))
    #expect(pairs.contains(Pair(reference: 0, candidate: 1)))
    #expect(pairs.contains(Pair(reference: 1, candidate: 4)))
    #expect(pairs.filter(\.isFusedAway).compactMap(\.candidate) == [0, 2, 3])
  }

  @Test func uniqueSuffixesAndVersionsDoNotKeepPartnersApart() {
    let pairs = OperationAlignment.pairs(
      reference: [event("net_1/add", "Add"), event("net_1/Relu", "Relu")],
      candidate: [event("net/add_3", "AddV2"), event("net/Relu_7", "Relu")])
    #expect(pairs == [Pair(reference: 0, candidate: 0), Pair(reference: 1, candidate: 1)])
  }

  @Test func theScopeDecidesBetweenOperationsOfOneKind() {
    let reference = [event("net/a/Relu", "Relu"), event("net/c/Relu", "Relu")]
    let candidate = [
      event("net/a/Relu", "Relu"), event("net/b/Relu", "Relu"), event("net/c/Relu", "Relu"),
    ]
    #expect(
      OperationAlignment.pairs(reference: reference, candidate: candidate) == [
        Pair(reference: 0, candidate: 0), Pair(reference: nil, candidate: 1),
        Pair(reference: 1, candidate: 2),
      ])
  }

  @Test func anotherShapeUnderTheSameNameIsStillThePartner() {
    let pairs = OperationAlignment.pairs(
      reference: [event("net/a/Conv2D", "Conv2D", shape: [1, 4, 4, 2])],
      candidate: [event("net/a/Conv2D", "Conv2D", shape: [1, 2, 2, 2])])
    #expect(pairs == [Pair(reference: 0, candidate: 0)])
  }

  @Test func anotherTypeIsNoPartner() {
    let pairs = OperationAlignment.pairs(
      reference: [event("net/a/act", "Relu")], candidate: [event("net/a/act", "Tanh")])
    #expect(Set(pairs) == [Pair(reference: 0, candidate: nil), Pair(reference: nil, candidate: 0)])
  }

  @Test func reorderedOperationsFindEachOther() {
    let (a, b) = (conv("net/Branch_0/a"), conv("net/Branch_1/b"))
    let pairs = OperationAlignment.pairs(reference: a + b, candidate: b + a)
    for reference in 0..<6 {
      #expect(pairs.contains(Pair(reference: reference, candidate: (reference + 3) % 6)))
    }
    #expect(pairs.count == 6)
  }

  /// In a flat scope a missing operation shifts the numbers of all that follow.
  @Test func shiftedUniqueSuffixesDoNotMislead() {
    let reference = [
      event("Conv2D", "Conv2D"), event("Relu", "Relu"), event("Conv2D_1", "Conv2D"), event("Relu_1", "Relu"),
      event("Conv2D_2", "Conv2D"), event("Relu_2", "Relu"),
    ]
    let candidate = [
      event("Conv2D", "Conv2D"), event("Conv2D_1", "Conv2D"), event("Relu", "Relu"),
      event("Conv2D_2", "Conv2D"), event("Relu_1", "Relu"),
    ]
    #expect(
      OperationAlignment.pairs(reference: reference, candidate: candidate) == [
        Pair(reference: 0, candidate: 0), Pair(reference: 1, candidate: nil),
        Pair(reference: 2, candidate: 1),
        Pair(reference: 3, candidate: 2), Pair(reference: 4, candidate: 3), Pair(reference: 5, candidate: 4),
      ])
  }

  /// Random edits of a random model: whatever was kept must find its own counterpart, and nothing else must.
  @Test(arguments: 0..<60)
  func randomEditsAreFollowed(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let edit = RandomEdit(layers: Int.random(in: 1...25, using: &generator), using: &generator)
    let pairs = OperationAlignment.pairs(reference: edit.reference, candidate: edit.candidate)
    #expect(Set(pairs).count == pairs.count)
    #expect(pairs.compactMap(\.reference).sorted() == Array(edit.reference.indices), "seed \(seed)")
    #expect(pairs.compactMap(\.candidate).sorted() == Array(edit.candidate.indices), "seed \(seed)")
    for (candidate, expected) in edit.expected.enumerated() {
      let pair = pairs.first { $0.candidate == candidate }
      let name = edit.candidate[candidate].name
      switch expected {
      case .partner(let reference):
        #expect(pair?.reference == reference, "seed \(seed): \(name)")
      case .alone:
        #expect(pair?.reference == nil && pair?.isFusedAway == false, "seed \(seed): \(name)")
      case .fusedAway:
        #expect(pair?.reference == nil && pair?.isFusedAway == true, "seed \(seed): \(name)")
      }
    }
  }

  /// Too long for one table: 9000 operations a side, with a gap on each.
  @Test func longSequencesAreCutAndStillAligned() {
    let layers = (0..<3000).map { conv("net/layer\($0)") }
    var reference = Array(layers.joined())
    var candidate = reference
    reference.removeSubrange(6000..<6003)
    candidate.removeSubrange(1500..<1503)
    candidate.swapAt(0, 1)
    candidate.swapAt(8994, 8995)
    let pairs = OperationAlignment.pairs(reference: reference, candidate: candidate)
    let wrong = pairs.filter { pair in
      guard let left = pair.reference, let right = pair.candidate else { return false }
      return reference[left].name != candidate[right].name
    }
    #expect(wrong.isEmpty)
    #expect(pairs.count { $0.reference != nil && $0.candidate == nil } == 3)
    #expect(pairs.count { $0.reference == nil && $0.candidate != nil } == 3)
  }

  /// Names that never repeat on the other side leave nothing to cut at but the middle.
  @Test func longSequencesWithoutAnchorsAreCutInHalves() {
    let reference = (0..<2500).map { _ in event("x/Relu", "Relu") }
    let candidate = (0..<2500).map { _ in event("y/Relu", "Relu") }
    let pairs = OperationAlignment.pairs(reference: reference, candidate: candidate)
    #expect(pairs == (0..<2500).map { Pair(reference: $0, candidate: $0) })
  }
}

/// A model of layers with random scopes and shapes, and a candidate made from it by random edits.
private struct RandomEdit {
  enum Expected { case partner(Int), alone, fusedAway }
  var reference: [OperationEvent] = []
  var candidate: [OperationEvent] = []
  var expected: [Expected] = []

  init(layers: Int, using generator: inout SeededGenerator) {
    for layer in 0..<layers {
      let scope = "Model/Model/block\(layer % 4)/Branch_\(layer % 3)/Conv2d_\(layer)_3x3"
      let shape: Shape = [1, Int.random(in: 1...3, using: &generator), 2]
      let types = ["Conv2D", "FusedBatchNormV3", "Relu"]
      let suffix = Bool.random(using: &generator) ? "" : "_1"
      if Int.random(in: 0..<3, using: &generator) == 0 {
        addFused(types, scope: scope, suffix: suffix, shape: shape)
      } else {
        for type in types {
          add(
            type, scope: scope, suffix: suffix, shape: shape, edit: Int.random(in: 0..<8, using: &generator))
        }
      }
    }
  }

  private mutating func addFused(_ types: [String], scope: String, suffix: String, shape: Shape) {
    reference.append(event("\(scope)/Relu", "_FusedConv2D", fused: types, shape: shape))
    for type in types {
      candidate.append(event("\(scope)\(suffix)/\(type)", type, shape: shape))
      expected.append(type == "Relu" ? .partner(reference.count - 1) : .fusedAway)
    }
  }

  /// Edits: 0 drops the operation, 1 adds a foreign one before it, 2 adds one after it; else it is kept.
  private mutating func add(_ type: String, scope: String, suffix: String, shape: Shape, edit: Int) {
    reference.append(event("\(scope)/\(type)", type, shape: shape))
    if edit == 0 { return }
    let foreign = event("\(scope)\(suffix)/Cast", "Cast", shape: shape)
    if edit == 1 {
      candidate.append(foreign)
      expected.append(.alone)
    }
    candidate.append(event("\(scope)\(suffix)/\(type)", type, shape: shape))
    expected.append(.partner(reference.count - 1))
    if edit == 2 {
      candidate.append(foreign)
      expected.append(.alone)
    }
  }
}
