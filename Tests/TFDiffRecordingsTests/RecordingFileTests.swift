import Foundation
import TFDiffDebugger
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor
import Testing

@testable import TFDiffRecordings

/// Protects: a run that was recorded is read as it was, within its budget; and a file that is damaged, lies, climbs out or holds what
/// cannot be compared gives a message that names it.
@Suite struct RecordingFileTests {
  private static let origin = RecordingManifest.Origin(
    target: "digits", side: "candidate", runtime: "TF2 eager", mode: "constant", training: false, seed: 42,
    input: "ones",
    command: "tfdiff-tui record digits")

  private func record(to path: String, budget: Int = .max) throws -> RunRecording.Summary {
    let side = try EmbeddedSettings(TargetArguments(target: "digits")).side(.candidate)
    var names: [String] = []
    let summary = try RunRecording(side, origin: Self.origin, budget: budget).write(to: path) { names.append($0) }
    #expect(names.count == summary.endpoints && names.first == "conv1")
    return summary
  }

  @Test func aRunIsReadAsItWas() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/run.npz"
      let summary = try record(to: path)
      let recording = try Recording(path)
      #expect(recording.origin == Self.origin && recording.kind == "recording of the candidate (TF2 eager)")
      #expect(recording.endpoints.map(\.name).first == "conv1" && recording.endpoints.count == summary.endpoints)
      // NumPy reads the arrays under the endpoints' names.
      #expect(try NpzFile(path).names == recording.endpoints.map(\.name))
      for endpoint in recording.endpoints {
        let tensor = try endpoint.tensor()
        #expect(tensor.shape == endpoint.shape && tensor.sha256 == endpoint.digest, "\(endpoint.name)")
      }
      #expect(recording.endpoints.reduce(0) { $0 + $1.shape.elementCount * 4 } == summary.bytes)
    }
  }

  @Test func whatDoesNotFitIsLeftOutAndKnownAllTheSame() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/run.npz"
      let whole = try record(to: folder + "/whole.npz")
      let summary = try record(to: path, budget: whole.bytes / 2)
      #expect(summary.bytes <= whole.bytes / 2 && !summary.leftOut.isEmpty && summary.endpoints == whole.endpoints)
      let recording = try Recording(path)
      let first = try #require(recording.endpoints.first { !$0.hasValues })
      #expect(first.name == summary.leftOut.first && first.digest != nil)
      #expect(throws: RecordingError.valuesLeftOut(endpoint: first.name)) { try first.tensor() }
    }
  }

  /// A run that is cancelled, and one that cannot be written, leave nothing.
  @Test func whatFailsLeavesNothing() throws {
    try withTemporaryFolder { folder in
      let side = try EmbeddedSettings(TargetArguments(target: "digits")).side(.candidate)
      let recording = RunRecording(side, origin: Self.origin, budget: .max)
      #expect(throws: CancellationError.self) {
        try recording.write(to: folder + "/run.npz") { _ in recording.cancel() }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      #expect(throws: RecordingError.self) { try record(to: folder + "/no/run.npz") }
      #expect(throws: RecordingError.self) { try record(to: "/dev/full") }
    }
  }

  @Test func foldersAndSingleArraysAreRecordings() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/net", withIntermediateDirectories: true)
      for (name, value) in [("layer10", 1), ("layer9", 2), ("net/out", 3)] as [(String, Float)] {
        try NpyFile.write(Tensor([value, 0]), to: "\(folder)/\(name).npy")
      }
      try Data("notes".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
      #expect(try Recording(folder).endpoints.map(\.name) == ["layer9", "layer10", "net/out"])
      let one = try Recording(folder + "/net/out.npy")
      #expect(one.endpoints.map(\.name) == ["out"] && one.kind == "array")
      #expect(!Recording.isRecording(folder + "/notes.txt") && !Recording.isRecording("digits"))
      #expect(throws: RecordingError.unknownFormat(path: folder + "/notes.txt")) {
        try Recording(folder + "/notes.txt")
      }
      #expect(throws: RecordingError.missing(path: folder + "/no")) { try Recording(folder + "/no") }
    }
  }

  // MARK: Hostile files

  private func manifest(_ change: (inout [String: Any]) -> Void) throws -> [UInt8] {
    let endpoint: [String: Any] = [
      "name": "a", "array": "a", "shape": [2], "dtype": "float32", "spacing": 1, "sha256": "0",
      "statistics": ["min": 0, "max": "inf", "mean": "nan", "std": 0, "l2": 0, "nan": 0, "inf": 0],
    ]
    let origin: [String: Any] = [
      "target": "t", "side": "reference", "runtime": "r", "training": false, "seed": 1, "input": "i", "command": "c",
    ]
    var document: [String: Any] = [
      "format": "tfdiff-recording", "version": 1, "origin": origin, "endpoints": [endpoint],
    ]
    change(&document)
    return Array(try JSONSerialization.data(withJSONObject: document))
  }

  private func opening(_ manifest: [UInt8], _ tensor: Tensor = Tensor([1, 2] as [Float])) throws -> Recording {
    try withTemporaryFolder { folder in
      let writer = try NpzWriter(folder + "/x.npz")
      try writer.add("a", tensor)
      try writer.add(member: RecordingManifest.member, manifest)
      try writer.finish()
      return try Recording(folder + "/x.npz")
    }
  }

  private func fault(_ body: () throws -> Recording) -> ManifestFault? {
    do {
      _ = try body()
      return nil
    } catch RecordingError.manifest(_, let fault) {
      return fault
    } catch {
      return nil
    }
  }

  @Test func aManifestIsBelievedWhereItIsTrue() throws {
    #expect(try opening(manifest { _ in }).endpoints.count == 1)
    #expect(fault { try opening(Array("{".utf8)) } == .unreadable)
    #expect(fault { try opening(Array(repeating: UInt8(ascii: "["), count: 100_000)) } == .unreadable)
    #expect(fault { try opening(manifest { $0["format"] = "tfdiff-report" }) } == .otherFormat("tfdiff-report"))
    #expect(fault { try opening(manifest { $0["version"] = 2 }) } == .newer(version: 2, known: 1))
    #expect(fault { try opening(manifest { $0["endpoints"] = 3 }) } == .unreadable)
    #expect(fault { try opening(manifest { _ in }, Tensor([1, 2, 3] as [Float])) } == .array(endpoint: "a"))
    #expect(fault { try opening(manifest { _ in }, Tensor([1, 2] as [Double])) } == .array(endpoint: "a"))
    func changed(_ key: String, _ value: Any) throws -> [UInt8] {
      try manifest { document in
        guard var endpoint = (document["endpoints"] as? [[String: Any]])?.first else { return }
        endpoint[key] = value
        document["endpoints"] = [endpoint]
      }
    }
    for (key, value) in [("array", "b"), ("dtype", "float8"), ("spacing", 0), ("shape", [-2])] as [(String, Any)] {
      #expect(fault { try opening(changed(key, value)) } == .array(endpoint: "a"), "\(key)")
    }
  }

  @Test func namesThatClimbOutAreRefused() throws {
    for name in ["../../etc/x", "/etc/x", "a/../../x"] {
      try withTemporaryFolder { folder in
        try NpzFile.write([(name, Tensor([1] as [Float]))], to: folder + "/x.npz")
        #expect(throws: RecordingError.climbingName(path: folder + "/x.npz", name: name + ".npy")) {
          try Recording(folder + "/x.npz")
        }
      }
    }
  }

  /// NumPy's pickles and texts stand in nobody's way, and alone are nothing to compare.
  @Test func whatCannotBeComparedIsLeftOutAndSaid() throws {
    let recording = try Recording(fixtures + "npz/compressed.npz")
    #expect(recording.unreadable.map(\.name).contains("float16") && !recording.endpoints.isEmpty)
    try withTemporaryFolder { folder in
      let header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n"
      let pickle =
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + [0x80, 4, 0x4e]
      let writer = try NpzWriter(folder + "/x.npz")
      try writer.add(member: "objects.npy", pickle)
      try writer.finish()
      let error = #expect(throws: RecordingError.self) { try Recording(folder + "/x.npz") }
      #expect(error?.description.contains("|O") == true, "\(String(describing: error))")
    }
  }

  /// Cut anywhere, a file gives an error, or what it has left; it never traps.
  @Test func truncatedFilesAreTold() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/run.npz"
      _ = try record(to: path)
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      for count in stride(from: 0, to: bytes.count, by: 997) {
        try Data(bytes.prefix(count)).write(to: URL(fileURLWithPath: folder + "/cut.npz"))
        #expect(throws: RecordingError.self) { try Recording(folder + "/cut.npz") }
      }
    }
  }
}
