import TFDiffEngine
import TFDiffTensor
import Testing

/// An operation whose gradient is checked in both worlds against finite differences of its float64 reference.
struct GradientCheck: CustomStringConvertible {
  let type: String
  let attributes: Attributes
  let inputs: [Tensor]
  /// The inputs that gradients are taken of.
  let sources: [Int]
  /// The outputs that the scalar depends on.
  let outputs: [Int]

  init(
    _ type: String, _ attributes: Attributes = [:], _ inputs: [Tensor], of sources: [Int] = [0], outputs: [Int] = [0]
  ) {
    self.type = type
    self.attributes = attributes
    self.inputs = inputs
    self.sources = sources
    self.outputs = outputs
  }

  var description: String { KernelHarness(type, attributes, inputs).description }

  /// Checks both worlds, the bound being a fraction of the greatest element of each gradient.
  func check(tolerance: Double = 2e-5, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let expected = try sources.map { try differences(of: $0) }
    for (world, found) in [("graph", try graph()), ("eager", try eager())] {
      for (source, pair) in zip(sources, zip(found, expected)) {
        let gradient = try #require(pair.0, "\(world): no gradient of input \(source) of \(self)")
        let error = gradient.error(against: pair.1)
        #expect(error <= tolerance, "\(world): input \(source) of \(self)", sourceLocation: sourceLocation)
      }
    }
  }

  /// What the scalar weighs each element of an output with.
  private func weights(_ shape: Shape, _ output: Int) -> Tensor { .noise(shape, seed: UInt64(100 + output)) }

  private func scalar(_ values: [Value], in context: any ExecutionContext) throws -> Value {
    let terms = try outputs.map { index in
      let weights = try context.constant(weights(values[index].shape, index), name: "weights")
      return try context.sum(context.multiply(values[index], weights))
    }
    return terms.count == 1 ? terms[0] : try context.addN(terms)
  }

  func eager() throws -> [Tensor?] {
    let (context, tape) = (EagerContext(), GradientTape())
    let values = inputs.map { Value($0) }
    for source in sources { tape.watch(values[source]) }
    let target = try context.recording(on: tape) {
      try scalar(context.apply(type, values, name: type, attributes: attributes), in: context)
    }
    return try tape.gradient(of: target, withRespectTo: sources.map { values[$0] }, in: context).map { $0?.tensor }
  }

  func graph() throws -> [Tensor?] {
    let graph = Graph()
    let context = GraphContext(graph: graph)
    let values = try inputs.enumerated().map { index, input in
      try sources.contains(index)
        ? context.placeholder(input.dtype, input.shape) : context.constant(input, name: "Const")
    }
    let target = try scalar(context.apply(type, values, name: type, attributes: attributes), in: context)
    let xs = sources.compactMap { values[$0].output }
    let gradients = try context.gradients(of: [#require(target.output)], withRespectTo: xs)
    let feeds = Dictionary(uniqueKeysWithValues: zip(xs, sources.map { inputs[$0] }))
    let fetches = gradients.compactMap { $0 }
    var found = try Session(graph: graph).run(fetches, feeds: feeds)[...]
    return gradients.map { $0 == nil ? nil : found.popFirst() }
  }

  /// Central differences of the reference, element by element.
  private func differences(of source: Int) throws -> Tensor {
    let reference = try #require(KernelHarness.registry[type].reference, "\(type) has no reference kernel")
    var wide = inputs.map(\.widened)
    func value() throws -> Double {
      let values = try reference(wide, attributes)
      return outputs.reduce(0) { sum, output in
        zip(values[output].doubles, weights(values[output].shape, output).doubles).reduce(sum) { $0 + $1.0 * $1.1 }
      }
    }
    let original = wide[source].doubles
    let step = 1e-6
    let gradient = try original.indices.map { index in
      func moved(_ distance: Double) throws -> Double {
        var elements = original
        elements[index] += distance
        wide[source] = Tensor(elements, shape: inputs[source].shape)
        return try value()
      }
      return (try moved(step) - moved(-step)) / (2 * step)
    }
    return Tensor(gradient, shape: inputs[source].shape)
  }
}
