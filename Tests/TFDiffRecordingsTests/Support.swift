import Foundation
import TFDiffTensor

@testable import TFDiffRecordings

/// The files that real TensorFlow wrote, which the tests of artefacts have.
let fixtures =
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("TFDiffArtefactsTests/Fixtures").path + "/"

/// A folder that is there while `body` runs.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.path + "/tfdiff-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// Numbers that repeat on each run.
struct Numbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// Between −1 and 1.
  mutating func next() -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
  }

  mutating func tensor(_ shape: Shape) -> Tensor {
    Tensor((0..<shape.elementCount).map { _ in next() }, shape: shape)
  }
}

/// An endpoint that is in memory.
func recorded(_ name: String, _ tensor: Tensor, digest: String? = nil, hasValues: Bool = true) -> RecordedEndpoint {
  let load: @Sendable () throws(RecordingError) -> Tensor = { () throws(RecordingError) -> Tensor in tensor }
  return RecordedEndpoint(
    name: name, shape: tensor.shape, dtype: tensor.dtype, digest: digest, load: hasValues ? load : nil)
}

extension Tensor {
  func scaled(by factor: Float) -> Tensor { Tensor(elements(of: Float.self).map { $0 * factor }, shape: shape) }
}
