import Foundation
import TFDiffDebugger
import TFDiffTensor

@testable import TFDiffLive
@testable import TFDiffTargets

/// The interpreters that tests may use.
enum Python {
  /// A plain python3, without anything installed in it.
  static let plain = "python3"

  /// The interpreter with TensorFlow and TF-Slim that the environment names.
  static let tensorFlow = named("TFDIFF_TEST_PYTHON")

  static func named(_ variable: String) -> String? {
    ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// A folder for one test, removed with it.
final class TestFolder {
  /// Unlike any other's, and fit for a Python name.
  let name = UUID().uuidString.replacingOccurrences(of: "-", with: "")
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-live-\(name)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }
}

/// A side whose program needs no TensorFlow: the probe as it is, with another world in the place of TensorFlow's.
struct FakeWorld {
  /// Python statements: what `run(channel, setup, payload)` does.
  var body: String
  /// Python statements: what importing the program does.
  var imports = "pass"
  var program = "tf1_model = None\ndef tf2_model(): pass\n"
  var launch: [String] = []
  var python = Python.plain
  var input: Tensor?
  var checkpoint: CheckpointValues?
  var copiesWeights = false

  /// Arrays without NumPy: lists of numbers, as float32.
  private static let arrays = """
    import array
    class Kind:
      name = 'float32'
    class Fake:
      dtype = Kind
      def __init__(self, values):
        self.values = array.array('f', values)
        self.shape = (len(self.values),)
        self.size = len(self.values)
      def reshape(self, size):
        return self
      def view(self, kind):
        return memoryview(self.values).cast('B')
    def comparable(value):
      return (None, None) if value == 'none' else (Fake(value), None)
    def thinned(array, limit):
      return array, 1, None
    def describe(value):
      return 'dtype string'
    def of_payload(payload, facts):
      return list(array.array('f', bytes(payload))) + facts.shape
    """

  var probe: Probe {
    var probe = Probe.standard
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
    let world = """
      import os, signal, sys, time
      from tfdiff_probe import channel as channels
      from tfdiff_probe import codec
      from tfdiff_probe import messages
      from tfdiff_probe import target as targets
      def answers(channel):
        def answer(question):
          if isinstance(question, messages.AskStructure):
            channel.send(messages.Structure([], [], [], {}, {}))
          elif isinstance(question, messages.AskInitialDigests):
            channel.send(messages.InitialDigests([]))
        return answer
      def facts():
        return channels.OperationFacts('id', {}, [])
      def variable(name, shape, call):
        return messages.Variable(name, shape, 'float32', True, call, [], 'weight', None)
      def send_raw(channel, head, payload=b''):
        channel._write(memoryview(channels.HEADER.pack(channels.MAGIC, len(head), len(payload)) + head + payload))
      END = messages.Finished(codec.number(float('nan')), 1.5, [], [], None)
      def load(log, setup, on_tensorflow):
      \(imports.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      def run(channel, setup, payload, imported):
        channel.await_request()
      \(lines.joined(separator: "\n"))
      """
    probe.modules["candidate"] = world
    probe.modules["reference"] = world
    probe.modules["arrays"] = Self.arrays
    return probe
  }

  func settings(in folder: TestFolder) throws -> LiveSettings {
    let file = try folder.write(program, to: "model.py")
    let interpreter = LiveSettings.Interpreter(python: python, launch: launch)
    return LiveSettings(
      program: try LiveProgram(file: file, folder: folder.path),
      interpreters: SidePair(reference: interpreter, candidate: interpreter), input: input,
      checkpoint: checkpoint, copiesWeights: copiesWeights)
  }

  func source(in folder: TestFolder, side: Side = .candidate) throws -> LiveSource {
    LiveSource(try settings(in: folder), side: side, discoveries: LiveDiscoveries(.none), probe: probe)
  }
}

extension LiveSource {
  /// What an advance tells, in short words, its log left out.
  func told(_ request: Advance) throws -> [String] {
    var words: [String] = []
    _ = try advance(request) { event in
      switch event {
      case .operation(let operation): words.append(operation.name)
      case .endpoint(let endpoint): words.append("\(endpoint.name) \(endpoint.value.elements(of: Float.self))")
      case .variable(let variable): words.append("\(variable.name) \(variable.call)")
      case .finished(let summary): words.append("finished \(summary.seconds)")
      case .update(let update): words.append("update \(update.variable)")
      case .random(let random): words.append("random \(random.name)")
      case .initialValue(let value): words.append("initial \(value.variable)")
      case .free, .log, .unpaired, .tentative: break
      }
    }
    return words
  }

  /// The log of an advance.
  func log(_ request: Advance) throws -> [String] {
    var lines: [String] = []
    _ = try advance(request) { event in
      if case .log(let text) = event { lines.append(text) }
    }
    return lines
  }

  /// The error that an advance ends with.
  func failure(_ request: Advance = .endpoint(deliveringOperations: false)) -> (any Error)? {
    do {
      while try advance(request, deliver: { _ in }) {}
      return nil
    } catch {
      return error
    }
  }
}
