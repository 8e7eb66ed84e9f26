import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: workers that die, hang, cannot be started or are wanted no more. No TensorFlow.
struct LiveWorkerTests {
  @Test func aWorkerKilledInMidStepIsTheSidesFailure() throws {
    let folder = try TestFolder()
    let body = """
      channel.endpoint('layer', [1])
      print('about to die')
      os.kill(os.getpid(), signal.SIGKILL)
      """
    let source = try FakeWorld(body: body).source(in: folder)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer [1.0]"])
    let error = try #require(source.failure())
    guard case LiveError.workerDied(.candidate, .signal(SIGKILL), isInFrame: false, let log) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(log.contains("about to die"))
    #expect("\(error)".contains("signal 9"))
  }

  @Test func aWorkerThatDiesInTheMiddleOfAFrameSaysSo() throws {
    let folder = try TestFolder()
    let body = """
      channel._write(memoryview(channels.HEADER.pack(channels.MAGIC, 2, 1 << 20) + b'{}' + b'x' * 1000))
      os._exit(7)
      """
    let error = try #require(try FakeWorld(body: body).source(in: folder).failure())
    guard case LiveError.workerDied(.candidate, .status(7), isInFrame: true, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(error)".contains("in the middle of telling a tensor"))
  }

  @Test(arguments: [
    "while True: pass",
    """
    while True:
      try:
        time.sleep(100)
      except KeyboardInterrupt:
        pass
    """,
    "signal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(100)",
    // Holds Python's lock, so that no thread of the worker can do anything.
    "import re\nre.match('(a+)+$', 'a' * 64 + 'b')",
  ])
  func aForwardPassThatNeverReturnsIsCancelled(body: String) throws {
    let folder = try TestFolder()
    let whole = "channel.endpoint('process', [os.getpid()])\n" + body
    let source = try FakeWorld(body: whole).source(in: folder)
    var id: pid_t = 0
    _ = try source.advance(.endpoint(deliveringOperations: false)) { event in
      if case .endpoint(let endpoint) = event { id = pid_t(endpoint.value.elements(of: Float.self)[0]) }
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { source.cancel() }
    let start = ContinuousClock.now
    #expect(source.failure() is CancellationError)
    #expect(ContinuousClock.now - start < .seconds(3))
    #expect(id > 1)
    // While the source is still there, as it is where a person looks at what was told so far.
    let end = ContinuousClock.now + .seconds(20)
    while isAlive(id), ContinuousClock.now < end { usleep(20_000) }
    #expect(!isAlive(id))
    withExtendedLifetime(source) {}
  }

  @Test func nothingIsLeftOfAWorkerOrWhatItStarted() throws {
    let folder = try TestFolder()
    let body = """
      import subprocess
      child = subprocess.Popen(['sleep', '1000'])
      with open(os.path.dirname(setup.file) + '/ids', 'w') as file:
        file.write('%d %d' % (os.getpid(), child.pid))
      channel.endpoint('layer', [1])
      """
    var source: LiveSource? = try FakeWorld(body: body).source(in: folder)
    _ = try source?.told(.endpoint(deliveringOperations: false))
    let ids = try String(contentsOfFile: folder.path + "/ids", encoding: .utf8).split(separator: " ").compactMap {
      pid_t($0)
    }
    #expect(ids.count == 2)
    for id in ids { #expect(kill(id, 0) == 0) }
    source = nil
    let end = ContinuousClock.now + .seconds(20)
    while ids.contains(where: { isAlive($0) }), ContinuousClock.now < end { usleep(20_000) }
    for id in ids { #expect(!isAlive(id)) }
  }

  @Test(arguments: ["os._exit(7)", "os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(1000)"])
  func theProcessCountsAndNotTheStreamThatAForkHoldsOpen(death: String) throws {
    let folder = try TestFolder()
    // In a session of its own, where the end of the worker's group does not reach it.
    let body = """
      if os.fork() == 0:
        os.setsid()
        time.sleep(60)
        os._exit(0)
      channel.endpoint('layer', [1])
      \(death)
      """
    let source = try FakeWorld(body: body).source(in: folder)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer [1.0]"])
    let start = ContinuousClock.now
    let error = try #require(source.failure())
    guard case LiveError.workerDied(.candidate, _, isInFrame: false, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func aWorkerThatDiesWhileItIsSentAnInputIsNoticed() throws {
    let folder = try TestFolder()
    let input = Tensor(repeating: Float(1), shape: [4096, 4096])
    // Before it reads its input, which is more than a socket holds.
    let launch = ["sh", "-c", "\"$@\" & sleep 0.5; kill -9 $!; sleep 60 <&0 & exit 3", "sh"]
    let error = try #require(try FakeWorld(body: "pass", launch: launch, input: input).source(in: folder).failure())
    #expect(error is LiveError, "\(error)")
  }

  @Test(arguments: ["code", "runpy", "os", "json", "struct", "linecache", "importlib", "readline", "sitecustomize"])
  func noModuleOfTheCurrentFolderIsRun(module: String) throws {
    let folder = try TestFolder()
    _ = try folder.write("open('\(folder.path)/was-run', 'w')\nraise SystemExit(9)", to: "\(module).py")
    let launch = ["sh", "-c", "cd \(folder.path) && exec \"$@\"", "sh"]
    let model = try TestFolder()
    let source = try FakeWorld(body: "channel.endpoint('layer', [1])", launch: launch).source(in: model)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer [1.0]"])
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/was-run"))
  }

  @Test func theUsersEnvironmentReachesTheInterpreter() throws {
    let folder = try TestFolder()
    _ = try folder.write("value = 7", to: "of_my_path.py")
    let launch = ["env", "PYTHONPATH=\(folder.path)", "PYTHONHASHSEED=1"]
    let body = "import of_my_path\nchannel.endpoint('layer', [of_my_path.value, hash('a') % 1000])"
    let sources = try [1, 2].map { _ in try FakeWorld(body: body, launch: launch).source(in: folder) }
    let told = try sources.map { try $0.told(.endpoint(deliveringOperations: false)) }
    #expect(told[0].first?.hasPrefix("layer [7.0") == true && told[0] == told[1], "\(told)")
  }

  @Test(arguments: ["raise KeyboardInterrupt('by hand')", "raise GeneratorExit('over')", "sys.exit('no more')"])
  func whatAProgramRaisesToEndItselfIsItsError(statement: String) throws {
    let folder = try TestFolder()
    let error = try #require(try FakeWorld(body: statement).source(in: folder).failure())
    let failure = try #require(error as? LiveFailure, "\(error)")
    #expect(["by hand", "over", "no more"].contains { failure.message.contains($0) }, "\(failure.message)")
  }

  @Test func noSuchInterpreterNamesTheOption() throws {
    let folder = try TestFolder()
    let error = try #require(try FakeWorld(body: "pass", python: "/nonexistent/python").source(in: folder).failure())
    guard case LiveError.cannotStart(.candidate, _, ENOENT) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(error)".contains("--tf2-python"))
  }

  @Test(arguments: ["true", "ls"]) func whatIsNoInterpreterIsToldApart(program: String) throws {
    let folder = try TestFolder()
    let error = try #require(try FakeWorld(body: "pass", python: program).source(in: folder).failure())
    guard case LiveError.neverGreeted = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func theCandidatesOperationsAreFoundByARunOfItsOwn() throws {
    let folder = try TestFolder()
    // Without a layout the end points are told after the pass; with one, as they are reached.
    let body = """
      layout = {each.ordinal: each.name for each in setup.layout or []}
      for place in range(3):
        channel.operation('op%d' % place, 'Relu', [place], list, facts)
        if place in layout:
          channel.endpoint(layout[place], [place])
      if not layout:
        channel.send(messages.Layout(
            [], [messages.LayoutEntry('layer%d' % place, place, 'Relu', 0) for place in range(3)]))
        for place in range(3):
          channel.endpoint('layer%d' % place, [place])
      channel.finish(END)
      """
    let source = try FakeWorld(body: body).source(in: folder)
    #expect(try source.told(.endpoint(deliveringOperations: false)) == ["layer0 [0.0]"])
    #expect(try source.told(.endpoint(deliveringOperations: true)) == ["op1", "layer1 [1.0]"])
    #expect(try source.told(.operation) == ["op2"])
    #expect(try source.told(.operation) == ["layer2 [2.0]"])
    #expect(try source.told(.operation) == ["finished 1.5"])
    let fresh = try FakeWorld(body: body).source(in: folder)
    #expect(try fresh.told(.operation) == ["op0"])
  }

  private func isAlive(_ id: pid_t) -> Bool {
    guard kill(id, 0) == 0 else { return false }
    // One that has ended but not been waited for counts as gone.
    let status = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
    return !status.contains(") Z ")
  }
}
