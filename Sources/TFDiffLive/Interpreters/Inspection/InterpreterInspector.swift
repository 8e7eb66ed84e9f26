import Foundation

/// Asks interpreters what they are, each in a child process with a time limit.
public struct InterpreterInspector: Sendable {
  /// What is passed on to the interpreter, `PYTHONPATH` among it.
  public var environment: [String: String]
  /// How long an interpreter may take without, and with, importing TensorFlow.
  public var timeLimit: Duration
  public var importTimeLimit: Duration

  public init(
    environment: [String: String], timeLimit: Duration = .seconds(10), importTimeLimit: Duration = .seconds(300)
  ) {
    self.environment = environment
    self.timeLimit = timeLimit
    self.importTimeLimit = importTimeLimit
  }

  /// What an interpreter says of itself, and what comes of importing TensorFlow where that is asked for and there is
  /// one.
  ///
  /// - Throws: ``InterpreterError``.
  public func inspect(
    _ path: String, importing: Bool = false, stop: StopRequest = StopRequest()
  ) throws(InterpreterError) -> (facts: InterpreterFacts, imported: ImportReport?) {
    let result = try run(path, [], within: timeLimit, stop)
    guard let facts: InterpreterFacts = Self.answer(InspectionScript.factsMark, in: result) else {
      throw Self.error(path, result, limit: timeLimit)
    }
    guard importing, facts.hasTensorFlowPackage else { return (facts, nil) }
    let second = try run(path, [InspectionScript.importArgument], within: importTimeLimit, stop)
    if second.ending == .stopped { throw .stopped(path: path) }
    if let report: ImportReport = Self.answer(InspectionScript.importMark, in: second) { return (facts, report) }
    return (facts, ImportReport(failure: Self.error(path, second, limit: importTimeLimit).reason))
  }

  private func run(
    _ path: String, _ arguments: [String], within limit: Duration, _ stop: StopRequest
  ) throws(InterpreterError) -> ChildResult {
    var environment = environment
    // Without it, Python 3.7 in the C locale cannot print other characters.
    environment["PYTHONIOENCODING"] = "utf-8"
    let program = ChildProgram(
      path, ["-c", InspectionScript.text] + arguments, environment: environment, timeLimit: limit)
    do {
      return try program.run(stop: stop)
    } catch {
      throw .cannotStart(path: path, code: error.code)
    }
  }

  /// An answer counts even where Python fails afterwards, such as in a package's exit handler.
  private static func answer<Answer: Decodable>(_ mark: String, in result: ChildResult) -> Answer? {
    for line in result.output.split(whereSeparator: \.isNewline).reversed() where line.hasPrefix(mark) {
      return try? JSONDecoder().decode(Answer.self, from: Data(line.dropFirst(mark.count).utf8))
    }
    return nil
  }

  private static func error(_ path: String, _ result: ChildResult, limit: Duration) -> InterpreterError {
    switch result.ending {
    case .timedOut: .timedOut(path: path, limit: limit)
    case .stopped: .stopped(path: path)
    case .signalled(let signal): .killed(path: path, signal: signal)
    case .exited(0): .noAnswer(path: path, output: firstLine(result.output))
    case .exited(let status): .failed(path: path, status: status, lastWords: lastWords(result.errors))
    }
  }

  private static func firstLine(_ text: String) -> String { shortened(lines(text).first ?? "") }

  /// The last line, where Python names the exception; a shim's first one where it says what it is.
  private static func lastWords(_ text: String) -> String {
    let lines = lines(text)
    return shortened(lines.first { $0.hasPrefix("pyenv: ") } ?? lines.last ?? "")
  }

  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  private static func shortened(_ text: String) -> String { text.count > 160 ? text.prefix(160) + "…" : text }
}
