import Foundation
import TFDiffTensor
import Testing

/// Protects: NumPy's files are read to the bit, ours are NumPy's, and a damaged one is an error that says what to do.
@Suite struct NpyTests {
  @Test func readsWhatNumPyWrote() throws {
    let floats: [Float] = [1.5, -2, .nan, .infinity, .leastNonzeroMagnitude, 3.25]
    let doubles: [Double] = [1.5, -2, .nan, .infinity, 1e-45, 3.25]
    for file in [NumPyFiles.float32, NumPyFiles.bigFloat32] { try Self.expect(file, floats, [2, 3]) }
    for file in [NumPyFiles.float64, NumPyFiles.bigFloat64] { try Self.expect(file, doubles, [2, 3]) }
    try Self.expect(NumPyFiles.int32, [1, -2, 3, 4, 5, .min] as [Int32], [2, 3])
    try Self.expect(NumPyFiles.int64, [1 << 62, -1, 7] as [Int64], [3])
    try Self.expect(NumPyFiles.uint8, [0, 255] as [UInt8], [2, 1])
    try Self.expect(NumPyFiles.bool, [true, false, true], [3])
    try Self.expect(NumPyFiles.bigInt32, [1, -2, 1 << 30] as [Int32], [3])
    try Self.expect(NumPyFiles.bigInt64, [1, -2, 1 << 60] as [Int64], [3])
    try Self.expect(NumPyFiles.fortran, (0..<24).map { Int32($0) }, [2, 3, 4])
    try Self.expect(NumPyFiles.fortranBig, (0..<6).map { Double($0) }, [2, 3])
    try Self.expect(NumPyFiles.fortranBool, [true, false, true, false, false, true], [2, 3])
    try Self.expect(NumPyFiles.scalar, [2.5] as [Float], [])
    try Self.expect(NumPyFiles.empty, [Float](), [0, 3])
    try Self.expect(NumPyFiles.version2, [1, 2] as [Float], [2])
    try Self.expect(NumPyFiles.version3, [1, 2] as [Float], [2])
    try Self.expect(NumPyFiles.float32 + [1, 2, 3], floats, [2, 3])
  }

  private static func expect<Element: TensorElement>(
    _ file: [UInt8], _ elements: [Element], _ shape: Shape
  ) throws {
    let tensor = try NpyFile.decode(file, name: "x.npy")
    #expect(tensor.dtype == Element.dtype && tensor.shape == shape)
    guard tensor.dtype == Element.dtype else { return }
    let found = tensor.elements(of: Element.self)
    #expect(found.count == elements.count)
    for (value, expected) in zip(found, elements) {
      #expect(value == expected || (value != value && expected != expected), "\(value), expected \(expected)")
    }
  }

  /// What we write, NumPy writes: the same bytes, so NumPy reads it.
  @Test func writesWhatNumPyWrites() throws {
    for file in [
      NumPyFiles.float32, NumPyFiles.float64, NumPyFiles.int32, NumPyFiles.int64, NumPyFiles.uint8,
      NumPyFiles.bool,
      NumPyFiles.scalar, NumPyFiles.empty,
    ] { #expect(try NpyFile.encode(NpyFile.decode(file, name: "x.npy")) == file) }
  }

  @Test func roundTripsThroughAFile() throws {
    try withTemporaryFolder { folder in
      for tensor in [
        Tensor([1, .nan] as [Float]), Tensor([1.5], shape: []), Tensor([true, false], shape: [1, 2, 1]),
        Tensor([Int64](), shape: [3, 0]), Tensor([7, 8, 9] as [UInt8]),
        Tensor([1] as [Int32], shape: Shape([1])),
      ] {
        try NpyFile.write(tensor, to: folder + "/x.npy")
        #expect(try NpyFile.read(folder + "/x.npy").isIdentical(to: tensor))
      }
      // Large enough to be mapped.
      let large = Tensor((0..<5_000_000).map { Float($0) }, shape: [5, 1_000_000])
      try NpyFile.write(large, to: folder + "/x.npy")
      let mapped = try NpyFile.read(folder + "/x.npy")
      #expect(mapped.isIdentical(to: large))
      let deep = Tensor([1] as [Float], shape: Shape([Int](repeating: 1, count: 30_000)))
      let encoded = NpyFile.encode(deep)
      #expect(encoded[6] == 2, "a header of more than 64 KiB needs version 2.0")
      #expect(try NpyFile.decode(encoded, name: "x").isIdentical(to: deep))
    }
  }

  /// A header that is not padded leaves the data at an odd place.
  @Test func readsUnalignedData() throws {
    let dictionary = Array("{'descr':'<f8','fortran_order':False,'shape':(2,)}".utf8)
    for blanks in 0..<9 {
      let header = dictionary + Array(repeating: UInt8(ascii: " "), count: blanks)
      let data = [1.5, -2.5].flatMap { number in withUnsafeBytes(of: number, Array.init) }
      let file = Self.prefix + [1, 0, UInt8(header.count), 0] + header + data
      try Self.expect(file, [1.5, -2.5], [2])
    }
  }

  @Test func readsWhatOtherWritersWrite() throws {
    for dictionary in [
      #"{"shape": (2L, 1L), "fortran_order": False, "descr": "f4"}"#,
      "{'descr':'=f4','fortran_order':False,'shape':(2,1,),}",
      "{ 'descr' : '|f4', 'fortran_order' : True, 'shape' : ( 2 , 1 ) }\n",
    ] {
      try Self.expect(
        Self.file(dictionary, data: [0, 0, 0, 0, 0, 0, 0x80, 0x3f]), [0, 1] as [Float], [2, 1])
    }
  }

  /// Any byte but 0 is true; a Swift Bool of another byte would be undefined.
  @Test func boolsAreZeroOrOne() throws {
    let file = Self.file("{'descr':'|b1','fortran_order':False,'shape':(3,)}", data: [0, 2, 255])
    let tensor = try NpyFile.decode(file, name: "x")
    let bytes = withExtendedLifetime(tensor) { Array(tensor.bytes) }
    #expect(bytes == [0, 1, 1])
  }

  /// What is opened tells its shape and element type, and its data are not there to be read.
  @Test func openingReadsTheHeaderAlone() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.npy"
      let file = Self.file("{'descr':'>f8','fortran_order':False,'shape':(3,4,1000000000)}")
      try Data(file).write(to: URL(fileURLWithPath: path))
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.truncate(atOffset: UInt64(file.count) + 96_000_000_000)
      try handle.close()
      let stored = try NpyFile.open(path)
      #expect(stored.shape == [3, 4, 1_000_000_000] && stored.dtype == .float64 && stored.byteCount == 96_000_000_000)
      #expect(throws: TensorError.self, "it is larger than this machine's memory") { try stored.tensor() }
    }
  }

  /// Large files are mapped where they can be, and read into place where their bytes change: to the same tensor.
  @Test(arguments: ["<f4", ">f4", ">i8", "|u1", "|b1"], [0, 1])
  func largeFilesAreReadAsSmallOnesAre(dtype: String, blanks: Int) throws {
    try withTemporaryFolder { folder in
      let size = Int(dtype.suffix(1)) ?? 1
      let count = (17 << 20) / size
      let blanks = String(repeating: " ", count: blanks)
      let header = Self.file("{'descr':'\(dtype)','fortran_order':False,'shape':(\(count),)}\(blanks)")
      var generator = SplitMix64(seed: 3)
      let block = Data((0..<1 << 16).map { _ in UInt8.random(in: 0...255, using: &generator) })
      var file = Data(header)
      for _ in 0..<(17 << 20) >> 16 { file.append(block) }
      try file.write(to: URL(fileURLWithPath: folder + "/x.npy"))
      let read = try NpyFile.read(folder + "/x.npy")
      #expect(read.isIdentical(to: try NpyFile.decode(Array(file), name: "x")))
    }
  }

  @Test func aHeaderWithoutEndIsRefused() {
    let file = Self.prefix + [2, 0, 0, 0, 0x40, 0] + Array(repeating: UInt8(ascii: "("), count: 5 << 20)
    #expect(throws: TensorError.npy(path: "x", fault: .header("it is longer than 1048576 bytes"))) {
      try NpyFile.decode(file, name: "x")
    }
  }

  static let prefix: [UInt8] = [0x93] + Array("NUMPY".utf8)

  static func file(_ dictionary: String, data: [UInt8] = []) -> [UInt8] {
    prefix + [1, 0, UInt8(dictionary.utf8.count % 256), UInt8(dictionary.utf8.count / 256)]
      + Array(dictionary.utf8) + data
  }

  @Test(arguments: [
    (NumPyFiles.float16, "<f2"), (NumPyFiles.text, "<U5"), (NumPyFiles.object, "|O"),
    (NumPyFiles.uint16, "<u2"),
    (NumPyFiles.complex, "<c8"), (NumPyFiles.structured, "[…]"), (NumPyFiles.date, "<M8[D]"),
  ])
  func otherElementTypesAreNamed(file: [UInt8], descr: String) {
    #expect(throws: TensorError.npy(path: "x.npy", fault: .unsupportedDType(descr))) {
      try NpyFile.decode(file, name: "x.npy")
    }
  }

  @Test func messagesNameFileTypeAndRemedy() {
    let error = tensorError { _ = try NpyFile.decode(NumPyFiles.float16, name: "a/b.npy") }
    #expect(
      error?.description
        == "'a/b.npy': element type '<f2' is not supported; save it with x.astype(np.float32)")
    let short = tensorError { _ = try NpyFile.decode(NumPyFiles.float32.dropLast(5), name: "b.npy") }
    #expect(
      short?.description
        == "'b.npy': the data is cut off: 24 bytes expected, 19 there; save the file again")
  }

  @Test(arguments: [
    ("[1, 2]", "it is not a dictionary"), ("{'descr': '<f4', 'fortran_order': False}", "'shape' is missing"),
    ("{'shape': (1,), 'fortran_order': False}", "'descr' is missing"),
    ("{'descr': '<f4', 'shape': (1,)}", "'fortran_order' is missing"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "unknown key 'x'"),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "'fortran_order' is neither True nor False"),
    ("{'descr': 4, 'fortran_order': False, 'shape': (1,)}", "'descr' is not a string"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': 1}", "'shape' is not a tuple"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1)}", "'shape' is not a tuple"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': ('a',)}", "'shape' is not made of whole numbers"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "'shape' has the negative dimension -1"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
      "'shape' is larger than any memory"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4611686018427387904, 4)}",
      "'shape' is larger than any memory"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
      "the number 99999999999999999999 is too large"
    ),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-,)}", "a number has no digits"),
    ("{'descr': '<f4", "a string has no end"), ("", "it ends too soon"), ("{'descr'", "it ends too soon"),
    ("{'descr' 3}", "unexpected '3' at byte 9 of the dictionary"),
    ("{} x", "unexpected 'x' at byte 3 of the dictionary"),
    (String(repeating: "(", count: 300), "it is nested too deeply"),
  ])
  func damagedHeadersSayWhatIsWrong(dictionary: String, problem: String) {
    #expect(throws: TensorError.npy(path: "x.npy", fault: .header(problem))) {
      try NpyFile.decode(Self.file(dictionary), name: "x.npy")
    }
  }

  @Test func otherFilesAreNotNpy() throws {
    let text = Array("name,value\n".utf8)
    for (bytes, fault) in [
      ([], NpyFault.notNpy), (text, .notNpy), (Array("PK\u{3}\u{4}".utf8), .notNpy),
      (Self.prefix + [4, 0, 0, 0, 0, 0], .unknownVersion(major: 4, minor: 0)),
      (Self.prefix + [1, 0, 9, 0], .truncatedHeader(expected: 19, got: 10)),
      (Self.prefix + [2, 0, 255, 255, 255, 255], .truncatedHeader(expected: 4_294_967_307, got: 12)),
    ] {
      #expect(throws: TensorError.npy(path: "x", fault: fault)) { try NpyFile.decode(bytes, name: "x") }
    }
  }

  @Test func missingFilesAndFoldersAreErrors() throws {
    try withTemporaryFolder { folder in
      #expect(throws: TensorError.cannotRead(path: folder + "/no.npy", reason: "No such file or directory")) {
        try NpyFile.read(folder + "/no.npy")
      }
      #expect(throws: TensorError.cannotRead(path: folder, reason: "it is a folder, not a file")) {
        try NpyFile.read(folder)
      }
      #expect(throws: TensorError.cannotRead(path: "/dev/null", reason: "it is not a regular file")) {
        try NpyFile.read("/dev/null")
      }
      let path = folder + "/empty.npy"
      try AtomicFile.write("", to: path)
      #expect(throws: TensorError.npy(path: path, fault: .notNpy)) { try NpyFile.read(path) }
    }
  }

  @Test func everyTruncationIsAnError() throws {
    for file in [NumPyFiles.float32, NumPyFiles.version2, NumPyFiles.fortran, NumPyFiles.bool] {
      for length in 0..<file.count {
        #expect(throws: TensorError.self, "\(length) bytes") {
          try NpyFile.decode(Array(file[..<length]), name: "x")
        }
      }
    }
  }

  @Test func damagedBytesDoNotCrash() throws {
    for file in [NumPyFiles.float32, NumPyFiles.version2, NumPyFiles.fortran, NumPyFiles.structured] {
      for position in file.indices {
        for replacement in [0, 1, 0x20, 0x27, 0x28, 0x2c, 0x2d, 0x39, 0x7b, 0xff, file[position] ^ 0x01]
          as [UInt8]
        {
          var damaged = file
          damaged[position] = replacement
          Self.use(damaged)
        }
      }
    }
    var random = SplitMix64(seed: 8)
    for _ in 0..<20_000 {
      var damaged = NumPyFiles.fortran
      for _ in 0..<Int.random(in: 2...6, using: &random) {
        damaged[Int.random(in: 6..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      Self.use(damaged)
    }
  }

  /// Either a tensor all of whose elements can be read, or an error with words.
  private static func use(_ file: [UInt8]) {
    do {
      let tensor = try NpyFile.decode(file, name: "x.npy")
      for position in 0..<tensor.elementCount { _ = tensor.value(at: position) }
      #expect(tensor.shape.strides.count == tensor.shape.rank)
    } catch {
      #expect(error.description.hasPrefix("'x.npy': "))
    }
  }
}

/// A fresh folder that is gone afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}
