import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: frames between the debugger and a worker, holding, and what a worker may do to them. No TensorFlow.
struct LiveProtocolTests {
  private static let twoLayers = """
    for place in range(2):
      channel.operation('net/op%d' % place, 'Relu', [place], list, facts)
      channel.operation('net/more%d' % place, 'Relu', [place], list, facts)
      channel.endpoint('layer%d' % place, [place, 0.5])
    channel.finish(END)
    """

  @Test func continuingTellsEndPointsAndTheEnd() throws {
    let folder = try TestFolder()
    let source = try FakeWorld(body: Self.twoLayers).source(in: folder, side: .reference)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer0 [0.0, 0.5]"])
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer1 [1.0, 0.5]"])
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["finished 1.5"])
    #expect(try source.told(.endpoint(deliveringOperations: false)).isEmpty)
  }

  @Test func operationsComeOneByOneOrOnTheWay() throws {
    let folder = try TestFolder()
    let source = try FakeWorld(body: Self.twoLayers).source(in: folder, side: .reference)
    #expect(try source.told(.operation) == ["net/op0"])
    #expect(try source.told(.operation) == ["net/more0"])
    #expect(try source.told(.operation) == ["layer0 [0.0, 0.5]"])
    let rest = try source.told(.endpoint(deliveringOperations: true))
    #expect(rest == ["net/op1", "net/more1", "layer1 [1.0, 0.5]"])
  }

  @Test func whatAProgramPrintsIsLogAndNeverProtocol() throws {
    let folder = try TestFolder()
    let body = """
      print('printed')
      os.write(1, b'written\\n')
      sys.__stdout__.write('dunder\\n')
      os.system('echo from a child')
      channel.endpoint('layer', [1])
      """
    let lines = try FakeWorld(body: body).source(in: folder).log(.endpoint(deliveringOperations: false))
    for words in ["printed", "written", "dunder", "from a child"] { #expect(lines.contains(words), "\(lines)") }
    #expect(lines.contains { $0.hasPrefix("Python 3.") }, "\(lines)")
  }

  @Test func aFloodOfOutputIsCutOffAndTheRunGoesOn() throws {
    let folder = try TestFolder()
    let body = """
      for line in range(200000):
        print('line', line)
      channel.endpoint('layer', [1])
      """
    let source = try FakeWorld(body: body).source(in: folder)
    let lines = try source.log(.endpoint(deliveringOperations: false))
    #expect(lines.count <= WorkerLog.lineLimit + 2)
    #expect(lines.contains { $0.contains("left out") })
  }

  @Test func noiseBeforeTheGreetingIsPassedOver() throws {
    let folder = try TestFolder()
    let launch = ["sh", "-c", "echo welcome to this host; exec \"$@\"", "sh"]
    let source = try FakeWorld(body: Self.twoLayers, launch: launch).source(in: folder, side: .reference)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer0 [0.0, 0.5]"])
  }

  @Test func aShellOnTheWayChangesNothing() throws {
    // As ssh does: the words are joined and given to a shell.
    let folder = try TestFolder()
    let launch = ["sh", "-c", "exec sh -c \"$*\"", "sh"]
    let source = try FakeWorld(body: Self.twoLayers, launch: launch).source(in: folder, side: .reference)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer0 [0.0, 0.5]"])
  }

  @Test func theInputTravelsWhole() throws {
    let folder = try TestFolder()
    let body = """
      import array
      values = array.array('f', bytes(payload))
      channel.endpoint('input', [sum(values), len(values)] + setup.input.shape)
      """
    let input = Tensor(repeating: Float(1), shape: [512, 1024])
    let source = try FakeWorld(body: body, input: input).source(in: folder)
    let told = try source.told(.endpoint(deliveringOperations: false))
    #expect(told == ["input [524288.0, 524288.0, 512.0, 1024.0]"])
  }

  @Test func anEndPointThatCannotBeComparedIsLogged() throws {
    let folder = try TestFolder()
    let body = "channel.endpoint('words', 'none')\nchannel.endpoint('layer', [1])"
    let lines = try FakeWorld(body: body).source(in: folder).log(.endpoint(deliveringOperations: false))
    #expect(lines.contains("endpoint words has dtype string, which cannot be compared"))
  }

  @Test(arguments: [
    ("channel._write(memoryview(b'garbage that is no frame at all'))", "no frame, but the bytes 67 61 72"),
    ("channel._write(memoryview(channels.HEADER.pack(channels.MAGIC, 2, 1 << 62) + b'{}'))", "this machine can take"),
    ("channel._write(memoryview(channels.HEADER.pack(channels.MAGIC, 1 << 31, 0)))", "whose head would be"),
    ("send_raw(channel, b'{}')", "malformed head {}"),
    ("send_raw(channel, b'{\"event\": 3}')", "malformed head"),
    ("channel.send(messages.EndPoint('x', 1, messages.TensorFacts('float32', [3])), b'12')", "2 bytes"),
    ("channel.send(messages.EndPoint('x', 1, messages.TensorFacts('float32', [-1])), b'')", "[-1]"),
    (
      "channel.send(messages.EndPoint('x', 1, messages.TensorFacts('float32', [1 << 62, 8])), b'12')",
      "[4611686018427387904, 8]"
    ),
    (
      "channel.send(messages.EndPoint('x', 1, messages.TensorFacts('float32', [1 << 62, 8, 0])), b'')",
      "[4611686018427387904, 8, 0]"
    ),
    ("channel.send(messages.EndPoint('x', 1, messages.TensorFacts('float32', [1 << 80])), b'')", "malformed head"),
    (
      "channel._write(memoryview(channels.HEADER.pack(channels.MAGIC, 2, (1 << 64) - 1) + b'{}'))",
      "this machine can take"
    ),
    ("channel.send(messages.Log('x'), b'12')", "2 bytes for the log"),
    ("send_raw(channel, b'{\"event\": \"nonsense\"}')", "the message 'nonsense', which there is not"),
    ("send_raw(channel, b'{\"event\": \"log\"}')", "the message 'log' without its field 'text'"),
    ("send_raw(channel, b'{\"event\": \"done\", \"more\": 3}')", "the message 'done' with a malformed field 'more'"),
    ("channel.send(messages.Ready())", "the message 'ready', which nothing had asked for"),
  ])
  func aBrokenFrameIsAnErrorThatSaysWhat(statement: String, words: String) throws {
    let folder = try TestFolder()
    let error = try #require(try FakeWorld(body: statement + "\ntime.sleep(100)").source(in: folder).failure())
    guard case LiveError.protocolBroken(.candidate, _) = error else {
      Issue.record("\(statement): \(error)")
      return
    }
    #expect("\(error)".contains(words), "\(statement): \(error)")
  }
}
