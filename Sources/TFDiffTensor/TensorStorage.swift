#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of one or more tensors: aligned to a cache line, written once while they are made, then only read.
///
/// `@unchecked Sendable`: the pointer is private to this type, is written only inside `init`, before the
/// object can be shared, and is freed when the last reference goes.
public final class TensorStorage: @unchecked Sendable {
  /// A cache line, and the widest vector register.
  public static let alignment = 64

  /// glibc maps every allocation above this size afresh, and faulting it in by pages of 4 KiB takes three
  /// times as long as writing it.
  private static let hugePageThreshold = 32 << 20
  private static let hugePage = 2 << 20

  private static func adviseHugePages(_ base: UnsafeMutableRawPointer, _ byteCount: Int) {
    #if os(Linux)
      // Only advice: where it is not taken, the memory is the same.
      if byteCount >= hugePageThreshold { _ = madvise(base, byteCount, MADV_HUGEPAGE) }
    #endif
  }

  let base: UnsafeMutableRawPointer
  public let byteCount: Int
  private let release: @Sendable (UnsafeMutableRawPointer) -> Void
  /// Whether the bytes are those of a mapped file: they can be had again from there, and moving them to one gains nothing.
  package let isMapped: Bool

  /// Allocates `byteCount` bytes and lets `initialize` fill all of them.
  public init(
    byteCount: Int, initializingWith initialize: (UnsafeMutableRawBufferPointer) throws -> Void
  ) rethrows {
    self.byteCount = byteCount
    isMapped = false
    base = .allocate(
      byteCount: max(byteCount, 1),
      alignment: byteCount >= Self.hugePageThreshold ? Self.hugePage : Self.alignment)
    Self.adviseHugePages(base, byteCount)
    release = { $0.deallocate() }
    // Where this throws, the object is whole already, and its deinit gives the memory back.
    try initialize(UnsafeMutableRawBufferPointer(start: base, count: byteCount))
  }

  /// Zeros, which the system has at hand: a page takes memory only once it is written, and these never are.
  public init(zeroBytes byteCount: Int) {
    self.byteCount = byteCount
    isMapped = false
    guard let block = calloc(1, byteCount + Self.alignment) else {
      fatalError("no memory for \(byteCount) bytes of zeros")
    }
    base = block.alignedUp(toMultipleOf: Self.alignment)
    let offset = base - block
    release = { free($0 - offset) }
  }

  /// Takes over bytes made elsewhere; `release` gives them back.
  ///
  /// - Parameter isMapped: whether they are a file's, mapped to be read.
  public init(
    adopting base: UnsafeMutableRawPointer, byteCount: Int, isMapped: Bool = false,
    release: @escaping @Sendable (UnsafeMutableRawPointer) -> Void
  ) {
    self.base = base
    self.isMapped = isMapped
    self.byteCount = byteCount
    self.release = release
  }

  deinit { release(base) }

  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: byteCount) }

  /// Bytes of a mapped file that are held before they are let go: fewer would cost more than reading them.
  private static let held = 4 << 20
  /// Linux maps what lies around a page that is looked at, in windows of this size, also where it has been let go already.
  private static let window = 64 << 10

  /// Lets the memory of bytes go that have been read and come from a mapped file, some at a time, so that reading a file larger
  /// than memory takes no more of it than what is being read. They are read from the file again when they are looked at again.
  func letGo(after range: Range<Int>) {
    let (first, end) = (range.lowerBound / Self.held, range.upperBound / Self.held)
    // What another thread was still reading when its piece was let go, it has had back since: that piece goes once more.
    if isMapped, end > first { letGo(of: max(first - 1, 0) * Self.held..<end * Self.held) }
  }

  /// The same of all bytes, once they have been read.
  func letGo() { if isMapped { letGo(of: 0..<byteCount) } }

  /// Whole windows are let go: who still reads at an edge has it back from the file.
  private func letGo(of range: Range<Int>) {
    guard !range.isEmpty else { return }
    let start = (Int(bitPattern: base) + range.lowerBound) / Self.window * Self.window
    let end = Int(bitPattern: base) + range.upperBound
    // The file's first page is where its mapping begins, and what is before it is none of its.
    let first = max(start, Int(bitPattern: base) / Int(getpagesize()) * Int(getpagesize()))
    _ = madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, MADV_DONTNEED)
  }
}
