import Synchronization

/// A place in the code that made something.
public struct StackFrame: Sendable, Hashable {
  public let function: String
  public let file: String
  /// From 1.
  public let line: Int
  /// Whether it is the user's code, not the runtime's that it calls or that calls it.
  public let isUser: Bool

  public init(function: String, file: String, line: Int, isUser: Bool = true) {
    self.function = function
    self.file = file
    self.line = line
    self.isUser = isUser
  }
}

extension StackFrame {
  /// File and line; the file as seen from a folder, where it lies under it.
  public func place(from folder: String) -> String {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let name = !folder.isEmpty && file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
    return "\(name):\(line)"
  }

  /// The file's name without its folders, and the line.
  public var shortPlace: String { "\(file.split(separator: "/").last ?? ""):\(line)" }
}

/// Who called whom when something was made, innermost first.
///
/// Naming the frames of a native stack takes milliseconds each, so a stack can be captured as addresses and named when it
/// is first looked at:
///
///     let stack = CallStack(site: addresses) { resolve(addresses) }
///     stack.frames  // resolved now, and remembered
///
/// Two stacks are equal where they come from the same place.
public final class CallStack: Sendable {
  /// What tells one place from another without naming it.
  private enum Site: Sendable, Hashable {
    case addresses([UInt])
    case frames([StackFrame])
  }
  private let site: Site
  private let resolve: @Sendable () -> [StackFrame]
  private let resolved: Mutex<[StackFrame]?>

  public init(_ frames: [StackFrame]) {
    site = .frames(frames)
    resolve = { frames }
    resolved = Mutex(frames)
  }

  /// - Parameters:
  ///   - site: the addresses of the frames.
  ///   - resolve: names them; called at most once, on the thread that first asks.
  public init(site: [UInt], resolve: @escaping @Sendable () -> [StackFrame]) {
    self.site = .addresses(site)
    self.resolve = resolve
    resolved = Mutex(nil)
  }

  /// The stack of something whose maker is not known.
  public static let none = CallStack([])

  /// Named now where that has not been done before.
  public var frames: [StackFrame] {
    resolved.withLock { resolved in
      if let resolved { return resolved }
      let frames = resolve()
      resolved = frames
      return frames
    }
  }

  /// The frames where they are named already; nil where ``frames`` would take its time.
  public var framesIfResolved: [StackFrame]? { resolved.withLock { $0 } }

  /// The frames where they were known when the stack was made; unlike ``framesIfResolved`` the same at all times.
  public var givenFrames: [StackFrame]? {
    if case .frames(let frames) = site { frames } else { nil }
  }

  /// The same with what is known of its frames now for good: what is named later does not change it.
  var settled: CallStack { givenFrames == nil ? framesIfResolved.map { CallStack($0) } ?? self : self }

  /// Names the frames now, for whoever asks later.
  public func resolveFrames() { _ = frames }

  /// The frames of the user's code, where they are named already and there are any: the place that made something, as
  /// its writer sees it.
  var userFramesIfResolved: [StackFrame]? {
    guard let frames = framesIfResolved?.filter(\.isUser), !frames.isEmpty else { return nil }
    return frames
  }

  public var isEmpty: Bool {
    switch site {
    case .addresses(let addresses): addresses.isEmpty
    case .frames(let frames): frames.isEmpty
    }
  }

  /// The innermost frame of the user's code, or where there is none the innermost of all.
  public var culprit: StackFrame? { frames.first(where: \.isUser) ?? frames.first }
}

extension CallStack: Hashable {
  public static func == (left: CallStack, right: CallStack) -> Bool { left === right || left.site == right.site }
  public func hash(into hasher: inout Hasher) { hasher.combine(site) }
}
