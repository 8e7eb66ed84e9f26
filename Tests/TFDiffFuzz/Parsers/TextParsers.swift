import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

extension FuzzParser {
  static let playScript = FuzzParser(
    name: "play-script",
    tokens: [
      "key ", "keys ", "wait idle", "expect ", "resize ", "80x24", "\n", "#", ":", "<", ">", "<Tab>", "<C-x>", "<F2>",
      "é", "x",
    ]
  ) { _ in
    { bytes in isTaken { _ = try PlayScript(parsing: text(bytes)) } }
  }

  /// A slice, looked at in tensors of several shapes.
  static let slice = FuzzParser(
    name: "slice",
    tokens: ["[", "]", ",", ":", "::", "...", "-", "0", "-1", "1:2:3", " ", "999999999999999999", "name["]
  ) { _ in
    let shapes: [Shape] = [[], [0], [7], [2, 3], [1, 35, 35, 8], [3, 0, 2]]
    return { bytes in
      isTaken {
        let (_, slice) = try TensorSlice.split(text(bytes))
        var refusal: (any Error)?
        for shape in shapes {
          do { look(at: try TensorWindow(slice ?? .everything, of: shape)) } catch { refusal = error }
        }
        if let refusal { throw refusal }
      }
    }
  }

  private static func look(at window: TensorWindow) {
    let room = TensorWindow.Room(rows: 4, columns: 3)
    let tensor = Tensor(repeating: Float(1), shape: window.shape)
    let fitted = window.fitted(to: room)
    _ = fitted.values(of: tensor)
    _ = fitted.scrolled(rows: 2, columns: -1, room: room).values(of: tensor)
  }

  /// A pattern and, on the next line, a name.
  static let glob = FuzzParser(
    name: "glob",
    tokens: ["*", "?", "[", "]", "!", "-", "[a-z]", "[!a]", "\n", "a", "Mixed_5b", "é", "e\u{301}", "\\", "**"]
  ) { _ in
    { bytes in
      let lines = text(bytes).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let glob = Glob(String(lines[0]))
      return glob.matches(lines.count > 1 ? String(lines[1]) : "Mixed_5b")
    }
  }

  /// What follows `--tolerance`, and what follows `tolerance` on the debugger's command line.
  static let tolerance = FuzzParser(
    name: "tolerance",
    tokens: ["=", ",", " ", "1e-3", "-1", "nan", "inf", "1e999", "0x1p-3", "*", "Mixed_*", "[", ".", "e", "\u{0}"]
  ) { _ in
    let state = AppState(debugger: DebuggerState(target: .scripted()), size: Size(columns: 80, rows: 24))
    return { bytes in
      var state = state
      _ = reduce(into: &state, .command("tolerance " + text(bytes)))
      return TolerancePolicy.Exception(parsing: text(bytes)) != nil
    }
  }
}
