import Runtime
import Synchronization

/// The code that was running when a variable was made: addresses, which cost microseconds to take and are named only
/// when somebody looks.
public struct CapturedStack: Sendable {
  /// A frame that has been named.
  public struct Frame: Sendable, Hashable {
    public let function: String
    public let file: String
    /// From 1.
    public let line: Int
    /// Whether it belongs to a model, not to the program that runs it.
    public let isModel: Bool
  }
  private let backtrace: Backtrace?

  /// Deeper than any model calls; what is beyond is the thread's start.
  private static let limit = 96
  /// Where this process' code lies in memory; taking stock of it costs more than a stack does.
  private static let images = ImageMap.capture()

  private init(_ backtrace: Backtrace?) { self.backtrace = backtrace }

  public static let none = CapturedStack(nil)

  /// The stack of the calling code.
  ///
  /// - Parameter floor: how many frames to leave out at the outer end, as ``depth()`` counted them where the code was
  ///   entered whose stack it is.
  @inline(never)
  public static func capture(above floor: Int = 0) -> CapturedStack {
    guard let whole = walk(limit) else { return none }
    if floor == 0 { return CapturedStack(whole) }
    let count = whole.frames.underestimatedCount
    return CapturedStack(walk(max(count - floor, 1)) ?? whole)
  }

  /// How many frames the calling code has.
  @inline(never)
  static func depth() -> Int { walk(limit)?.frames.underestimatedCount ?? 0 }

  /// A stack that cannot be walked is none: the variable is made all the same.
  @inline(__always)
  private static func walk(_ limit: Int) -> Backtrace? {
    try? Backtrace.capture(algorithm: .fast, limit: limit, offset: 1, top: 0, images: images)
  }

  /// What tells one place in the code from another: the return addresses, innermost first.
  public var addresses: [UInt] {
    backtrace?.frames.compactMap { UInt(exactly: UInt64($0.adjustedProgramCounter) ?? 0) } ?? []
  }

  /// The frames that have a place in source code, innermost first; remembered for every stack from the same place.
  ///
  /// - Complexity: milliseconds a frame, the first time.
  public var frames: [Frame] {
    let site = addresses
    if let known = Self.named.withLock({ $0[site] }) { return known }
    let frames = resolved()
    Self.named.withLock { $0[site] = frames }
    return frames
  }

  private static let named = Mutex<[[UInt]: [Frame]]>([:])

  private func resolved() -> [Frame] {
    guard let backtrace,
      let named = backtrace.symbolicated(with: Self.images, options: [.showSourceLocations, .useSymbolCache])
    else { return [] }
    return named.frames.compactMap { frame in
      guard let symbol = frame.symbol, let location = symbol.sourceLocation, location.line > 0 else { return nil }
      let path = Self.absolute(location.path)
      return Frame(
        function: Self.functionName(symbol.name), file: path, line: location.line, isModel: Self.isModel(path))
    }
  }

  /// Debug information names some files from the package's folder.
  private static func absolute(_ path: String) -> String {
    path.hasPrefix("Sources/") ? String(sources.dropLast("Sources/".count)) + path : path
  }

  /// Swift's name of a function without the word that the compiler puts before a variant of its making.
  private static func functionName(_ name: String) -> String {
    let prefix = ["specialized ", "partial apply for "].first { name.hasPrefix($0) }
    return String(name.dropFirst(prefix?.count ?? 0))
  }

  /// The program's own sources, by where this file lies; models lie in a folder of theirs among them.
  private static let sources =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/") + "/"

  private static func isModel(_ path: String) -> Bool {
    !path.hasPrefix(sources) || path.hasPrefix(sources + "TFDiffEngine/Models/")
  }
}
