import TFDiffDebugger
import Testing

@testable import TFDiffLive

/// Protects: which layers of two forward passes are taken to be one.
@Suite struct LivePairingTests {
  /// A chain or graph of operations: (name, type, size of the last dimension, sources).
  private typealias Node = (name: String, type: String, size: Int, sources: [Int])

  private func structure(
    _ nodes: [Node], layers: [(name: String, place: Int)], isNamed: Bool = false, isCandidate: Bool = false
  ) -> LiveStructure {
    let operations = nodes.enumerated().map { place, node in
      LiveStructure.Operation(
        name: node.name, operation: node.name, type: node.type, shape: [2, node.size], dtype: "float32",
        ordinal: isCandidate ? place * 3 : nil, inputShapes: node.sources.map { [2, nodes[$0].size] },
        sources: node.sources)
    }
    return LiveStructure(
      operations: operations,
      layers: layers.map { layer in
        .init(
          layer: layer.name, operation: operations[layer.place].operation, type: operations[layer.place].type,
          ordinal: operations[layer.place].ordinal, output: 0, isNamed: isNamed, place: layer.place)
      })
  }

  private let reference: [Node] = [
    ("net/one/MatMul", "MatMul", 4, []), ("net/one/Relu", "Relu", 4, [0]), ("net/left/MatMul", "MatMul", 5, [1]),
    ("net/left/Relu", "Relu", 5, [2]), ("net/right/MatMul", "MatMul", 6, [1]), ("net/right/Relu", "Relu", 6, [4]),
    ("net/concat", "ConcatV2", 11, [3, 5]),
  ]
  private let layers = [(name: "one", place: 1), ("left", 3), ("right", 5), ("net", 6)]

  private func pairing(_ structures: SidePair<LiveStructure>, map: LiveMap) throws(LiveMapFault) -> LivePairing {
    try LiveSidePairing(structures, SidePair(reference: [], candidate: []), map: map).layers
  }

  private func pairs(
    _ candidate: [Node], map: LiveMap = .none
  ) throws -> [String: String] {
    let pairing = try pairing(
      SidePair(
        reference: structure(reference, layers: layers),
        candidate: structure(candidate, layers: [], isCandidate: true)), map: map)
    return Dictionary(uniqueKeysWithValues: pairing.pairs.map { ($0.name, $0.candidate.operation) })
  }

  @Test func branchesInAnotherOrderUnderOtherNamesArePaired() throws {
    let found = try pairs([
      ("a/MatMul", "MatMul", 4, []), ("a/Relu", "Relu", 4, [0]), ("b/MatMul", "MatMul", 6, [1]),
      ("b/Relu", "Relu", 6, [2]), ("c/MatMul", "MatMul", 5, [1]), ("c/Relu", "Relu", 5, [4]),
      ("d/concat", "ConcatV2", 11, [5, 3]),
    ])
    #expect(found == ["one": "a/Relu", "left": "c/Relu", "right": "b/Relu", "net": "d/concat"])
  }

  /// A bias is added by `+` in one program and by BiasAdd in another, and goes with the kernel that it is added to.
  @Test func siblingsAreToldApartByWhatTheyLeadTo() throws {
    func structure(_ types: [String], order: [Int], isCandidate: Bool) -> LiveStructure {
      let branches = order.map { branch in (kernel: "k\(branch)", bias: "b\(branch)", end: ["Sigmoid", "Relu"][branch])
      }
      var operations: [LiveStructure.Operation] = []
      func add(_ type: String, _ sources: [Int], _ variables: [String] = []) {
        operations.append(
          .init(
            name: "o\(operations.count)", operation: "o\(operations.count)", type: type, shape: [2, 4],
            dtype: "float32",
            ordinal: isCandidate ? operations.count : nil, inputShapes: [[2, 4]], sources: sources, variables: variables
          ))
      }
      for branch in branches {
        add("MatMul", [], [(isCandidate ? "port/" : "") + branch.kernel])
        add(types[0], [operations.count - 1], [(isCandidate ? "port/" : "") + branch.bias])
        add(branch.end, [operations.count - 1])
      }
      add("Mul", [2, 5])
      return LiveStructure(operations: operations, layers: [])
    }
    func events(_ names: [String]) -> [VariableEvent] {
      names.map { VariableEvent(name: $0, shape: $0.contains("k") ? [4, 4] : [4], dtype: .float32, trainable: true) }
    }
    let found = try LiveSidePairing(
      SidePair(
        reference: structure(["AddV2"], order: [0, 1], isCandidate: false),
        candidate: structure(["BiasAdd"], order: [1, 0], isCandidate: true)),
      SidePair(
        reference: events(["b0", "k0", "b1", "k1"]), candidate: events(["port/k1", "port/b1", "port/k0", "port/b0"])),
      map: .none)
    for pair in found.variables.pairs { #expect("port/" + pair.reference == pair.candidate) }
    #expect(found.variables.pairs.count == 4)
  }

  /// What follows from a pair that is sure is sure itself; what only looks alike is a guess, borne out by what takes it.
  @Test func whatOnlyLooksAlikeIsAGuess() throws {
    let sides: SidePair<[Node]> = SidePair(
      reference: [
        ("x/Exp", "Exp", 4, []), ("x/Tanh", "Tanh", 4, [0]), ("x/Mul", "Mul", 4, [1]), ("y/Sum", "Sum", 1, [2]),
      ],
      candidate: [
        ("p/Exp", "Exp", 4, []), ("p/Relu", "Relu", 4, [0]), ("p/Mul", "Mul", 4, [1]), ("q/Max", "Max", 1, [2]),
      ])
    let pairing = try pairing(
      SidePair(
        reference: structure(sides.reference, layers: [("first", 0), ("x", 2)]),
        candidate: structure(sides.candidate, layers: [], isCandidate: true)), map: .none)
    #expect(pairing.pairs.map(\.name) == ["first", "x"])
    #expect(Set(pairing.tentative.readers.keys).subtracting(pairing.tentative.certain) == ["x"])
  }

  @Test func anOperationMoreAndOneLessLeaveTheOthersPaired() throws {
    let found = try pairs([
      ("a/MatMul", "MatMul", 4, []), ("a/Relu", "Relu", 4, [0]), ("drop/Mul", "Mul", 4, [1]),
      ("c/MatMul", "MatMul", 5, [2]), ("b/MatMul", "MatMul", 6, [2]), ("b/Relu", "Relu", 6, [4]),
      ("d/concat", "ConcatV2", 11, [3, 5]),
    ])
    #expect(found == ["one": "a/Relu", "right": "b/Relu", "net": "d/concat"])
  }

  @Test func aPinnedPairOverridesTheAlignment() throws {
    let candidate: [Node] = reference.map { ($0.name, $0.type, $0.size, $0.sources) }
    let map = LiveMap(layers: ["left": "net/left/MatMul"])
    #expect(try pairs(candidate)["left"] == "net/left/Relu")
    let found = try pairs(candidate, map: map)
    #expect(found["left"] == "net/left/MatMul" && found["right"] == "net/right/Relu")
  }

  @Test func whatTheCandidateAloneNamesIsToldByItsNames() throws {
    let pairing = try pairing(
      SidePair(
        reference: structure(reference, layers: layers),
        candidate: structure(reference, layers: [("mine", 3)], isNamed: true, isCandidate: true)), map: .none)
    #expect(pairing.pairs.map(\.name) == ["mine"])
    #expect(pairing.pairs.first?.reference.operation == "net/left/Relu")
    #expect(pairing.layout.entries.map(\.ordinal) == [9])
  }

  @Test func aLayerWithoutAPartnerIsListed() throws {
    let pairing = try pairing(
      SidePair(
        reference: structure(reference, layers: layers),
        candidate: structure(Array(reference.prefix(2)), layers: [], isCandidate: true)), map: .none)
    #expect(pairing.pairs.map(\.name) == ["one"])
    #expect(pairing.lonely.reference == ["left", "right", "net"])
    #expect(pairing.log.contains { $0.contains("3 of the reference's layers have no partner") })
  }

  @Test func aPinOfWhatIsNotThereIsAFault() throws {
    let structures = SidePair(
      reference: structure(reference, layers: layers), candidate: structure(reference, layers: [], isCandidate: true))
    for (map, side) in [
      (LiveMap(layers: ["lefft": "net/left/Relu"]), Side.reference),
      (LiveMap(layers: ["left": "net/left/Rel"]), .candidate),
    ] {
      let fault = try #require(throws: LiveMapFault.self) { _ = try pairing(structures, map: map) }
      #expect(fault.description.contains("the \(side.rawValue) has no layer or operation"), "\(fault)")
      #expect(fault.description.contains("left"), "\(fault)")
    }
  }
}
