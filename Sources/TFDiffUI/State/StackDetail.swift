import TFDiffDebugger

/// A call stack to be named, and its source to be read, away from the input thread.
public struct StackRequest: Sendable, Hashable {
  package let stack: CallStack

  /// Names the frames, which takes milliseconds each, and reads the lines around the innermost of the user's.
  ///
  /// - Parameter source: a file's text; nil where it cannot be read.
  public func run(reading source: (String) -> String?) -> StackDetail {
    let frames = stack.frames
    let innermost = frames.first(where: \.isUser)
    let snippet = innermost.flatMap { frame in
      source(frame.file).flatMap { SourceSnippet(around: frame.line, of: $0) }
    }
    return StackDetail(stack: stack, frames: frames, snippet: snippet, code: code(of: frames.filter(\.isUser), source))
  }
}

extension StackRequest {
  /// The lines of code of the frames, without what they are indented by; each file is read once.
  private func code(of frames: [StackFrame], _ source: (String) -> String?) -> [StackFrame: String] {
    var found: [StackFrame: String] = [:]
    for (file, frames) in Dictionary(grouping: frames, by: \.file) {
      guard let lines = source(file)?.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) else {
        continue
      }
      for frame in frames where lines.indices.contains(frame.line - 1) {
        found[frame] = String(lines[frame.line - 1]).trimmed
      }
    }
    return found
  }
}

/// A call stack with its frames named, and the source of the innermost of the user's.
public struct StackDetail: Sendable, Hashable {
  package let stack: CallStack
  package let frames: [StackFrame]
  /// Nil where the file could not be read, or has no such line.
  package let snippet: SourceSnippet?
  /// The lines of code of the user's frames, as far as their files can be read.
  package let code: [StackFrame: String]

  package init(
    stack: CallStack, frames: [StackFrame], snippet: SourceSnippet? = nil, code: [StackFrame: String] = [:]
  ) {
    self.code = code
    self.stack = stack
    self.frames = frames
    self.snippet = snippet
  }

  package var userFrames: [StackFrame] { frames.filter(\.isUser) }
  package var runtimeFrames: [StackFrame] { frames.filter { !$0.isUser } }
  /// The innermost frame of the user's code, or where there is none the innermost of all.
  package var culprit: StackFrame? { frames.first(where: \.isUser) ?? frames.first }
}

extension AppState {
  /// The stacks that the tabs tell of: of what was created again, of the variable and of the operation that are looked at.
  private var wantedStacks: [CallStack] {
    let again = interface.variables.filter {
      if case .createdAgain = $0.kind { true } else { false }
    }
    let selected = interface.tab == .stack ? selectedVariable.map { [$0] } ?? [] : []
    let ofVariables = (selected + again).flatMap { [$0.reference, $0.candidate] }.compactMap { $0?.stack }
    let ofFailure = [shownFailure?.traceback].compactMap(\.self)
    let isNeeded = interface.tab == .stack || looksAtDifference
    return ofFailure + ofVariables
      + (isNeeded ? [codeLookedAt.reference, codeLookedAt.candidate].compactMap { $0?.stack } : [])
  }

  /// Asks for the next stack that the tabs lack, one at a time, and not while the model runs and would be slowed down.
  mutating func requestStack() -> [Effect] {
    guard !isBusy, requestedStack == nil,
      let wanted = wantedStacks.first(where: { !$0.isEmpty && stacks[$0] == nil })
    else { return [] }
    requestedStack = wanted
    return [.resolve(StackRequest(stack: wanted))]
  }

  mutating func receive(_ detail: StackDetail) {
    stacks[detail.stack] = detail
    requestedStack = nil
  }
}
