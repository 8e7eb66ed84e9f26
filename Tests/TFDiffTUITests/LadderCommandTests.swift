import Foundation
import Testing

/// Protects: `check --ladder`, `triage` and `--checkpoint` on the command line: exit statuses, what is printed, what the
/// report says, and messages for checkpoints that cannot be used.
@Suite struct LadderCommandTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("TFDiffArtefactsTests/Fixtures").path

  private func report(_ path: String) throws -> [String: Any] {
    let data = try #require(FileManager.default.contents(atPath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func theWholeLadderPassesOnDigitsWithItsCheckpoint() throws {
    try Program.withFolder { folder in
      let result = try Program.run([
        "check", "digits", "--ladder", "--checkpoint", "\(Self.fixtures)/ckpt_tf1", "--input",
        "\(Self.fixtures)/tf115_infer.npz", "--report", "\(folder)/r.json",
      ])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("Ladder: equal (steps: 6 passed)"))
      let rows = try #require(try report("\(folder)/r.json")["ladder"] as? [[String: Any]])
      #expect(rows.map { $0["step"] as? String } == ["1", "2", "3", "3b", "4", "4b"])
      #expect(rows.allSatisfy { $0["verdict"] as? String == "passed" && !($0["detail"] as? String ?? "").isEmpty })
      #expect(rows[0]["title"] as? String == "Variables are created once")
    }
  }

  @Test func aFailingStepStopsTheLadderAndNamesTheLine() throws {
    try Program.withFolder { folder in
      let result = try Program.run(["check", "broken-scaling-layer", "--ladder", "--report", "\(folder)/r.json"])
      #expect(result.status == 1)
      #expect(result.output.contains("Attempted to create a new variable instead of reusing an existing one"))
      #expect(result.output.contains("BrokenScalingLayer.swift:"))
      #expect(result.output.contains("Ladder: diverged (steps: 1 failed, 5 not-run)"))
      let variables = try #require(try report("\(folder)/r.json")["variables"] as? [String: Any])
      let creations = try #require(variables["unexpected_creations"] as? [[String: Any]])
      #expect(creations.count == 2)
      let frames = try #require(creations[0]["stack"] as? [[String: Any]])
      #expect(frames.contains { ($0["file"] as? String ?? "").hasSuffix("BrokenScalingLayer.swift") })
    }
  }

  @Test func theRepairedLayerPassesAndKeepGoingRunsEveryStep() throws {
    #expect(try Program.run(["check", "fixed-scaling-layer", "--ladder"]).status == 0)
    let all = try Program.run(["check", "broken-scaling-layer", "--ladder", "--keep-going", "--ascii"])
    #expect(all.status == 1)
    #expect(!all.output.contains("not-run"))
    #expect(all.output.utf8.allSatisfy { $0 < 0x80 })
  }

  /// Stopped half-way, the ladder says how many steps were judged, and writes nothing.
  @Test func ctrlCStopsTheLadder() throws {
    try Program.withFolder { folder in
      let result = try Program.run(
        ["check", "inception-resnet-v2", "--ladder", "--report", "\(folder)/r.json"], interrupt: (SIGINT, 0.5))
      #expect(result.status == 2)
      #expect(result.errors.contains("of 6 steps; no report was written"), "\(result.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func triageNamesFusion() throws {
    try Program.withFolder { folder in
      let result = try Program.run(["triage", "digits", "--report", "\(folder)/t.json"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("`remapping` off: it is fusion, not your code"))
      let triage = try report("\(folder)/t.json")
      #expect(triage["format"] as? String == "tfdiff-triage")
      #expect((triage["matrix"] as? [[Any]])?.count == 7)
    }
    #expect(try Program.run(["triage", "digits", "--fault", "batch-norm-epsilon@conv1"]).status == 1)
  }

  /// As in the guide, `operation_seed` set where the orders part makes a functional model agree; here from a script.
  @Test func operationSeedsAreSetFromAScript() throws {
    try Program.withFolder { folder in
      let script = """
        key c
        wait idle
        expect diverged at dropout
        :operation-seed 4@dropout
        wait idle
        :operation-seed 3@fc9#2
        wait idle
        expect Did you mean 'fc1'?
        :operation-seed 3@fc1#2
        wait idle
        key c
        wait idle
        expect equal
        """
      try script.write(toFile: "\(folder)/seeds.play", atomically: true, encoding: .utf8)
      let result = try Program.run([
        "debug", "digits", "--candidate", "functional-model", "--training", "--play", "\(folder)/seeds.play",
      ])
      #expect(result.status == 0, "\(result.errors)\(result.output)")
    }
  }

  @Test(arguments: [
    (["check", "digits", "--checkpoint", "/nonexistent/model"], "there is no checkpoint '/nonexistent/model'"),
    (["check", "digits", "--checkpoint", "\(fixtures)/version1/model"], "tf.compat.v1.train.SaverDef.V2"),
    (["check", "fixed-scaling-layer", "--checkpoint", "\(fixtures)/ckpt_tf1"], "has none of the model's variables"),
    (["check", "digits", "--keep-going"], "add --ladder"),
    (["check", "digits", "--candidate", "lazy"], "eager, function, functional-model"),
    (["check", "digits", "--operation-seed", "x"], "N[@ENDPOINT[#CALL]]"),
    (["check", "digits", "--operation-seed", "3@fc9"], "Did you mean 'fc1'?"),
    (["check", "digits", "--fault", "unrestored-variable@conv1"], "add --checkpoint PREFIX"),
    (["triage", "digits", "--report", "t.md"], "ends in .json"),
  ])
  func badInputNamesTheRemedyAndEndsWithTwo(arguments: [String], remedy: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2, "\(arguments)")
    #expect((result.errors + result.output).contains(remedy), "\(arguments): \(result.errors)\(result.output)")
  }

  /// Whatever byte of a checkpoint is damaged, the message names the file, the status is 2 and nothing crashes.
  @Test(arguments: ["ckpt-1.index", "ckpt-1.data-00000-of-00001"]) func damagedCheckpointsAreRefused(file: String)
    throws
  {
    try Program.withFolder { folder in
      for name in ["ckpt-1.index", "ckpt-1.data-00000-of-00001"] {
        try FileManager.default.copyItem(atPath: "\(Self.fixtures)/ckpt_tf2/\(name)", toPath: "\(folder)/\(name)")
      }
      var bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(file)"))
      bytes[bytes.count / 2] ^= 0x10
      try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(file)"))
      let result = try Program.run(["check", "digits", "--checkpoint", "\(folder)/ckpt-1"])
      #expect(result.status == 2)
      #expect(result.errors.contains(file), "\(result.errors)")
    }
  }
}
