import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: the debugger, the probe and the page on the protocol have the same messages with the same fields, and a message
/// that cannot be read is said by its name and its field.
struct WorkerMessageTests {
  private func decode(_ head: [String: Any]) throws -> WorkerMessage {
    // An example's tensor is two floats.
    let hasTensor = head["tensor"] is [String: Any]
    return try WorkerMessage(
      decoding: JSONSerialization.data(withJSONObject: head),
      payload: TensorStorage(byteCount: hasTensor ? 8 : 0) { $0.initializeMemory(as: UInt8.self, repeating: 0) })
  }

  private func fault(_ head: [String: Any]) throws -> ProtocolFault {
    try #require(throws: ProtocolFault.self) { _ = try decode(head) }
  }

  @Test func allHaveTheSameMessages() throws {
    let (messages, events) = try ProbeMessages.load()
    #expect(messages.version == WorkerProtocol.version)
    #expect(Set(events.keys) == Set(WorkerMessage.Name.allCases.map(\.rawValue)))
    #expect(Set(messages.requests.keys) == Set(WorkerRequest.Name.allCases.map(\.rawValue)))
    let page = try String(
      contentsOf: ProbeMessages.root.appendingPathComponent(
        "Sources/tfdiff-tui/Documentation.docc/WorkerProtocol.md"), encoding: .utf8)
    #expect(firstColumn(page, below: "What a worker sends") == Set(events.keys))
    #expect(firstColumn(page, below: "What the debugger sends") == Set(messages.requests.keys))
    #expect(page.contains("version \(WorkerProtocol.version) "))
  }

  @Test func everyEventIsReadWithEveryFieldThatTheProbeGivesIt() throws {
    for (name, event) in try ProbeMessages.load().events {
      let message = try decode(event.head)
      #expect(message.name.rawValue == name)
      var given = event.head
      given["event"] = nil
      let read = Mirror(reflecting: message).children.first.map { fields($0.value) } ?? []
      #expect(read == fields(given), "\(name)")
    }
  }

  @Test func aMissingFieldIsNamedWithItsMessage() throws {
    for (name, event) in try ProbeMessages.load().events {
      for field in event.head.keys where field != "event" {
        var head = event.head
        head[field] = event.optional.contains(field) ? NSNull() : nil
        if event.optional.contains(field) {
          _ = try decode(head)
        } else {
          #expect(try fault(head) == .missingField(message: name, field: field))
        }
      }
    }
  }

  @Test func whatIsWrongDeepInsideIsNamedAsTheProbeSpellsIt() throws {
    var head = try #require(try ProbeMessages.load().events["structure"]).head
    var layers = try #require(head["layers"] as? [[String: Any]])
    layers[0]["is_named"] = nil
    head["layers"] = layers
    #expect(try fault(head) == .missingField(message: "structure", field: "layers[0].is_named"))
    layers[0]["is_named"] = "yes"
    head["layers"] = layers
    #expect(try fault(head) == .malformedField(message: "structure", field: "layers[0].is_named"))
  }

  @Test func operandsAreOfFiveKindsAndNoOther() throws {
    var head = try #require(try ProbeMessages.load().events["operation"]).head
    guard case .operation(let operation) = try decode(head) else { return #expect(Bool(false)) }
    #expect(
      operation.inputs == [
        .operation(id: "word", output: 3), .variable(name: "word"),
        .constant(shape: [3], dtype: "word", values: [0.5], digest: "word"), .input, .unknown,
      ])
    #expect(operation.attributes == ["key_word": "word"], "keys that are data stay as they are")
    head["inputs"] = [["kind": "sixth"]]
    #expect(try fault(head) == .malformedField(message: "operation", field: "inputs[0].kind"))
  }

  @Test func whatAnOperationTakesHasBeenToldAndFitsItsShape() throws {
    let events = try ProbeMessages.load().events
    var head = try #require(events["operation"]).head
    head["operands"] = [["shape": [1, 2], "value": "word"], NSNull(), ["shape": [3]]]
    guard case .operation(var operation) = try decode(head),
      case .operand(let operand) = try decode(#require(events["operand"]).head)
    else { return #expect(Bool(false)) }
    let span = SpanOperands()
    let fault = ProtocolFault.malformedField(message: "operation", field: "operands")
    #expect(throws: fault) { try span.event(operation) }
    span.take(operand)
    let operands = try span.event(operation).operands
    #expect(operands.map { $0?.shape } == [[1, 2], nil, [3]])
    #expect(operands[0]?.tensor?.shape == [1, 2] && operands[2]?.tensor == nil)
    for shape in [[3], [-1, -2], [1 << 40, 1 << 40], []] {
      operation.operands = [WorkerMessage.TakenValue(shape: shape, value: "word")]
      #expect(throws: fault, "\(shape)") { try span.event(operation) }
    }
    span.forget()
    operation.operands = [WorkerMessage.TakenValue(shape: [2], value: "word")]
    #expect(throws: fault) { try span.event(operation) }
  }

  @Test func numbersThatJSONLacksAreReadFromTheirWords() throws {
    var head = try #require(try ProbeMessages.load().events["finished"]).head
    head["regularization_loss"] = "nan"
    head["losses"] = [["variable": "v", "value": "-inf"]]
    guard case .finished(let finished) = try decode(head) else { return #expect(Bool(false)) }
    #expect(finished.regularizationLoss?.isNaN == true && finished.losses[0].value == -.infinity)
  }

  @Test func anotherVersionIsSaidWhateverElseItsHelloHas() throws {
    #expect(try fault(["event": "hello", "version": 99]) == .otherVersion(99))
    let error = LiveError.protocolBroken(.reference, .otherVersion(99))
    #expect(
      "\(error)".hasPrefix(
        "The reference's Python process speaks version 99 of the worker protocol, where this tfdiff-tui has version "
          + "\(WorkerProtocol.version). "))
    #expect("\(error)".contains("build or install tfdiff-tui again"))
  }

  @Test func everyRequestIsReadAsItWasMeant() throws {
    let layer = LivePlan.Layer(name: "conv", operation: "net/conv", output: 1)
    var setup = RunSetup(
      try FakeWorld(body: "").settings(in: TestFolder()), side: .candidate, plan: LivePlan(asksPairing: true))
    setup.tf1 = "a:b"
    setup.tf2 = "c:d"
    setup.weightValue = 0.001
    setup.input = TensorFacts(dtype: "float32", shape: [1, 2])
    setup.layout = [LiveLayout.Entry(name: "x", ordinal: 3, type: "Relu", output: 0)]
    setup.layers = [layer]
    setup.preflight = ["Conv2D": ["padding"]]
    setup.spans = [LivePlan.Span(name: "x", ordinals: [1, 2])]
    let requests: [WorkerRequest] = [
      .hello(modules: ["some_module": "text"]), .serve(bootstrap: "text"), .run(setup),
      .advance(.endpoint(deliveringOperations: true)),
      .structure,
      .initialDigests, .initialValues(names: ["v"]), .layers([layer]),
      .value(Tensor(repeating: Float(0), shape: [3])),
      .substitute(Tensor(repeating: Float(0), shape: [3])),
      .calculate(
        CalculationSetup(
          Calculation(
            type: "Cast", attributes: [OperationAttribute(name: "DstT_isKept", value: "float32")], inputs: [],
            outputType: .float32, isInDouble: true))),
      .abandon, .again,
    ]
    #expect(requests.map(\.name) == WorkerRequest.Name.allCases)
    let known = try ProbeMessages.load().messages.requests
    let heads = try requests.map { try $0.head() }
    let read = try ProbeMessages.read(heads)
    #expect(read.count == heads.count)
    for (head, read) in zip(heads, read) {
      let sent = try #require(try JSONSerialization.jsonObject(with: head) as? [String: Any])
      #expect(sent as NSDictionary == read as NSDictionary)
      let name = try #require(sent["request"] as? String)
      #expect(Set(sent.keys).subtracting(["request"]) == known[name]?.fields, "\(name)")
    }
  }

  /// A worker whose probe is another build's.
  @Test func aWorkerOfAnotherVersionIsAnErrorThatNamesBoth() throws {
    let folder = try TestFolder()
    let world = FakeWorld(body: "channel.finish(END)")
    var probe = world.probe
    let version = "VERSION = \(WorkerProtocol.version)\n"
    try #require(probe.modules["messages"]?.contains(version) == true)
    probe.modules["messages"] = probe.modules["messages"]?.replacing(version, with: "VERSION = 99\n")
    let source = LiveSource(
      try world.settings(in: folder), side: .candidate, discoveries: LiveDiscoveries(.none), probe: probe)
    let error = try #require(source.failure())
    guard case LiveError.protocolBroken(.candidate, .otherVersion(99)) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test(arguments: [
    ("hello.get('version') != messages.VERSION", "True", "the debugger speaks version \(WorkerProtocol.version)"),
    ("REQUESTS.get(head.get('request', ''))", "REQUESTS['value']", "the request value lacks the field tensor"),
  ])
  func aWorkerThatCannotReadWhatItIsToldSaysSo(code: String, otherCode: String, words: String) throws {
    let folder = try TestFolder()
    let world = FakeWorld(body: "channel.finish(END)")
    var probe = world.probe
    try #require(probe.modules["codec"]?.contains(code) == true)
    probe.modules["codec"] = probe.modules["codec"]?.replacing(code, with: otherCode)
    // Read as another request, the set-up lacks what that must have.
    probe.modules["messages"] = probe.modules["messages"]?.replacing(
      "tensor: Optional[TensorFacts] = None", with: "tensor: TensorFacts")
    let source = LiveSource(
      try world.settings(in: folder), side: .candidate, discoveries: LiveDiscoveries(.none), probe: probe)
    let error = try #require(source.failure())
    guard case LiveError.protocolBroken(.candidate, .refused(let reason)) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(reason.contains(words), "\(reason)")
  }

  // MARK: What fields there are

  /// The names of all fields, by their paths; what is read in a way of its own (tensors, operands, and dictionaries whose
  /// keys are data) counts as one.
  private func fields(_ value: Any, _ path: String = "") -> Set<String> {
    if ["tensor", "inputs", "attributes"].contains(path) { return [path] }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .struct:
      let parts = mirror.children.map { ($0.label.map(snakeCase) ?? "", $0.value) }
      return Set(parts.flatMap { fields($0.1, path.isEmpty ? $0.0 : "\(path).\($0.0)") })
    case .optional, .collection: return mirror.children.first.map { fields($0.value, path) } ?? [path]
    case .dictionary:
      let parts = value as? [String: Any] ?? [:]
      return Set(parts.flatMap { fields($0.value, path.isEmpty ? $0.key : "\(path).\($0.key)") })
    default:
      if let parts = value as? [String: Any] {
        return Set(parts.flatMap { fields($0.value, path.isEmpty ? $0.key : "\(path).\($0.key)") })
      }
      if let parts = value as? [Any] { return parts.first.map { fields($0, path) } ?? [path] }
      return path.isEmpty ? [] : [path]
    }
  }

  private func snakeCase(_ name: String) -> String {
    name.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
  }

  /// What stands in backticks in the first column of the table below a heading.
  private func firstColumn(_ page: String, below heading: String) -> Set<String> {
    let section = page.components(separatedBy: "### ").first { $0.hasPrefix(heading) } ?? ""
    let cells = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
      $0.split(separator: "|").first
    }
    return Set(cells.compactMap { $0.firstMatch(of: /`([a-z_]+)`/).map { String($0.output.1) } })
  }
}
