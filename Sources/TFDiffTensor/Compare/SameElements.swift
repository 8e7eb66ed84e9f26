import Foundation

extension Tensor {
  /// Whether it has the same elements to the bit and in the same order, in whatever shape.
  public func hasSameElements(as other: Tensor) -> Bool {
    guard dtype == other.dtype, elementCount == other.elementCount else { return false }
    if storage === other.storage { return true }
    return withExtendedLifetime((storage, other.storage)) {
      guard let left = bytes.baseAddress, let right = other.bytes.baseAddress else { return true }
      return memcmp(left, right, byteCount) == 0
    }
  }
}
