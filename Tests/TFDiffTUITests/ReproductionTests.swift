import Foundation
import Testing

/// Protects: the command under *Reproduce* makes the same comparison again when a shell runs it, with all that was changed since
/// the start, whatever the words hold.
@Suite(.serialized) struct ReproductionTests {
  typealias Object = [String: Any]

  private func report(_ path: String) throws -> Object {
    let data = try #require(FileManager.default.contents(atPath: path), "\(path) was not written")
    return try #require(try JSONSerialization.jsonObject(with: data) as? Object)
  }

  private func shell(_ line: String, in folder: String) throws -> Program.Result {
    let programs = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
    return try Program.run(
      ["-c", line], environment: ["PATH": "\(programs):/usr/bin:/bin"], in: folder, program: "/bin/sh")
  }

  /// Runs a report's command, and returns what the report of that run says.
  private func again(_ report: Object, in folder: String) throws -> Object {
    let command = try #require(report["reproduce"] as? String)
    let result = try shell(command + " --quiet --report again.json", in: folder)
    #expect(result.status != 127, "\(result.errors)")
    return try self.report(folder + "/again.json")
  }

  /// The rows that were judged, as far as they are not to do with time.
  private func rows(_ report: Object) throws -> [NSDictionary] {
    try #require(report["endpoints"] as? [Object]).filter { $0["status"] as? String != "not-run" }.map {
      $0 as NSDictionary
    }
  }

  private func debug(_ arguments: [String], _ script: [String], in folder: String) throws -> Object {
    let lines = script.flatMap { [$0, "wait idle"] } + [":export report.json", "wait idle", "key q"]
    try lines.joined(separator: "\n").write(toFile: folder + "/script", atomically: true, encoding: .utf8)
    let result = try Program.run(["debug"] + arguments + ["--play", "script"], in: folder)
    return try #require(try? report(folder + "/report.json"), "\(result.errors)")
  }

  @Test func aRunToTheEndWithWhatWasChangedSince() throws {
    try Program.withFolder { folder in
      let first = try debug(
        [
          "digits", "--training", "--mode", "constant", "--seed", "7", "--fault", "perturbed-element=0.25@pool1",
          "--break", "fc1",
        ],
        [":tolerance 1e-3 2e-4", ":tolerance [cp]*1=0.5,2.5e-1", ":delete all", ":break lo?its", "key c", "key c"],
        in: folder)
      #expect(first["verdict"] as? String == "diverged")
      let command = try #require(first["reproduce"] as? String)
      for words in [
        "--rtol 0.001 --atol 0.0002", "'[cp]*1=0.5,0.25'", "--break 'lo?its'", "--mode constant", "--training",
        "--seed 7",
        "--fault perturbed-element=0.25@pool1",
      ] {
        #expect(command.contains(words), "\(command)")
      }
      #expect(!command.contains("--break fc1") && !command.contains("--play"))
      let second = try again(first, in: folder)
      #expect(second["verdict"] as? String == "diverged")
      #expect(try rows(first) == rows(second))
      #expect(first["tolerance"] as? NSDictionary == second["tolerance"] as? NSDictionary)
      #expect(first["findings"] as? [String] == second["findings"] as? [String])
      #expect(first["reproduce"] as? String == second["reproduce"] as? String)
    }
  }

  @Test func aRunThatIsStoppedSaysTheSameOfWhatItReached() throws {
    try Program.withFolder { folder in
      let first = try debug(
        ["digits", "--break", "pool2"], [":tolerance conv1=1e-12,1e-12", "key c", "key c"], in: folder)
      let stand = try #require(first["stand"] as? Object)
      #expect(stand["state"] as? String == "stopped" && stand["last"] as? String == "pool2")
      let second = try again(first, in: folder)
      #expect(first["verdict"] as? String == "diverged" && second["verdict"] as? String == "diverged")
      let (known, all) = (try rows(first), try rows(second))
      #expect(known.count == 4 && all.count > 4)
      #expect(known == Array(all.prefix(4)))
    }
  }

  @Test func operationSeedsThatWereSetSince() throws {
    try Program.withFolder { folder in
      let first = try debug(
        ["digits", "--training"], [":delete all", ":operation-seed 40", ":operation-seed 3@fc1", "key c"], in: folder)
      #expect(first["operation_seeds"] as? [String] == ["40", "3@fc1"])
      let second = try again(first, in: folder)
      #expect(second["operation_seeds"] as? [String] == ["40", "3@fc1"])
      #expect(try rows(first) == rows(second))
      #expect(first["random_ops"] as? NSArray == second["random_ops"] as? NSArray)
    }
  }

  @Test func waiversAndABaseline() throws {
    try Program.withFolder { folder in
      try "[[waiver]]\nlayer = \"pool2\"\natol = 1\nreason = \"r\"\n".write(
        toFile: folder + "/my waivers.toml", atomically: true, encoding: .utf8)
      #expect(try Program.run(["check", "digits", "--report", "then.json"], in: folder).status == 0)
      let arguments = [
        "check", "digits", "--fault", "perturbed-element=0.01@pool2", "--waivers", "my waivers.toml", "--baseline",
        "then.json", "--report", "report.json",
      ]
      #expect(try Program.run(arguments, in: folder).status == 1)
      let first = try report(folder + "/report.json")
      #expect((first["reproduce"] as? String)?.contains("--waivers 'my waivers.toml' --baseline then.json") == true)
      let second = try again(first, in: folder)
      #expect(try rows(first) == rows(second))
      #expect(first["waivers"] as? NSDictionary == second["waivers"] as? NSDictionary)
      #expect(first["baseline"] as? NSDictionary == second["baseline"] as? NSDictionary)
    }
  }

  @Test func aLadder() throws {
    try Program.withFolder { folder in
      let arguments = ["check", "digits", "--candidate", "functional-model", "--ladder", "--report", "report.json"]
      #expect(try Program.run(arguments, in: folder).status == 1)
      let first = try report(folder + "/report.json")
      #expect((first["reproduce"] as? String)?.contains("--ladder") == true)
      let second = try again(first, in: folder)
      #expect(first["ladder"] as? NSArray == second["ladder"] as? NSArray)
      #expect(try rows(first) == rows(second))
    }
  }

  /// Each word as the shell has it, where words are quoted by the hard rules of one.
  @Test func whateverTheWordsHold() throws {
    try Program.withFolder { folder in
      let globs = [
        "it's \"$HOME\" `id`", "a=b\\n%s%%", "tab\tesc\u{1B}[31m\u{202E}\u{85}", "line\nfeed\n", "日本 é*", "-x",
        "~/;&|<>()#!",
      ]
      let tolerances = globs.flatMap { ["--tolerance=\($0)=0.5,0.25"] }
      let arguments = ["check", "digits", "--quiet"] + tolerances + ["--report", "r.json", "--report", "r.md"]
      #expect(try Program.run(arguments, in: folder).status == 0)
      let report = try report(folder + "/r.json")
      let second = try again(report, in: folder)
      let exceptions = try #require((second["tolerance"] as? Object)?["exceptions"] as? [Object])
      #expect(exceptions.map { $0["glob"] as? String } == globs)
      let command = try #require(report["command"] as? String)
      let given = try shell("printf '%s\\0' " + command, in: folder).output
      #expect(
        given.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init) == ["tfdiff-tui"]
          + arguments)
      let markdown = try String(contentsOfFile: folder + "/r.md", encoding: .utf8)
      let fenced = try #require(
        markdown.components(separatedBy: "### Reproduce\n\n```\n").last?.components(separatedBy: "\n```").first)
      #expect(fenced == report["reproduce"] as? String)
    }
  }

  /// What is asked of a Python target is in the command too, though it cannot be run here.
  @Test func aPythonTarget() throws {
    try Program.withFolder { folder in
      try "[variables]\n\"a\" = \"b\"\n".write(toFile: folder + "/my map.toml", atomically: true, encoding: .utf8)
      try "def tf1_model(x): pass\ndef tf2_model(): pass\n".write(
        toFile: folder + "/-m.py", atomically: true, encoding: .utf8)
      let words = [
        "--tf1", "old:net", "--tf2", "new:Net", "--python", "/nowhere/a b", "--tf2-python", "py3", "--tf1-launch",
        "nice -n 5",
        "--map", "my map.toml", "--copy-weights",
      ]
      let arguments = ["check", "--report", "r.json"] + words + ["--", "-m.py"]
      #expect(try Program.run(arguments, in: folder).status == 2)
      let command = try #require(report(folder + "/r.json")["reproduce"] as? String)
      let given = try shell("printf '%s\\0' " + command, in: folder).output.split(separator: "\0").map(String.init)
      #expect(given == ["tfdiff-tui", "check", "--rtol", "1e-06", "--atol", "1e-05"] + words + ["--", "-m.py"])
    }
  }

  /// The interpreter that the environment gave is named, as another shell may give another. One of another host is not.
  @Test(arguments: [
    ([], ["--python", "active"]), (["--tf1-launch", "nice -n 5"], ["--tf2-python", "active"]),
    (["--tf2-python", "py3"], ["--tf1-python", "active"]), (["--python", "py3"], []),
    (["--tf1-launch", "nice", "--tf2-launch", "nice"], []),
  ])
  func theInterpreterOfTheEnvironmentIsNamed(given: [String], added: [String]) throws {
    try Program.withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/active/bin", withIntermediateDirectories: true)
      let python = folder + "/active/bin/python"
      try "#!/bin/sh\nexit 3\n".write(toFile: python, atomically: true, encoding: .utf8)
      chmod(python, 0o700)
      try "def tf1_model(x): pass\ndef tf2_model(): pass\n".write(
        toFile: folder + "/m.py", atomically: true, encoding: .utf8)
      let environment = ["VIRTUAL_ENV": folder + "/active"]
      let arguments = ["check", "m.py", "--report", "r.json"] + given
      #expect(try Program.run(arguments, environment: environment, in: folder).status == 2)
      let command = try #require(report(folder + "/r.json")["reproduce"] as? String)
      let words = try shell("printf '%s\\0' " + command, in: folder).output.split(separator: "\0").map(String.init)
      let expected = given + added.map { $0 == "active" ? python : $0 }
      #expect(words.dropFirst(6).dropLast().sorted() == expected.sorted(), "\(words)")
    }
  }

  /// An option is part of the command, or has to do with what is printed alone.
  @Test func noOptionIsForgotten() throws {
    let help = try Program.run(["check", "--experimental-dump-help"]).output
    let dump = try #require(try JSONSerialization.jsonObject(with: Data(help.utf8)) as? Object)
    let arguments = try #require((dump["command"] as? Object)?["arguments"] as? [Object])
    let names = arguments.flatMap { ($0["names"] as? [Object] ?? []).compactMap { $0["name"] as? String } }
    #expect(names.count > 25)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources")
    let files = ["TargetArguments", "TrainingArguments", "PythonArguments"].map { "TFDiffTargets/\($0).swift" }
    let code = try (files + ["tfdiff-tui/Options/Reproduction.swift"]).map {
      try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8)
    }.joined()
    let ofOutput: Set = ["report", "explain", "quiet", "ascii", "help", "h", "version", "write-map"]
    #expect(names.filter { !ofOutput.contains($0) && !code.contains("\"--\($0)\"") } == [])
  }
}
