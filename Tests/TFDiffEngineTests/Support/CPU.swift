import Foundation

/// What decides which of oneDNN's kernels compute, and so the last bits.
enum CPU {
  /// Whether it has the kernels that the bounds of these tests were measured with.
  static let hasAVX512: Bool = {
    let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    return facts.contains("avx512f")
  }()
}
