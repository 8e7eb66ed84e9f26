import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: in loops the operations of both sides are paired iteration by iteration, whichever way each side runs them, and
/// what belongs to no iteration of the other side's is not shown as a difference.
@Suite struct LoopAlignmentTests {
  /// What a body computes, by type and shape.
  private static let body: [(type: String, shape: Shape)] = [
    ("ConcatV2", [2, 8]), ("MatMul", [2, 4]), ("Tanh", [2, 4]), ("Mul", [2, 4]),
  ]

  /// An execution of the place `site` in an iteration; of a graph's loop where there is one.
  private func execution(
    _ type: String, _ site: String, _ iteration: Int, shape: Shape = [2, 4], loop: String? = nil, count: Int? = nil,
    inputs: [OperationInput] = []
  ) -> OperationEvent {
    OperationEvent(
      name: "\(loop ?? "port")/\(site)", type: type, output: Tensor(repeating: Float(iteration), shape: shape),
      id: "\(site)#\(iteration)", inputs: inputs, partner: .none,
      repetition: OperationRepetition(site: site, iteration: iteration, count: count, loop: loop))
  }

  private func loop(
    _ name: String, told: Int, count: Int? = nil, skipping skipped: String? = nil
  ) -> [OperationEvent] {
    (1...told).flatMap { iteration in
      Self.body.filter { $0.type != skipped }.map {
        execution($0.type, $0.type, iteration, shape: $0.shape, loop: name, count: count ?? told)
      }
    }
  }

  private func steps(_ count: Int, skipping skipped: String? = nil, prefix: String = "") -> [OperationEvent] {
    (0..<count).flatMap { step in
      Self.body.filter { $0.type != skipped }.map {
        execution($0.type, prefix + $0.type, step + 1, shape: $0.shape)
      }
    }
  }

  private struct Row: Hashable {
    var reference: String?
    var candidate: String?
  }

  private func rows(_ reference: [OperationEvent], _ candidate: [OperationEvent], isComplete: Bool = true) -> [Row] {
    OperationAlignment.pairs(reference: reference, candidate: candidate, isComplete: isComplete).map { pair in
      Row(
        reference: pair.reference.map { reference[$0].id ?? "" },
        candidate: pair.candidate.map { candidate[$0].id ?? "" })
    }
  }

  @Test(arguments: 1...5)
  func eachIterationHasItsOwn(count: Int) {
    let all = rows(loop("walk", told: count), steps(count))
    #expect(all.count == count * Self.body.count)
    #expect(all.allSatisfy { $0.reference == $0.candidate }, "\(all)")
  }

  @Test(arguments: body.map(\.type), Side.allCases)
  func whatOneSideLacksShiftsNoIteration(type: String, side: Side) {
    let (left, right) = side == .reference ? (type, nil) : (nil, type)
    let all = rows(loop("walk", told: 3, skipping: left), steps(3, skipping: right))
    let pairs = all.filter { $0.reference != nil && $0.candidate != nil }
    #expect(pairs.count == 3 * (Self.body.count - 1))
    #expect(pairs.allSatisfy { $0.reference == $0.candidate })
    #expect(all.count - pairs.count == 3)
  }

  @Test func aLoopIsPairedWithALoop() {
    let all = rows(loop("walk", told: 4), loop("other", told: 4))
    #expect(all.count == 16 && all.allSatisfy { $0.reference == $0.candidate })
  }

  @Test func twoLoopsAreKeptApart() {
    let reference = loop("one", told: 2) + loop("two", told: 3)
    let candidate = steps(2, prefix: "a") + steps(3, prefix: "b")
    let pairs = OperationAlignment.pairs(reference: reference, candidate: candidate)
    #expect(pairs.count == 20)
    for pair in pairs {
      guard let left = pair.reference, let right = pair.candidate else {
        Issue.record("\(pair) has no partner")
        continue
      }
      #expect(reference[left].repetition?.iteration == candidate[right].repetition?.iteration)
      #expect((reference[left].repetition?.loop == "one") == candidate[right].repetition?.site.hasPrefix("a"))
    }
  }

  /// What the rows say of the iteration.
  @Test func aRowKnowsItsIteration() {
    let reference = loop("walk", told: 3, skipping: "Tanh")
    let candidate = steps(3)
    for pair in OperationAlignment.pairs(reference: reference, candidate: candidate) {
      let event = pair.reference.map { reference[$0] } ?? pair.candidate.map { candidate[$0] }
      #expect(pair.iteration == event?.repetition.map { LoopIteration(number: $0.iteration, count: 3) })
    }
  }

  /// A function that does all the work of a loop has no iterations to be compared with.
  @Test func aLoopThatTheOtherSideRunsAsOneIsLeftOut() {
    let whole = OperationEvent(name: "walk", type: "While", output: Tensor([1]), id: "walk")
    let fused = OperationEvent(name: "fused", type: "PartitionedCall", output: Tensor([1]), id: "fused", partner: .none)
    #expect(rows(loop("walk", told: 3) + [whole], [fused]).compactMap(\.reference) == ["walk"])
    #expect(rows(loop("walk", told: 3) + [whole], [fused], isComplete: false).compactMap(\.reference).count == 13)
  }

  /// The loop as a whole says nothing that its iterations do not, where these are told.
  @Test func aLoopThatIsToldByItsIterationsIsNotToldAsOne() {
    let whole = OperationEvent(name: "walk", type: "While", output: Tensor([1]), id: "walk")
    #expect(!rows(loop("walk", told: 3) + [whole], steps(3)).contains { $0.reference == "walk" })
    #expect(rows(loop("walk", told: 3, count: 9) + [whole], steps(9)).contains { $0.reference == "walk" })
  }

  /// Where a source leaves out iterations, the other side's lack nothing.
  @Test func iterationsThatAreLeftOutAreNotMissing() {
    let before = OperationEvent(name: "pad", type: "Pad", output: Tensor([1]), id: "pad", partner: .none)
    let all = rows(loop("walk", told: 2, count: 50), [before] + steps(50))
    #expect(all.count == 2 * Self.body.count + 1)
    #expect(all.contains { $0.candidate == "pad" })
  }

  /// One side may end earlier: what the other goes on to do is a difference.
  @Test func furtherIterationsAreMissing() {
    let all = rows(loop("walk", told: 3), steps(5))
    #expect(all.filter { $0.reference == nil }.count == 2 * Self.body.count)
  }

  /// What is executed once is no iteration, however alike it looks.
  @Test func whatIsNotRepeatedStaysAlone() {
    let once = execution("Tanh", "before", 1)
    let all = rows(loop("walk", told: 3), [once] + steps(3, skipping: "Tanh"))
    #expect(all.contains { $0.candidate == "before#1" && $0.reference == nil })
  }

  /// Two products of one shape are told apart by the variables that they read.
  @Test func variablesTellAlikePlacesApart() {
    func products(_ order: [String], _ loop: String?) -> [OperationEvent] {
      (1...3).flatMap { iteration in
        order.map {
          execution("MatMul", "\($0)", iteration, loop: loop, count: loop.map { _ in 3 }, inputs: [.variable($0)])
        }
      }
    }
    let all = rows(products(["w", "u"], "walk"), products(["u", "w"], nil))
    let pairs = all.filter { $0.reference != nil && $0.candidate != nil }
    #expect(!pairs.isEmpty && pairs.allSatisfy { $0.reference == $0.candidate }, "\(all)")
  }

  /// A pair that the source has found stands.
  @Test func knownPairsStand() {
    let first = OperationEvent(name: "in", type: "MatMul", output: Tensor([1]), id: "in")
    let partner = OperationEvent(name: "x", type: "MatMul", output: Tensor([1]), id: "x", partner: .operation(id: "in"))
    let all = rows([first] + loop("walk", told: 2), [partner] + steps(2))
    #expect(all.first == Row(reference: "in", candidate: "x"))
    #expect(all.count == 1 + 2 * Self.body.count)
  }
}
