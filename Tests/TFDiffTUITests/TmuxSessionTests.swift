import Foundation
import Testing

/// Protects: a person's whole session in a real terminal: step, breakpoint, continue to a planted fault, report, quit.
@Suite(.serialized, .enabled(if: TmuxProgram.isThere, "tmux is not installed: apt-get install tmux"))
struct TmuxSessionTests {
  private func session(
    _ arguments: String, target: String = "inception-resnet-v2", folder: String, columns: Int = 120, rows: Int = 40,
    variables: String = ""
  ) throws -> Tmux {
    let environment =
      "env LANG=C.UTF-8 XDG_STATE_HOME=\(folder)/state XDG_CONFIG_HOME=\(folder)/config \(variables)"
    let command = "\(environment) \(Program.path) debug \(target) \(arguments); echo status=$?; cat"
    return try Tmux(command, columns: columns, rows: rows)
  }

  @Test func stepsBreaksContinuesExportsAndQuits() throws {
    try Program.withFolder { folder in
      let tmux = try session("--fault missing-activation@Conv2d_4a_3x3", folder: folder)
      try tmux.see("0/17")
      try tmux.keys("n")
      try tmux.see("1/17")
      try tmux.keys(":", "break Conv2d_2b_3x3", "Enter")
      try tmux.keys("c")
      try tmux.see("3/17")
      #expect(try tmux.screen().contains("▶✓◆Conv2d_2b_3x3"))
      try tmux.keys("c")
      try tmux.see("diverged at Conv2d_4a_3x3")
      try tmux.see("Mismatched elements:")
      try tmux.keys(":", "export \(folder)/report.json", "Enter")
      try tmux.see("Report written to")
      try tmux.keys("q", "y")
      try tmux.see("status=1")
      let data = try #require(FileManager.default.contents(atPath: "\(folder)/report.json"))
      let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect((report["first_divergence"] as? [String: Any])?["endpoint"] as? String == "Conv2d_4a_3x3")
    }
  }

  private static let python = ProcessInfo.processInfo.environment["TFDIFF_TEST_PYTHON"] ?? ""

  /// A program that raises says so with its line, and once it is mended on the disk, R runs what is there.
  @Test(.enabled(if: !python.isEmpty, "TFDIFF_TEST_PYTHON names no interpreter with TensorFlow"))
  func aProgramThatRaisesIsMendedAndRunAgain() throws {
    try Program.withFolder { folder in
      let program = """
        import numpy as np
        import tensorflow.compat.v1 as tf
        def tf1_model(x):
          return tf.nn.relu(x)
        def tf2_model():
          def port(x, training=False):
            RAISES
            return tf.nn.relu(x)
          return port
        def inputs():
          return np.ones([1, 4], np.float32)
        """
      let path = "\(folder)/port.py"
      try program.replacing("RAISES", with: "raise ValueError('not ported yet')")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let tmux = try session("--python \(Self.python)", target: path, folder: folder)
      try tmux.see("n steps, c continues")
      try tmux.keys("c")
      try tmux.see("Error › candidate")
      try tmux.see("ValueError: not ported yet")
      try tmux.see("▶ 7 │     raise ValueError('not ported yet')")
      try program.replacing("RAISES", with: "x = x + 0.").write(toFile: path, atomically: true, encoding: .utf8)
      try tmux.see("port.py changed on disk, R runs it")
      try tmux.keys("R")
      try tmux.see("✓ equal")
      try tmux.keys("q")
      try tmux.see("status=0")
    }
  }

  @Test func steppingIntoAnEndpointShowsItsOperations() throws {
    try Program.withFolder { folder in
      let tmux = try session("", folder: folder, columns: 80, rows: 24)
      try tmux.see("0/17")
      try tmux.keys("s")
      try tmux.see("Conv2D")
      try tmux.keys("F")
      try tmux.see("1/17")
      try tmux.keys("q")
      try tmux.see("status=")
    }
  }

  /// Someone who never read the guide is led through it, and to the line that breaks its first step.
  @Test func theLadderLeadsToTheLineThatCreatesVariablesAgain() throws {
    try Program.withFolder { folder in
      let tmux = try session("--ladder", target: "broken-scaling-layer", folder: folder)
      try tmux.see("Step 1 failed")
      try tmux.see("What to do there")
      try tmux.keys("Enter")
      try tmux.see("created on call 2")
      try tmux.see("BrokenScalingLayer.swift:")
      try tmux.see("let scale = try context.variable(")
      try tmux.keys("q", "y")
      try tmux.see("status=1")
    }
  }

  /// Without the ladder, the run is held where the variable is created again.
  @Test func continueStopsAtAnUnexpectedCreation() throws {
    try Program.withFolder { folder in
      let tmux = try session("", target: "layer-per-call", folder: folder, columns: 80, rows: 24)
      try tmux.see("0/2")
      try tmux.keys("c")
      try tmux.see("LayerPerCall.swift:")
      try tmux.keys("q", "y")
      try tmux.see("status=1")
    }
  }

  /// An editor has the whole terminal, modes and keys, until it ends; then the debugger is where it was.
  @Test func theEditorIsGivenTheTerminalAndGivesItBack() throws {
    try Program.withFolder { folder in
      let editor = "\(folder)/editor"
      try "#!/bin/sh\necho \"EDITING $*\"\nread line\necho \"$line\" > \(folder)/typed\n".write(
        toFile: editor, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
      let tmux = try session(
        "", target: "layer-per-call", folder: folder, variables: "VISUAL= EDITOR='\(editor) --first'")
      try tmux.see("0/2")
      try tmux.keys("c")
      try tmux.see("LayerPerCall.swift:")
      try tmux.keys("E")
      try tmux.see("EDITING --first +")
      #expect(try !tmux.screen().contains("Endpoints"))
      try tmux.keys("hello", "Enter")
      try tmux.see("Endpoints")
      #expect(try String(contentsOfFile: "\(folder)/typed", encoding: .utf8) == "hello\n")
      try tmux.keys("q", "y")
      try tmux.see("status=1")
    }
  }

  @Test func anEditorThatIsNotThereIsToldOf() throws {
    try Program.withFolder { folder in
      let tmux = try session(
        "", target: "layer-per-call", folder: folder, variables: "VISUAL= EDITOR=no-such-editor")
      try tmux.see("0/2")
      try tmux.keys("c")
      try tmux.see("LayerPerCall.swift:")
      try tmux.keys("E")
      try tmux.see("There is no editor ‘no-such-editor’; set EDITOR to one")
      try tmux.keys("q", "y")
      try tmux.see("status=1")
    }
  }

  /// The command that `@` shows compares the same, and a slice is a file for NumPy.
  @Test func theSameCommandIsShownAndASliceWritten() throws {
    try Program.withFolder { folder in
      let tmux = try session("--fault missing-activation@Conv2d_3b_1x1", folder: folder)
      try tmux.see("0/17")
      try tmux.keys("c")
      try tmux.see("diverged at Conv2d_3b_1x1")
      try tmux.keys("@")
      try tmux.see("tfdiff-tui check --rtol 1e-06 --atol 1e-05")
      try tmux.keys("q")
      try tmux.keys(":", "w \(folder)/cut.npz [0,72,0:6,48]", "Enter")
      try tmux.see("Slice written to")
      #expect(FileManager.default.fileExists(atPath: "\(folder)/cut.npz"))
      // While the reason is looked for, which may go on for a moment once it is shown, leaving asks first.
      try tmux.see("Cause:")
      try tmux.keys("q", "y")
      try tmux.see("status=1")
    }
  }

  @Test func ctrlCStopsARunAndATinyTerminalSaysSo() throws {
    try Program.withFolder { folder in
      let tmux = try session("", folder: folder)
      try tmux.see("0/17")
      try tmux.run(["resize-window", "-x", "30", "-y", "6"])
      try tmux.see("small")
      try tmux.run(["resize-window", "-x", "120", "-y", "40"])
      try tmux.see("Endpoints")
      try tmux.keys("c")
      try tmux.keys("C-c")
      try tmux.see("Stopped")
      try tmux.keys("q")
      try tmux.see("status=")
    }
  }
}
