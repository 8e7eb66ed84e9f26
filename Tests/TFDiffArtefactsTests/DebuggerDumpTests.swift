import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffArtefacts

/// Protects: what TensorFlow 1's debugger dumped is read as it computed it, in its order; and what is no dump, or is damaged, is said.
@Suite struct DebuggerDumpTests {
  private static let folder = Fixtures.folder + "tfdbg_dump"
  private static let run = "run_1795400782770229_0"

  @Test func tensorsAreThoseOfTheRun() throws {
    let dump = try DebuggerDump(Self.folder)
    let names = dump.entries.map(\.name)
    #expect(names.count == 14 && names.last == "DigitsNet/predictions:0", "\(names)")
    #expect(dump.entries.map(\.time) == dump.entries.map(\.time).sorted())
    let arrays = try NpzFile(Fixtures.folder + "tf115_infer.npz")
    for (node, array) in [
      ("DigitsNet/conv1/Relu:0", "conv1"), ("DigitsNet/pool2/AvgPool:0", "pool2"),
      ("DigitsNet/Flatten/flatten/Reshape:0", "flatten"), ("DigitsNet/predictions:0", "predictions"),
    ] {
      let entry = try #require(dump.entries.first { $0.name == node })
      #expect(try dump.tensor(entry).isIdentical(to: arrays.tensor(array)), "\(node)")
    }
    let shape = try #require(dump.entries.first { $0.name == "DigitsNet/Flatten/flatten/Shape:0" })
    #expect(try dump.tensor(shape).elements(of: Int32.self) == [16, 2, 2, 32])
  }

  /// The folder of the run itself will do, and one of several has to be named.
  @Test func aRunIsFoundOrAskedFor() throws {
    #expect(DebuggerDump.isDump(Self.folder) && DebuggerDump.isDump("\(Self.folder)/\(Self.run)"))
    #expect(try DebuggerDump("\(Self.folder)/\(Self.run)").entries.count == 14)
    try withTemporaryFolder { folder in
      for name in ["run_1", "run_2"] {
        try FileManager.default.copyItem(atPath: "\(Self.folder)/\(Self.run)", toPath: "\(folder)/\(name)")
      }
      #expect(throws: DumpError.severalRuns(path: folder, runs: ["\(folder)/run_1", "\(folder)/run_2"])) {
        try DebuggerDump(folder)
      }
    }
    #expect(throws: DumpError.notADump(path: Fixtures.folder + "npz")) { try DebuggerDump(Fixtures.folder + "npz") }
    #expect(!DebuggerDump.isDump(Fixtures.folder + "ckpt_tf1") && !DebuggerDump.isDump("/nonexistent"))
  }

  /// A file of a dump with these bytes.
  private func reading(_ bytes: [UInt8]) throws -> Tensor {
    try withTemporaryFolder { folder in
      let device = "\(folder)/run_1/_tfdbg_device_,job_localhost"
      try FileManager.default.createDirectory(atPath: device, withIntermediateDirectories: true)
      try write(bytes, to: "\(device)/x_0_DebugIdentity_17")
      let dump = try DebuggerDump(folder)
      return try dump.tensor(try #require(dump.entries.first))
    }
  }

  private func event(_ change: (inout Tensorflow_TensorProto) -> Void) throws -> [UInt8] {
    var (event, value, tensor) = (Tensorflow_Event(), Tensorflow_Summary.Value(), Tensorflow_TensorProto())
    tensor.dtype = .dtFloat
    change(&tensor)
    value.tensor = tensor
    event.summary.value = [value]
    return try event.serializedBytes()
  }

  private func sizes(_ sizes: [Int64]) -> Tensorflow_TensorShapeProto {
    var shape = Tensorflow_TensorShapeProto()
    shape.dim = sizes.map { size in
      var dim = Tensorflow_TensorShapeProto.Dim()
      dim.size = size
      return dim
    }
    return shape
  }

  /// TensorFlow writes a constant by its one value, and a few elements one by one.
  @Test func elementsMayStandOneByOne() throws {
    let filled = try reading(
      try event {
        $0.tensorShape = sizes([2, 2])
        $0.floatVal = [1, 2]
      })
    #expect(filled.elements(of: Float.self) == [1, 2, 2, 2] && filled.shape == [2, 2])
    let flags = try reading(
      try event {
        $0.dtype = .dtBool
        $0.tensorShape = sizes([2])
        $0.boolVal = [true]
      })
    #expect(flags.elements(of: Bool.self) == [true, true])
    #expect(try reading(try event { $0.tensorShape = sizes([3]) }).elements(of: Float.self) == [0, 0, 0])
  }

  @Test func damageIsToldBeforeItCostsMemory() throws {
    #expect(throws: DumpError.self) { try reading([]) }
    #expect(throws: DumpError.self) { try reading([0xff, 0xff, 0xff]) }
    #expect(throws: DumpError.self) {
      try reading(
        try event {
          $0.tensorShape = sizes([1 << 20, 1 << 11])
          $0.floatVal = [1]
        })
    }
    #expect(throws: DumpError.self) { try reading(try event { $0.tensorShape = sizes([-1]) }) }
    #expect(throws: DumpError.self) { try reading(try event { $0.tensorShape = sizes([.max, .max]) }) }
    #expect(throws: DumpError.self) {
      try reading(
        try event {
          $0.tensorShape = sizes([2])
          $0.tensorContent = Data([0, 0])
        })
    }
    #expect(throws: DumpError.self) { try reading(try event { $0.dtype = .dtString }) }
    let good = try event {
      $0.tensorShape = sizes([4])
      $0.floatVal = [1, 2, 3, 4]
    }
    for count in good.indices { _ = try? reading(Array(good.prefix(count))) }
  }
}
