import Foundation
import TFDiffLive
import Testing

/// Protects: whatever a program does that passes for Python, asking it ends in time and says what is wrong with it.
@Suite struct InterpreterInspectorTests {
  private let fakes: FakeInterpreters

  init() throws { fakes = try FakeInterpreters() }

  private func error(_ script: String, limit: Duration = .seconds(20)) throws -> InterpreterError? {
    let path = try fakes.script("bin/python3", script)
    return #expect(throws: InterpreterError.self) { try fakes.inspector(limit: limit).inspect(path) }
  }

  @Test func oneThatHangsIsKilledWithWhatItStarted() throws {
    let started = ContinuousClock.now
    let file = "\(fakes.root)/child"
    let error = try error("sleep 1000 & echo $! > \(file); wait", limit: .seconds(1))
    #expect(ContinuousClock.now - started < .seconds(10))
    let path = "\(fakes.root)/bin/python3"
    #expect(error == .timedOut(path: path, limit: .seconds(1)))
    #expect(error?.description.contains("within 1 s") == true)
    let child = try #require(pid_t(try String(contentsOfFile: file, encoding: .utf8).dropLast()))
    #expect(Self.isGone(child), "what the interpreter started is still there")
  }

  @Test func oneThatLeavesAChildWithItsOutputOpenIsNotWaitedFor() throws {
    let started = ContinuousClock.now
    let path = try fakes.script("bin/python3", "sleep 1000 &\necho '\(try FakeInterpreters.answer(.complete()))'")
    #expect(try fakes.inspector().inspect(path).facts == .complete())
    #expect(ContinuousClock.now - started < .seconds(10))
  }

  @Test func oneThatFloodsItsOutputIsKilled() throws {
    let error = try error("exec yes", limit: .seconds(1))
    #expect(error == .timedOut(path: "\(fakes.root)/bin/python3", limit: .seconds(1)))
  }

  @Test func oneThatPrintsSomethingElseIsNoPython() throws {
    let error = try error("echo 'Perl 5.36'")
    #expect(error?.reason.contains("it prints 'Perl 5.36'") == true)
  }

  @Test func anAnswerCutInHalfIsNone() throws {
    let error = try error("echo 'tfdiff-interpreter: {\"python\":'")
    #expect(error?.reason.contains("does not answer as Python does") == true)
  }

  @Test func oneThatFailsSaysWhyInItsLastLine() throws {
    let error = try error("echo 'Traceback:' >&2; echo 'ImportError: no site' >&2; exit 3")
    #expect(error == .failed(path: "\(fakes.root)/bin/python3", status: 3, lastWords: "ImportError: no site"))
  }

  @Test func oneThatCrashesIsToldByItsSignal() throws {
    let error = try error("kill -ILL $$")
    #expect(error == .killed(path: "\(fakes.root)/bin/python3", signal: SIGILL))
  }

  @Test func oneThatIsNotThereOrNoProgramCannotBeStarted() throws {
    let text = try fakes.file("bin/python3", "not a program")
    for (path, code) in [("\(fakes.root)/nowhere", ENOENT), (text, EACCES)] {
      let error = #expect(throws: InterpreterError.self) { try fakes.inspector().inspect(path) }
      #expect(error == .cannotStart(path: path, code: code))
    }
  }

  @Test func whatStartUpFilesPrintDoesNotHideTheAnswer() throws {
    let path = try fakes.script(
      "bin/python3", "echo Welcome; echo '\(try FakeInterpreters.answer(.complete()))'; echo Bye; exit 1")
    #expect(try fakes.inspector().inspect(path).facts == .complete())
  }

  @Test func askedToStopItStopsAtOnce() throws {
    let path = try fakes.script("bin/python3", "exec sleep 1000")
    let stop = StopRequest()
    stop.make()
    let error = #expect(throws: InterpreterError.self) { try fakes.inspector().inspect(path, stop: stop) }
    #expect(error == .stopped(path: path))
  }

  @Test func importingThatCrashesLeavesTheFacts() throws {
    let path = try fakes.script(
      "bin/python3",
      "[ \"$3\" = import ] && kill -ILL $$\necho '\(try FakeInterpreters.answer(.complete()))'")
    let (facts, imported) = try fakes.inspector().inspect(path, importing: true)
    #expect(facts == .complete())
    #expect(imported?.failure?.contains("killed by signal \(SIGILL)") == true)
    #expect(facts.reference(imported: imported) != .fits)
  }

  /// A process that ended counts as gone also while nobody has asked for its status.
  private static func isGone(_ process: pid_t) -> Bool {
    for _ in 0..<200 {
      let state = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.split(separator: ")").last
      if state?.hasPrefix(" Z") ?? true { return true }
      usleep(10_000)
    }
    return false
  }
}
