import TFDiffDebugger
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor

extension EmbeddedSettings {
  /// Builds the reference's graph and traces the candidate as a function; nothing of a forward pass is computed. One engine
  /// executes both sides.
  public func preflight() throws -> Preflight {
    let reference = try GraphProgram(self) { false }
    let candidate = try FunctionProgram(self) { false }
    return Preflight(
      SidePair(
        reference: side(reference.preparations, reference.operations),
        candidate: side(candidate.preparations, candidate.operations)), description)
  }

  private func side(_ events: [TraceEvent], _ operations: [TFDiffEngine.Operation]) -> SidePreflight {
    var side = SidePreflight()
    side.facts = [.init("engine", "embedded, with the semantics of TensorFlow 2.12"), .init("threads", "\(threads)")]
    side.inputs = [.init(inputName, input.sha256)]
    side.operations = Self.configured(operations)
    for event in events {
      switch event {
      case .variable(let variable): side.variables.append(variable)
      case .random(let random): side.random.append(random)
      default: break
      }
    }
    return side
  }

  /// How often each configuration of a layer's operation occurs.
  private static func configured(
    _ operations: [TFDiffEngine.Operation]
  ) -> [SidePreflight.ConfiguredOperation] {
    var counts: [SidePreflight.ConfiguredOperation: Int] = [:]
    for operation in operations {
      let type = SidePreflight.ConfiguredOperation.canonical(operation.type)
      guard let names = SidePreflight.ConfiguredOperation.configuring[type] else { continue }
      let words = operation.attributes.words.filter { names.contains($0.name) }.map { ($0.name, $0.value) }
      let attributes = Dictionary(words, uniquingKeysWith: { first, _ in first })
      counts[.init(type: type, attributes: attributes, count: 1), default: 0] += 1
    }
    return counts.map { .init(type: $0.key.type, attributes: $0.key.attributes, count: $0.value) }
  }
}
