import Foundation
import Testing

/// Protects: exit statuses, what `check` prints, reports, and messages for bad input.
@Suite(.serialized) struct CheckCommandTests {
  private let model = "inception-resnet-v2"

  @Test func inferenceIsEqualAndPrintsTheGuidesLosses() throws {
    let result = try Program.run(["check", model])
    #expect(result.status == 0)
    #expect(result.output.contains("17 of 17 endpoints match"))
    #expect(result.output.contains("TF1 graph: regularization loss 1.22543"))
    #expect(result.output.contains("TF2 eager: regularization loss 1.22543"))
    #expect(result.output.contains("variables: reference 1114, candidate 1114"))
  }

  /// What a report says was run is what a shell runs again, whatever the words hold.
  @Test func theCommandInAReportIsQuotedForAShell() throws {
    try Program.withFolder { folder in
      let arguments = ["check", "digits", "--tolerance", "con v*=1e-3,0", "--report", "\(folder)/it's $HOME.json"]
      #expect(try Program.run(arguments).status == 0)
      let data = try #require(FileManager.default.contents(atPath: arguments[5]))
      let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let command = try #require(report["command"] as? String)
      let words = try Program.run(["-c", "printf '%s\\n' " + command], program: "/bin/sh").output
      #expect(words.split(separator: "\n").map(String.init) == ["tfdiff-tui"] + arguments)
    }
  }

  @Test func aFaultDivergesAndBothReportsNameIt() throws {
    try Program.withFolder { folder in
      let (json, markdown) = ("\(folder)/report.json", "\(folder)/report.md")
      let result = try Program.run([
        "check", model, "--fault", "missing-activation@Conv2d_3b_1x1", "--report", json, "--report", markdown,
      ])
      #expect(result.status == 1)
      #expect(result.output.contains("First divergence: Conv2d_3b_1x1"))
      let data = try #require(FileManager.default.contents(atPath: json))
      let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(report["verdict"] as? String == "diverged")
      let first = try #require(report["first_divergence"] as? [String: Any])
      #expect(first["endpoint"] as? String == "Conv2d_3b_1x1")
      #expect((first["op"] as? String)?.contains("Conv2d_3b_1x1") == true)
      let text = try String(contentsOfFile: markdown, encoding: .utf8)
      #expect(text.contains("Conv2d_3b_1x1"))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(left == ["report.json", "report.md"], "nothing half-written is left")
    }
  }

  @Test(arguments: [
    (["check", "inception-resnet-v3"], "Did you mean 'inception-resnet-v2'?"),
    (["check", "inception-resnet-v2", "--mode", "random"], "fixed-weights, constant, num_random_ops"),
    (["check", "inception-resnet-v2", "--fault", "x@y"], "--fault has no kind 'x'"),
    (["check", "inception-resnet-v2", "--fault", "padding@Nowhere"], "no endpoint 'Nowhere'"),
    (["check", "inception-resnet-v2", "--input", "/nonexistent.npy"], "/nonexistent.npy"),
    (["check", "inception-resnet-v2", "--report", "/nonexistent/r.json"], "mkdir -p"),
    (["check", "inception-resnet-v2", "--report", "r.pdf"], ".json, .md"),
    (["check", "inception-resnet-v2", "--rtol", "-1"], "--rtol"),
    (["check", "inception-resnet-v2", "--tolerance", "x"], "GLOB=R,A"),
    (["check", "inception-resnet-v2", "--disable-rewrite", "x"], "constant_folding"),
    (["check", "digits", "--map", "pairs.toml"], "--map goes with a Python target"),
    (
      ["check", "--tf1", "a:b", "--map", "/nonexistent/pairs.toml"],
      "--map /nonexistent/pairs.toml: there is no such file"
    ),
    (["debug", "inception-resnet-v2", "--theme", "plaid"], "high-contrast"),
    (["debug", "inception-resnet-v2", "--play", "/nonexistent.play"], "/nonexistent.play"),
    (["debug", "inception-resnet-v2"], "tfdiff-tui check"),
    (["check"], "Missing expected argument"),
    (["chekc", "inception-resnet-v2"], "Usage"),
    (["chekc", "inception-resnet-v2"], "Did you mean 'tfdiff-tui check'?"),
    (["triag"], "Did you mean 'tfdiff-tui triage'?"),
    (["setup-tensorfow"], "Did you mean 'tfdiff-tui setup-tensorflow'?"),
    (["check", "digits", "--tolerence", "x=1,1"], "--tolerance"),
    (["check", "digits", "--mode", "fixed-weight"], "Did you mean 'fixed-weights'?"),
    (["check", "digits", "--candidate", "functon"], "Did you mean 'function'?"),
    (["check", "digits", "--fault", "pading@conv2"], "Did you mean 'padding'?"),
    (["check", "digits", "--fault", "padding@conv3"], "Did you mean 'conv1'?"),
    (["check", "digits", "--disable-rewrite", "remaping"], "Did you mean 'remapping'?"),
    (["setup-tensorflow", "--version", "2.21"], "Did you mean '2.12'?"),
    (["debug", "digits", "--theme", "drak"], "Did you mean 'dark'?"),
  ])
  func badInputNamesTheRemedyAndEndsWithTwo(arguments: [String], remedy: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2, "\(arguments)")
    #expect(result.errors.contains(remedy), "\(arguments): \(result.errors)")
  }

  /// A name that is not there is said as that, and not as what the system says of it.
  @Test(arguments: [
    (
      ["--python", "/nowhere/python3"],
      "The reference's interpreter cannot be started: /nowhere/python3: there is no such program"
    ),
    (
      ["--tf1-python", "pyhton3.77"],
      "The reference's interpreter cannot be started: pyhton3.77: there is no such program"
    ),
    (
      ["--tf1-launch", "nosuchssh box"],
      "nosuchssh: there is no such program. Name a Python interpreter with --tf1-python"
    ),
    (["--tf1-python", "/etc"], "/etc: Permission denied"),
  ])
  func anInterpreterThatIsNotThereIsSaidAsThat(arguments: [String], words: String) throws {
    try Program.withFolder { folder in
      try "def tf1_model(x): pass\ndef tf2_model(): pass\n".write(
        toFile: folder + "/m.py", atomically: true, encoding: .utf8)
      let result = try Program.run(["check", "m.py"] + arguments, in: folder)
      #expect(result.status == 2)
      #expect(result.output.contains(words), "\(result.output)")
      #expect(result.output.contains("'tfdiff-tui doctor' lists the interpreters found here"))
    }
  }

  @Test func aBreakpointThatNothingMatchesIsWarnedOf() throws {
    let result = try Program.run(["check", "digits", "--break", "con1", "--break", "conv*", "--break", "logit"])
    #expect(result.status == 0)
    #expect(
      result.errors.split(separator: "\n").map(String.init) == [
        "Warning: --break 'con1': no endpoint has that name; the nearest are 'conv1', 'conv2', 'fc1'",
        "Warning: --break 'logit': no endpoint has that name; the nearest are 'logits', 'conv1', 'conv2'",
      ])
  }

  /// Leaving a debugger before the end is no failure to write what nobody asked for.
  @Test func quittingSpeaksOfReportsOnlyWhereOneWasAskedFor() throws {
    try Program.withFolder { folder in
      try "key n\nwait idle\nkey q\n".write(toFile: folder + "/script", atomically: true, encoding: .utf8)
      let plain = try Program.run(["debug", "digits", "--play", "script"], in: folder)
      #expect(plain.errors == "" && plain.status == 2)
      let asked = try Program.run(["debug", "digits", "--play", "script", "--report", "r.md"], in: folder)
      #expect(asked.errors == "Stopped before the run was over; no report was written.\n")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalInMidRunLeavesNothing(signal: Int32) throws {
    try Program.withFolder { folder in
      let result = try Program.run(
        ["check", model, "--report", "\(folder)/r.json"], interrupt: (signal, 0.5))
      #expect(result.status == 2)
      #expect(result.errors.contains("no report was written"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func aScriptDrivesTheScreenWithoutATerminal() throws {
    try Program.withFolder { folder in
      let script = "\(folder)/script"
      try """
      # to the planted fault and back out
      expect Conv2d_1a_3x3
      key c
      wait idle
      expect diverged at MaxPool_3a_3x3
      :tolerance 1 1
      wait idle
      expect 4/17
      resize 80x24
      expect MaxPool_3a_3x3
      :export \(folder)/report.md
      wait idle
      """.write(toFile: script, atomically: true, encoding: .utf8)
      let arguments = ["debug", model, "--fault", "perturbed-element=0.5@MaxPool_3a_3x3", "--play", script]
      let result = try Program.run(arguments)
      #expect(result.output.contains("MaxPool_3a_3x3"), "\(result.errors)")
      #expect(FileManager.default.fileExists(atPath: "\(folder)/report.md"), "\(result.errors)")
    }
  }

  @Test func aScriptThatExpectsWhatIsNotThereFails() throws {
    try Program.withFolder { folder in
      let script = "\(folder)/script"
      try "expect a unicorn\n".write(toFile: script, atomically: true, encoding: .utf8)
      let result = try Program.run(["debug", model, "--play", script])
      #expect(result.status == 2)
      #expect(result.errors.contains("line 1: the screen does not show 'a unicorn'"))
    }
  }
}
