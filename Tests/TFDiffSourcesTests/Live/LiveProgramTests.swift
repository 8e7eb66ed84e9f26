import Foundation
import TFDiffDebugger
import Testing

@testable import TFDiffLive

/// Protects: what is said of programs that cannot be run or fail, and of interpreters that cannot run them. No TensorFlow.
struct LiveProgramTests {
  private static let load = """
    target = targets.Target(setup)
    target.tf2()
    """

  private func error(_ program: String, body: String = load) throws -> (any Error)? {
    let folder = try TestFolder()
    return try FakeWorld(body: body, program: program).source(in: folder).failure()
  }

  @Test(arguments: [
    ("def tf2_model(:\n  pass\n", ["SyntaxError", "model.py:1", "def tf2_model(:"]),
    ("import no_such_module\n", ["importing", "No module named 'no_such_module'", "model.py:1"]),
    ("raise SystemExit(4)\n", ["SystemExit: 4"]),
    ("x = 1\n", ["neither tf1_model(inputs, training) nor tf2_model()", "--tf1"]),
  ])
  func aProgramThatCannotBeImportedIsIncomparable(program: String, words: [String]) throws {
    let error = try #require(try error(program))
    #expect(error is any IncomparableError)
    for each in words { #expect("\(error)".contains(each), "\(error)") }
  }

  @Test func anExceptionInTheProgramIsTheSidesFailureWithItsFrames() throws {
    let program = """
      def helper():
        raise ValueError('bad thing')

      def tf2_model():
        return helper()
      """
    let error = try #require(try error(program))
    let failure = try #require(error as? LiveFailure)
    #expect(failure.message == "ValueError: bad thing")
    #expect(failure.frames.map(\.line) == [2, 5])
    #expect(failure.frames.map(\.source) == ["raise ValueError('bad thing')", "return helper()"])
    #expect(failure.description.contains("model.py:2 in helper: raise ValueError('bad thing')"))
  }

  @Test func exitingIsAFailureToo() throws {
    let failure = try #require(
      try error("import sys\ndef tf2_model():\n  sys.exit('enough')\n") as? LiveFailure)
    #expect(failure.message == "SystemExit: enough")
  }

  @Test(arguments: [
    ("def f(inputs, training): pass", "{'training': True} True"),
    ("def f(inputs, is_training=False): pass", "{'is_training': True} True"),
    ("def f(inputs, **options): pass", "{'training': True} True"),
    ("def f(inputs): pass", "{} False"),
  ])
  func theKeywordIsFoundFromTheSignature(program: String, words: String) throws {
    let folder = try TestFolder()
    let body = """
      target = targets.Target(setup)
      from tfdiff_probe import signatures
      signature = signatures.Signature(sys.modules['model'].f)
      channel.log('%s %s' % (signature.arguments(None, None, True)[1], signature.takes_training))
      channel.endpoint('layer', [1])
      """
    let world = FakeWorld(body: body, program: program + "\ndef tf2_model(): pass\n")
    #expect(try world.source(in: folder).log(.endpoint(deliveringOperations: false)).contains(words))
  }

  @Test(arguments: [
    ("raise ModuleNotFoundError('no', name='tensorflow')", "has no TensorFlow", "--tf1-python"),
    ("__version__ = '1.12.0'", "TensorFlow 1.12.0 is too old", "--tf1-python"),
    ("import no_such_thing", "importing tensorflow failed", "no_such_thing"),
  ])
  func anInterpreterThatCannotRunItSaysWhy(package: String, words: String, remedy: String) throws {
    let folder = try TestFolder()
    _ = try folder.write(package + "\n", to: "tensorflow.py")
    let world = FakeWorld(body: "", launch: ["env", "PYTHONPATH=\(folder.path)"])
    let source = LiveSource(try world.settings(in: folder), side: .reference, discoveries: LiveDiscoveries(.none))
    let error = try #require(source.failure())
    guard case LiveError.environment(.reference, _, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(error)".contains(words) && "\(error)".contains(remedy), "\(error)")
  }

  @Test func commandsArePartedAsAShellDoes() {
    #expect(CommandWords.words("ssh gpu-box") == ["ssh", "gpu-box"])
    #expect(
      CommandWords.words(" docker  exec -i 'my box' \"a b\" c\\ d ''") == [
        "docker", "exec", "-i", "my box", "a b", "c d", "",
      ])
    #expect(CommandWords.words("") == [])
    #expect(CommandWords.words("ssh 'box") == nil)
  }

  @Test func aFileThatIsNotThereIsNamed() {
    #expect(throws: LiveError.self) { try LiveProgram(file: "none.py", folder: "/nonexistent") }
  }

  @Test func framesReadBackAsTheyWereWritten() throws {
    let frame = WorkerFrame(headLength: 300, payloadLength: 70_000_000_000)
    #expect(try WorkerFrame(decoding: frame.encoded, payloadLimit: .max) == frame)
  }
}
