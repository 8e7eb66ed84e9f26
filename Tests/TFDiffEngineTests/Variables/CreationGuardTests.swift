import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: the migration guide's two scopes find a variable that is made where none should be, and say who made it.
@Suite struct CreationGuardTests {
  private let context = EagerContext()

  @Test func theFirstCreationIsRefusedInTheGuidesWords() throws {
    let line = #line + 2
    do {
      try context.assertingNoVariableCreations { _ = try context.variable(Tensor(scalar: Float(2)), name: "bias") }
      Issue.record("a variable was made")
    } catch EngineError.variableCreationForbidden(let creation) {
      #expect(
        EngineError.variableCreationForbidden(creation).description
          == "Attempted to create a new variable instead of reusing an existing one. "
          + "Args: {'name': 'bias', 'shape': [], 'dtype': float32, 'trainable': True}")
      let frame = try #require(creation.stack.frames.first { $0.isModel })
      #expect(frame.file.hasSuffix("CreationGuardTests.swift") && frame.line == line, "\(frame)")
    }
    #expect(context.variableStore.created.isEmpty)
  }

  @Test func allThatWasCreatedIsListedAtTheEnd() throws {
    var ran = false
    do {
      try context.catchingCreatedVariables {
        _ = try context.variable(Tensor(scalar: Float(2)))
        _ = try context.getVariable("w", shape: [2], initializer: .zeros)
        ran = true
      }
      Issue.record("nothing was raised")
    } catch let error as EngineError {
      #expect(error.description == "Created vars: [<tf.Variable 'Variable:0'>, <tf.Variable 'w:0'>]")
    }
    #expect(ran)
    #expect(context.variableStore.created.map(\.name) == ["Variable", "w"])
  }

  @Test func reusingIsNoCreation() throws {
    try context.withVariableScope("a", default: "a", reuse: .automatic) { _ in
      _ = try context.getVariable("w", shape: [2], initializer: .zeros)
      try context.assertingNoVariableCreations { _ = try context.getVariable("w", shape: [2], initializer: .zeros) }
      try context.catchingCreatedVariables { _ = try context.getVariable("w", shape: [2], initializer: .zeros) }
    }
    #expect(context.variableStore.created.map(\.name) == ["a/w"])
  }

  /// Eager variables may share a name, and are still two.
  @Test func variablesOfOneNameKeepTheirOwnValues() throws {
    let first = try context.variable(Tensor(scalar: Float(1)), name: "v")
    let second = try context.variable(Tensor(scalar: Float(2)), name: "v")
    #expect(first.name == second.name && first.resource != second.resource)
    #expect(try context.read(first, name: "read").tensor?.value(at: 0) == 1)
    #expect(try context.read(second, name: "read").tensor?.value(at: 0) == 2)
  }

  /// A graph makes names unique, as TensorFlow 2.12 does: Variable, Variable_1, …
  @Test func graphsMakeNamesUnique() throws {
    let graph = GraphContext(graph: Graph())
    let names = try (0..<3).map { _ in try graph.variable(Tensor(scalar: Float(1))).name }
    #expect(names == ["Variable", "Variable_1", "Variable_2"])
    #expect(graph.graph.collection(.globalVariables).count == 3)
  }
}
