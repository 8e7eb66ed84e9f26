import Foundation
import TFDiffArtefacts
import TFDiffRecordings
import TFDiffTensor

extension FuzzParser {
  /// What a recording says of itself, in an archive with the one array that good inputs name.
  static let recordingManifest = FuzzParser(
    name: "recording-manifest", cost: 4,
    tokens: [
      "\"format\"", "\"tfdiff-recording\"", "\"version\"", "\"origin\"", "\"endpoints\"", "\"name\"", "\"array\"",
      "\"shape\"", "\"dtype\"", "\"float32\"", "\"spacing\"", "\"sha256\"", "\"statistics\"", "\"nan\"", "null", "true",
      "[",
      "]", "{", "}", ":", ",", "-1", "9223372036854775807", "1e999",
    ]
  ) { folder in
    let path = folder + "/input.npz"
    return { bytes in
      isTaken {
        try NpzFile.write([("a", Tensor([1, 2] as [Float]))], beside: (Recording.manifestName, bytes), to: path)
        for endpoint in try Recording(path).endpoints where endpoint.hasValues {
          _ = Statistics(of: try endpoint.tensor())
        }
      }
    }
  }

  /// A tensor's file in a dump of tfdbg.
  static let debuggerEvent = FuzzParser(
    name: "tfdbg-event", cost: 4, tokens: ["\u{9}", "*", "\n", "B", "\u{8}\u{1}", "\u{12}", "\""]
  ) {
    folder in
    let device = folder + "/run/_tfdbg_device_,job_localhost"
    try FileManager.default.createDirectory(atPath: device, withIntermediateDirectories: true)
    let scratch = try ScratchFile(device + "/x_0_DebugIdentity_1")
    return { bytes in
      scratch.fill(bytes)
      return isTaken {
        let dump = try DebuggerDump(folder)
        for entry in dump.entries { _ = Statistics(of: try dump.tensor(entry)) }
      }
    }
  }
}
