import TFDiffTensor

extension FuzzParser {
  static let npy = FuzzParser(
    name: "npy",
    tokens: [
      "\u{93}NUMPY", "'descr'", "'fortran_order'", "'shape'", "True", "False", "'<f4'", "'>i8'", "'|b1'", "(", ")", ",",
      "L",
    ]
      + ["{", "}", "[", "]", "'", "\"", ":", "-", " ", "\n", "(2, 3)", "(0,)", "()"]
  ) { _ in
    { bytes in isTaken { _ = Statistics(of: try NpyFile.decode(bytes, name: "input.npy")) } }
  }

  static let npz = FuzzParser(
    name: "npz", cost: 4, tokens: ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", ".npy"]
  ) {
    folder in
    let scratch = try ScratchFile(folder + "/input.npz")
    return { bytes in
      scratch.fill(bytes)
      return isTaken {
        let file = try NpzFile(scratch.path)
        for name in file.names { _ = Statistics(of: try file.tensor(name)) }
      }
    }
  }
}
