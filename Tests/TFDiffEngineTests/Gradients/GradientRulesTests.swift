import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: where gradients flow, where they end and where they are refused, as TensorFlow has it, in a graph and on a tape.
@Suite struct GradientRulesTests {
  /// The gradient of `body(x)` at 3, in both worlds; they must agree.
  private func derivative(_ body: (any ExecutionContext, Value) throws -> Value) throws -> Double? {
    let context = GraphContext(graph: Graph())
    let x = try context.placeholder(.float32, .scalar)
    let y = try body(context, x)
    let (source, target) = (try #require(x.output), try #require(y.output))
    let symbol = try context.gradients(of: [target], withRespectTo: [source])[0]
    let graph = try symbol.map {
      try Session(graph: context.graph).run([$0], feeds: [source: Tensor(scalar: Float(3))])[0].doubles[0]
    }
    let (eager, tape) = (EagerContext(), GradientTape())
    let value = Value(Tensor(scalar: Float(3)))
    tape.watch(value)
    let result = try eager.recording(on: tape) { try body(eager, value) }
    let found = try tape.gradient(of: result, withRespectTo: [value], in: eager)[0]?.tensor?.doubles[0]
    #expect(graph == found)
    return graph
  }

  @Test func aValueThatIsUsedTwiceReceivesBoth() throws {
    #expect(try derivative { try $0.add($0.multiply($1, $1), $1) } == 7)
    #expect(try derivative { try $0.multiply($0.multiply($1, $1), $1) } == 27)
  }

  @Test func whatNothingDependsOnHasNone() throws {
    #expect(try derivative { context, _ in try context.constant(Tensor(scalar: Float(1)), name: "c") } == nil)
    #expect(try derivative { context, x in try context.stopGradient(x) } == nil)
    #expect(try derivative { context, x in try context.add(context.stopGradient(x), x) } == 1)
  }

  @Test func integersAndStepsEndGradients() throws {
    #expect(
      try derivative { context, x in
        let whole = try context.apply1("Cast", [x], name: "Cast", attributes: ["DstT": .dtype(.int32)])
        return try context.apply1("Cast", [whole], name: "Cast", attributes: ["DstT": .dtype(.float32)])
      } == nil)
    #expect(try derivative { context, x in try context.apply1("Floor", [x], name: "Floor") } == nil)
    #expect(try derivative { context, x in try context.apply1("ZerosLike", [x], name: "z") } == nil)
  }

  /// TensorFlow has no gradient of `PreventGradient`; whatever needs it is refused.
  @Test func anOperationWithoutGradientIsNamed() throws {
    func prevented(_ context: any ExecutionContext, _ x: Value) throws -> Value {
      try context.apply1("PreventGradient", [x], name: "guard")
    }
    #expect(throws: EngineError.noGradient(operation: "guard", type: "PreventGradient")) { try derivative(prevented) }
    let context = EagerContext()
    let tape = GradientTape()
    let x = Value(Tensor(scalar: Float(3)))
    let other = GradientTape()
    tape.watch(x)
    other.watch(x)
    let y = try context.recording(on: tape) { try prevented(context, x) }
    #expect(throws: EngineError.noGradient(operation: "guard", type: "PreventGradient")) {
      try tape.gradient(of: y, withRespectTo: [x], in: context)
    }
    // Behind a StopGradient a graph comes to it all the same, a tape does not.
    func stopped(_ context: any ExecutionContext, _ x: Value) throws -> Value {
      try context.add(prevented(context, context.stopGradient(x)), x)
    }
    #expect(throws: EngineError.noGradient(operation: "guard", type: "PreventGradient")) { try derivative(stopped) }
    let sum = try context.recording(on: other) { try stopped(context, x) }
    #expect(try other.gradient(of: sum, withRespectTo: [x], in: context)[0]?.tensor?.doubles == [1])
  }

  /// The gradient of a variable is the sum over its reads; one that is not trained is a constant.
  @Test func readsOfAVariableAddUp() throws {
    let context = EagerContext()
    let trained = try context.variable(Tensor(scalar: Float(2)), name: "w")
    let fixed = try context.variable(Tensor(scalar: Float(5)), name: "c", trainable: false)
    let tape = GradientTape()
    let loss = try context.recording(on: tape) {
      let product = try context.multiply(context.read(trained, name: "r"), context.read(fixed, name: "r"))
      return try context.add(product, context.read(trained, name: "r"))
    }
    let found = try tape.gradients(of: loss, withRespectTo: [trained, fixed], in: context).variables
    #expect(found[0]?.tensor?.doubles == [6])
    #expect(found[1] == nil)
  }

  /// Asked for along with variables, values on the way to them keep what has come to them.
  @Test func valuesOnTheWayHaveGradientsToo() throws {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let w = try context.variable(Tensor(scalar: Float(2)), name: "w")
    let square = try context.multiply(context.read(w, name: "r"), context.read(w, name: "r"))
    let loss = try context.multiply(3, square)
    let found = try context.gradients(
      of: #require(loss.output), withRespectTo: [w], and: [#require(square.output), #require(loss.output)])
    let session = Session(graph: graph)
    try session.initialize([w])
    let fetches = try (found.variables + found.values).map { try #require($0) }
    #expect(try session.run(fetches).map { $0.doubles[0] } == [12, 3, 1])
  }
}
