import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a difference is blamed on the operation that it is born at. What both sides compute by other operations, in
/// another layout or elsewhere is followed no further, and what is taken in another order is said.
@Suite struct OperationOriginTests {
  /// An operation of one side, by short words: its name is its id.
  private func op(
    _ name: String, _ type: String, _ values: [Float], _ shape: Shape? = nil, of inputs: [OperationInput] = [],
    line: Int = 0, draws: Bool = false, partner: OperationPartner = .unknown
  ) -> OperationEvent {
    let attributes = draws ? [OperationAttribute(name: "seed2", value: "1")] : []
    return OperationEvent(
      name: name, type: type, output: tensor(values, shape), stack: stack("/me/port.py", line), id: name,
      attributes: attributes, inputs: inputs, partner: partner)
  }

  private func from(_ name: String) -> OperationInput { .operation(id: name, output: 0) }
  private func number(_ value: Double) -> OperationInput {
    .constant(OperationConstant(shape: [], dtype: "float32", values: [value]))
  }

  /// The divergence of two runs with one end point, that of the last operation of each.
  private func divergence(
    _ reference: [OperationEvent], _ candidate: [OperationEvent]
  ) throws -> Divergence {
    func script(_ events: [OperationEvent]) throws -> Script {
      let last = try #require(events.last?.output)
      return Script(steps: events.map { .operation($0) } + [.endpoint("layer", last)])
    }
    let target = ScriptedTarget(reference: try script(reference), candidate: try script(candidate))
    let debugger = target.debugger()
    debugger.perform(.continue)
    debugger.perform(.into(endpoint: 0))
    return try #require(debugger.state.divergence)
  }

  @Test func aNumberThatOneSideComputesIsHeldAgainstTheOthers() throws {
    let found = try divergence(
      [
        op("scores", "MatMul", [2, 4], of: [.modelInput]),
        op("scaled", "RealDiv", [1, 2], of: [from("scores"), number(2)]),
      ],
      [
        op("scores", "MatMul", [2, 4], of: [.modelInput]), op("root", "Sqrt", [4], [], of: [number(16)]),
        op("scaled", "RealDiv", [0.5, 1], of: [from("scores"), from("root")]),
      ])
    #expect(found.operation?.name == "scaled")
    #expect(found.differences.map { "\($0)" } == ["input 1 is 2 in the reference and 4 in the candidate"])
  }

  @Test func whatBothSidesComputeByOtherOperationsIsNoCause() throws {
    let mask: [Float] = [1, 0, 1]
    let found = try divergence(
      [
        op("tiled", "Tile", mask, [1, 3], of: [.modelInput]),
        op("masked", "Mul", [-9, 0, -9], [1, 3], of: [from("tiled"), number(-9)], line: 23),
        op("out", "Softmax", [0.1, 0.8, 0.1], of: [from("masked")]),
      ],
      [
        op("slice", "StridedSlice", mask, [3, 1], of: [.modelInput], line: 115),
        op("inverse", "Sub", [0, 1, 0], [1, 3], of: [number(1), from("slice")], line: 116),
        op("masked", "Mul", [0, -9, 0], [1, 3], of: [from("inverse"), number(-9)], line: 117),
        op("out", "Softmax", [0.4, 0.2, 0.4], of: [from("masked")]),
      ])
    #expect(found.operation?.name == "inverse")
    #expect(found.places.candidate?.stack.culprit?.line == 116)
    // The reference goes on with what takes it there.
    #expect(found.places.reference?.stack.culprit?.line == 23)
    #expect(found.places.reference?.instead == "Mul")
  }

  @Test func anotherLayoutOfTheSameElementsIsNoDifference() throws {
    let features: [Float] = [1, 5, 3, 2]
    let found = try divergence(
      [
        op("conv", "Conv2D", features, [1, 4, 1, 1], of: [.modelInput]),
        op("pooled", "MaxPool", [5], [1, 1, 1, 1], of: [from("conv")], line: 29),
      ],
      [
        op("conv", "Conv2D", features, [1, 1, 4, 1], of: [.modelInput]),
        op("pooled", "Mean", [2.75], [1, 1], of: [from("conv"), number(1)], line: 69),
      ])
    #expect(found.operation?.candidate?.type == "Mean" || found.operation?.reference?.type == "MaxPool")
    #expect(found.places.reference?.stack.culprit?.line == 29)
    #expect(found.places.candidate?.stack.culprit?.line == 69)
  }

  /// Flags that are alike by accident are no value that both sides have: they are computed from other things.
  @Test(arguments: [("b", 11), ("a", 12)]) func equalFlagsOfOtherOriginAreNoProof(origin: String, line: Int) throws {
    let found = try divergence(
      [
        op("gate", "Round", [1, 0, 1, 1], of: [.variable("a")], line: 11),
        op("mask", "Mul", [2, 0, 2, 2], of: [from("gate"), .variable("scale")], line: 12),
        op("out", "Softmax", [0.2, 0, 0.2, 0.2], of: [from("mask")]),
      ],
      [
        op("aside", "Floor", [1, 0, 1, 1], of: [.variable(origin)], line: 20),
        op("gate", "Ceil", [0, 1, 1, 0], of: [.modelInput], line: 21),
        op("mask", "Mul", [0, 2, 2, 0], of: [from("gate"), .variable("scale")], line: 22),
        op("out", "Softmax", [0, 0.2, 0.2, 0], of: [from("mask")]),
      ])
    #expect(found.places.reference?.stack.culprit?.line == line)
    #expect(found.places.candidate?.stack.culprit?.line == 21)
  }

  /// A view is no operation: where a side only reshapes, what it takes is said.
  @Test func whatIsTakenInTheLoneOperationsPlaceIsSaid() throws {
    let values: [Float] = [1.5, 2, 3, 4, 5, 6, 7, 8]
    func conv(_ values: [Float]) -> OperationEvent { op("conv", "Conv2D", values, [1, 1, 2, 4], of: [.modelInput]) }
    let found = try divergence(
      [
        conv(values), op("shuffle", "DepthToSpace", values.reversed(), [1, 2, 4, 1], of: [from("conv")], line: 6),
        op("last", "Conv2D", [1], of: [from("shuffle"), .variable("k")]),
      ],
      [conv(values), op("last", "Conv2D", [9], of: [from("conv"), .variable("k")], line: 20)])
    #expect(found.operation?.name == "shuffle")
    #expect(
      found.differences.map { "\($0)" } == [
        "last takes what shuffle (DepthToSpace, float32 [1, 2, 4, 1]) gives in the reference; in the candidate it takes "
          + "conv (Conv2D, float32 [1, 1, 2, 4]) itself, or the same elements in another shape"
      ])
  }

  @Test func rowsThatAViewHasJoinedAreTheSame() throws {
    let found = try divergence(
      [
        op("dense", "MatMul", [1, 2, 3, 4], [2, 2], of: [.modelInput]),
        op("out", "Tanh", [0.1, 0.2, 0.3, 0.4], [2, 2], of: [from("dense")], line: 3),
      ],
      [
        op("dense", "Einsum", [1, 2, 3, 4], [1, 2, 2], of: [.modelInput]),
        op("out", "Sigmoid", [0.5, 0.6, 0.7, 0.8], [2, 2], of: [from("dense")], line: 5),
      ])
    #expect(found.places.reference?.stack.culprit?.line == 3)
    #expect(found.places.candidate?.stack.culprit?.line == 5)
  }

  @Test(arguments: ["ConcatV2", "Sub", "Pow"]) func inputsInEachOthersPlaceAreSaid(type: String) throws {
    func side(_ crop: String, _ first: String, _ second: String, _ values: [Float]) -> [OperationEvent] {
      [
        op("crop", crop, [1, 2], of: [.modelInput]), op("up", "Conv2DBackpropInput", [3, 4], of: [.modelInput]),
        op("out", type, values, of: [from(first), from(second)]),
      ]
    }
    let found = try divergence(
      side("Slice", "crop", "up", [1, 2, 3, 4]), side("StridedSlice", "up", "crop", [3, 4, 1, 2]))
    #expect(found.operation?.name == "out")
    #expect(found.differences.map { "\($0)" } == ["inputs 0 and 1 are in each other's place"])
  }

  @Test func aDrawThatKeepsEverythingIsNotToBlame() throws {
    let found = try divergence(
      [
        op("pool", "MaxPool", [3, 4], of: [.modelInput], line: 29),
        op("uniform", "RandomUniform", [0.25, 0.5], line: 35, draws: true),
        op("kept", "Mul", [3, 4], of: [from("uniform"), from("pool")], line: 35),
        op("out", "MatMul", [7, 1], of: [from("kept")], line: 36),
      ],
      [
        op("pool", "Mean", [2, 3], of: [.modelInput], line: 69),
        op("out", "MatMul", [5, 1], of: [from("pool")], line: 71),
      ])
    #expect(found.places.reference?.stack.culprit?.line == 29)
    #expect(found.places.candidate?.stack.culprit?.line == 69)
  }

  @Test func whatIsExecutedOnTheWayToAnotherEndPointIsNotMissing() throws {
    let found = try divergence(
      [
        op("conv", "Conv2D", [1, 2], of: [.modelInput], line: 17, partner: .operation(id: "17")),
        op("kept", "Mul", [2, 4], of: [from("conv"), number(2)], line: 35, partner: .operation(id: "kept")),
      ],
      [op("kept", "Mul", [4, 8], of: [from("17"), number(4)], line: 48, partner: .operation(id: "kept"))])
    #expect(found.operation?.name == "kept")
    #expect(found.differences.map { "\($0)" } == ["input 1 is 2 in the reference and 4 in the candidate"])
  }

  @Test func anAxisCountedFromTheEndIsTheSame() throws {
    func side(_ axis: Double, _ first: String, _ second: String, _ values: [Float]) -> [OperationEvent] {
      [
        op("a", "Relu", [1, 2], [1, 2], of: [.modelInput]), op("b", "Tanh", [0.5, 0], [1, 2], of: [.modelInput]),
        op("out", "ConcatV2", values, [1, 4], of: [from(first), from(second), number(axis)]),
      ]
    }
    let found = try divergence(side(1, "a", "b", [1, 2, 0.5, 0]), side(-1, "b", "a", [0.5, 0, 1, 2]))
    #expect(found.differences.map { "\($0)" } == ["inputs 0 and 1 are in each other's place"])
    let other = try divergence(side(0, "a", "b", [1, 2, 0.5, 0]), side(-1, "a", "b", [1, 0.5, 2, 0]))
    #expect(other.differences.map { "\($0)" } == ["input 2 is 0 in the reference and -1 in the candidate"])
  }
}
