import Foundation
import TFDiffArtefacts
import Testing

/// Protects: a checkpoint is found under every name that people have for it, and what is not one is named for what it is.
@Suite struct CheckpointLocationTests {
  @Test func findsACheckpointByPrefixIndexAndFolder() throws {
    let prefix = Fixtures.folder + "ckpt_tf1/model.ckpt-400"
    for path in [prefix, prefix + ".index", Fixtures.folder + "ckpt_tf1", Fixtures.folder + "ckpt_tf1/"] {
      let checkpoint = try Checkpoint(path)
      #expect(checkpoint.prefix.replacing("//", with: "/") == prefix && !checkpoint.entries.isEmpty)
    }
  }

  /// A folder that was moved still names the checkpoint by where it was.
  @Test(arguments: [
    #"model_checkpoint_path: "/no/such/folder/ckpt-1""#, #"model_checkpoint_path:"ckpt-1" # latest"#,
    "# comment\n  model_checkpoint_path : 'ckpt-\\061'",
  ]) func readsTheStateFile(_ text: String) throws {
    try withCopies(of: ["ckpt_tf2/ckpt-1.index", "ckpt_tf2/ckpt-1.data-00000-of-00001"]) { folder in
      try write(text.utf8, to: folder + "/checkpoint")
      #expect(try Checkpoint(folder).prefix == folder + "/ckpt-1")
    }
  }

  @Test(arguments: ["", "model_checkpoint_path", "model_checkpoint_path: \"ckpt-1", "model_checkpoint_path: \"\\"])
  func refusesAStateFileThatNamesNothing(_ text: String) throws {
    try withTemporaryFolder { folder in
      try write(text.utf8, to: folder + "/checkpoint")
      #expect(throws: CheckpointError.badStateFile(path: folder + "/checkpoint")) { try Checkpoint(folder) }
    }
  }

  @Test func namesTheCheckpointsNearAMistakenPath() throws {
    let folder = Fixtures.folder + "ckpt_tf1"
    let nearby = [folder + "/model.ckpt-400"]
    let wrong = folder + "/model.ckpt-500"
    for path in [wrong, wrong + ".index"] {
      #expect(throws: CheckpointError.notFound(prefix: wrong, nearby: nearby)) { try Checkpoint(path) }
    }
    try withCopies(of: ["ckpt_tf1/model.ckpt-400.index"]) { folder in
      #expect(throws: CheckpointError.noStateFile(folder: folder, nearby: [folder + "/model.ckpt-400"])) {
        try Checkpoint(folder)
      }
      try write("model_checkpoint_path: \"gone\"".utf8, to: folder + "/checkpoint")
      #expect(throws: CheckpointError.notFound(prefix: folder + "/gone", nearby: [folder + "/model.ckpt-400"])) {
        try Checkpoint(folder)
      }
    }
    #expect(CheckpointError.notFound(prefix: wrong, nearby: nearby).description.contains("model.ckpt-400'"))
    #expect(throws: CheckpointError.notFound(prefix: "/no/such/folder/x", nearby: [])) {
      try Checkpoint("/no/such/folder/x")
    }
  }

  @Test func knowsTheOldFormat() throws {
    let path = Fixtures.folder + "version1/model"
    #expect(throws: CheckpointError.version1(path: path)) { try Checkpoint(path) }
    #expect(CheckpointError.version1(path: path).description.contains("SaverDef.V2"))
    // As a sharded saver of that time names its files.
    try withTemporaryFolder { folder in
      let shard = folder + "/model-00000-of-00002"
      try FileManager.default.copyItem(atPath: path, toPath: shard)
      #expect(throws: CheckpointError.version1(path: shard)) { try Checkpoint(folder + "/model") }
    }
  }

  @Test func saysWhichFileIsMissing() throws {
    try withCopies(of: ["partitioned/model.index", "partitioned/model.data-00000-of-00002"]) { folder in
      let missing = folder + "/model.data-00001-of-00002"
      #expect(throws: CheckpointError.missingShard(path: missing, count: 2)) { try Checkpoint(folder + "/model") }
      try FileManager.default.removeItem(atPath: folder + "/model.index")
      #expect(throws: CheckpointError.missingIndex(prefix: folder + "/model")) { try Checkpoint(folder + "/model") }
    }
  }

  @Test func refusesOtherFiles() throws {
    let archive = Fixtures.folder + "tf115_infer.npz"
    #expect(throws: CheckpointError.notACheckpoint(path: archive)) { try Checkpoint(archive) }
    #expect(throws: CheckpointError.notACheckpoint(path: "/dev/zero")) { try Checkpoint("/dev/zero") }
    try withTemporaryFolder { folder in
      try write(try contents(archive), to: folder + "/x.index")
      #expect(throws: CheckpointError.index(path: folder + "/x.index", fault: .badMagic)) {
        try Checkpoint(folder + "/x")
      }
      try write([], to: folder + "/x.index")
      #expect(throws: CheckpointError.index(path: folder + "/x.index", fault: .tooShort(byteCount: 0))) {
        try Checkpoint(folder + "/x")
      }
      #expect(mkfifo(folder + "/y.index", 0o600) == 0)
      #expect(throws: CheckpointError.self) { try Checkpoint(folder + "/y.index") }
      try FileManager.default.createDirectory(atPath: folder + "/z.index", withIntermediateDirectories: true)
      #expect(throws: CheckpointError.self) { try Checkpoint(folder + "/z") }
    }
  }
}
