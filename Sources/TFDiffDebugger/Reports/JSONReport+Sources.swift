extension JSONReport {
  /// How many excerpts of source a report has, and how many characters of a line.
  private static let (greatestExcerpts, greatestLine) = (24, 240)

  /// The lines around the frames that something is blamed on, each place once, as far as its file can be read.
  static func sources(_ state: DebuggerState, _ context: ReportContext) -> JSONValue {
    var texts: [String: String?] = [:]
    var seen: Set<String> = []
    var excerpts: [JSONValue] = []
    for frame in blamed(state) where excerpts.count < greatestExcerpts {
      guard seen.insert("\(frame.line) \(frame.file)").inserted else { continue }
      let text = texts[frame.file] ?? context.source(frame.file)
      texts[frame.file] = .some(text)
      guard let snippet = text.flatMap({ SourceSnippet(around: frame.line, of: $0) }) else { continue }
      excerpts.append(excerpt(snippet, of: frame))
    }
    return .array(excerpts)
  }

  private static func excerpt(_ snippet: SourceSnippet, of frame: StackFrame) -> JSONValue {
    .object([
      .init("file", .string(frame.file)),
      .init("line", .int(frame.line)),
      .init("first", .int(snippet.start)),
      .init("lines", .array(snippet.lines.map { .string(String($0.prefix(greatestLine))) })),
    ])
  }

  /// The frames of the user's code that the report shows first.
  private static func blamed(_ state: DebuggerState) -> [StackFrame] {
    func pair(_ stacks: SidePair<CallStack?>) -> [CallStack] {
      [stacks.reference, stacks.candidate].compactMap(\.self)
    }
    let divergence = state.divergence.map { $0.places }
    let first = divergence.map { pair(SidePair(reference: $0.reference?.stack, candidate: $0.candidate?.stack)) } ?? []
    let explained = state.explanations.flatMap { [$0.stacks.reference, $0.stacks.candidate] }
    let failed = state.failure.map { [$0.traceback] } ?? []
    let created = state.variablesComparison.unexpectedCreations.map(\.first.stack)
    let begun = state.initialValues.filter(\.status.isDivergence).prefix(2).flatMap { row in
      let creations = state.creations(of: row)
      return pair(SidePair(reference: creations.reference?.stack, candidate: creations.candidate?.stack))
    }
    return (first + explained + failed + created + begun).flatMap { $0.frames.filter(\.isUser).prefix(3) }
  }
}
