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

  let base: UnsafeMutableRawPointer
  public let byteCount: Int
  private let release: @Sendable (UnsafeMutableRawPointer) -> Void

  /// Allocates `byteCount` bytes and lets `initialize` fill all of them.
  public init(
    byteCount: Int, initializingWith initialize: (UnsafeMutableRawBufferPointer) throws -> Void
  ) rethrows {
    self.byteCount = byteCount
    base = .allocate(byteCount: max(byteCount, 1), alignment: Self.alignment)
    release = { $0.deallocate() }
    do {
      try initialize(UnsafeMutableRawBufferPointer(start: base, count: byteCount))
    } catch {
      base.deallocate()
      throw error
    }
  }

  /// Takes over bytes made elsewhere, such as a mapped file; `release` gives them back.
  public init(
    adopting base: UnsafeMutableRawPointer, byteCount: Int,
    release: @escaping @Sendable (UnsafeMutableRawPointer) -> Void
  ) {
    self.base = base
    self.byteCount = byteCount
    self.release = release
  }

  deinit { release(base) }

  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: byteCount) }
}
