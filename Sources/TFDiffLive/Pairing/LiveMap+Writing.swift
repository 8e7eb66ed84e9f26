import TFDiffDebugger
import TFDiffTensor

extension LiveSidePairing {
  /// Every pair that was found, as a map that can be edited and given back.
  ///
  /// - Parameter structure: the candidate's, whose operations' names need not be unique.
  func map(_ structure: LiveStructure) -> String {
    ([Self.heading] + layerLines(structure) + [""] + variableLines + [""] + cellLines).joined(separator: "\n") + "\n"
  }

  private static let heading = """
    # The pairs that were found: the reference's name, then the candidate's. Edit them and give them back with --map.
    # "scope/*" = "other/scope/*" pairs all below a scope; layouts are { name = "…", layout = "transposed" } or "reshaped",
    # and { split = ["…", "…"] } along the last axis; cells are those of TensorFlow 1, with Keras' layers.
    """

  private func layerLines(_ structure: LiveStructure) -> [String] {
    let counts = Dictionary(structure.operations.map { ($0.name, 1) }, uniquingKeysWith: +)
    return ["[layers]"]
      + layers.pairs.map { pair in
        let line = Self.line(pair.name, Self.quoted(pair.candidate.operation))
        return counts[pair.candidate.operation] ?? 1 > 1 ? "# " + line + "  # several operations have this name" : line
      }
  }

  private var variableLines: [String] {
    ["[variables]"]
      + variables.pairs.map { Self.line($0.reference, Self.quoted($0.candidate)) + "  # \($0.way.words)" }
      + variables.laidOut.filter { $0.layout == .reshaped || $0.layout == .transposed }.map { each in
        Self.line(
          each.references[0].name,
          "{ name = \(Self.quoted(each.candidate.name)), layout = \"\(each.layout)\" }")
      } + splitLines + variables.ambiguous.map { "# \(Self.quoted($0)) = \"…\"  # could be several of the candidate's" }
  }

  /// Variables of the reference that are several of the candidate's, whose parts are listed in order.
  private var splitLines: [String] {
    var parts: [String: [String]] = [:]
    for each in variables.laidOut {
      if case .part = each.layout { parts[each.references[0].name, default: []].append(each.candidate.name) }
    }
    return parts.sorted { $0.key < $1.key }.map { name, candidates in
      Self.line(name, "{ split = [\(candidates.map { Self.quoted($0) }.joined(separator: ", "))] }")
    }
  }

  private var cellLines: [String] {
    ["[cells]"]
      + variables.laidOut.compactMap { each in
        guard let suffix = each.layout.recurrentSuffix else { return nil }
        let layer = String(each.candidate.name.dropLast("/recurrent_kernel".count))
        let bias = forgetBias(of: layer).map { ", forget_bias = \($0)" } ?? ""
        return Self.line(
          String(each.references[0].name.dropLast(suffix.count)), "{ layer = \(Self.quoted(layer))\(bias) }")
      }
  }

  /// What an LSTM's cell adds to its forget gate, where that is not the default.
  private func forgetBias(of layer: String) -> Float? {
    for each in variables.laidOut where each.candidate.name == layer + "/bias" {
      if case .lstmBias(let bias) = each.layout, bias != RecurrentCells.forgetBias { return bias }
    }
    return nil
  }

  private static func line(_ key: String, _ value: String) -> String { "\(quoted(key)) = \(value)" }

  /// A basic string of TOML, whatever is in it.
  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case _ where !VisibleText.isVisible(scalar):
        "\\U" + String(repeating: "0", count: 8 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
