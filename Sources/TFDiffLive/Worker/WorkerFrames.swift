import Foundation
import TFDiffTensor

/// A worker's words that are all there already, as ``WorkerConnection`` reads them from a process.
package enum WorkerFrames {
  /// Reads frame after frame to the end and returns how many messages they were.
  ///
  /// - Throws: ``ProtocolFault`` at the first that is none.
  package static func read(_ bytes: [UInt8], payloadLimit: Int) throws -> Int {
    var reader = LittleEndianReader(bytes)
    var count = 0
    while reader.remaining > 0 {
      let frame = try WorkerFrame(decoding: Array(reader.take(WorkerFrame.byteCount) ?? []), payloadLimit: payloadLimit)
      guard let head = reader.take(frame.headLength), let payload = reader.take(frame.payloadLength) else { break }
      let storage = TensorStorage(byteCount: payload.count) { $0.copyBytes(from: payload) }
      let message = try WorkerMessage(decoding: Data(head), payload: storage)
      if let tensor = message.tensor { _ = Statistics(of: tensor) }
      count += 1
    }
    return count
  }
}
