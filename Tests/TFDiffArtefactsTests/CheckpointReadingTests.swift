import Foundation
import TFDiffArtefacts
import TFDiffTensor
import Testing

/// Protects: what TensorFlow saved is read as TensorFlow reads it: every name, shape, element type and bit.
@Suite struct CheckpointReadingTests {
  static let prefixes = [
    "ckpt_tf1/model.ckpt-400", "ckpt_tf2/ckpt-1", "partitioned/model", "dtypes/all", "keras/model",
  ]

  @Test(arguments: prefixes) func readsWhatTensorFlowReads(_ prefix: String) throws {
    let expected = try #require(try Fixtures.expected().checkpoints[prefix])
    let checkpoint = try Checkpoint(Fixtures.folder + prefix)
    #expect(Set(checkpoint.entries.map(\.key)) == Set(expected.keys))
    for entry in checkpoint.entries {
      let array = try #require(expected[entry.key])
      #expect(entry.dtype == array.dtype && entry.shape.dimensions == array.shape, "\(entry)")
      guard let crc32 = array.crc32 else { continue }
      #expect(try checkpoint.tensor(entry.key).crc32 == crc32, "\(entry.key)")
    }
    try checkpoint.verify()
  }

  /// A CRC could agree by being computed over the same wrong bytes: these are numbers that TensorFlow printed.
  @Test(arguments: prefixes) func readsTheNumbersThatTensorFlowPrints(_ prefix: String) throws {
    let checkpoint = try Checkpoint(Fixtures.folder + prefix)
    let floats = try #require(try Fixtures.expected().checkpoints[prefix]).filter { $0.value.dtype == "float32" }
    #expect(!floats.isEmpty)
    for (key, array) in floats {
      let first = try #require(array.first)
      let elements = try checkpoint.tensor(key).elements(of: Float.self).prefix(4)
      #expect(elements.map(Double.init) == first.map { Double($0) }, "\(key)")
    }
  }

  /// A restored optimizer or a half-read model shows as another count.
  @Test func tellsTheStylesApart() throws {
    let first = try Checkpoint(Fixtures.folder + "ckpt_tf1/model.ckpt-400")
    #expect(first.style == .nameBased && first.variables.count == first.entries.count)
    #expect(first.variables.allSatisfy { $0.name == $0.key && $0.path == $0.key })
    #expect(first[variable: "DigitsNet/conv1/weights"]?.shape == [3, 3, 1, 16])
    #expect(try Checkpoint(Fixtures.folder + "ckpt_tf2/ckpt-1").style == .objectBased)
  }

  /// Names, keys and paths as a walk over the graph of objects in Python finds them, slots of optimizers included.
  @Test(arguments: ["ckpt_tf2/ckpt-1", "keras/model"]) func findsTheVariablesOfTheObjectGraph(_ prefix: String) throws {
    let expected = try #require(try Fixtures.expected().variables[prefix])
    let variables = try Checkpoint(Fixtures.folder + prefix).variables
    #expect(variables.map { Fixtures.Variable(name: $0.name, key: $0.key, path: $0.path) } == expected)
  }

  /// The point of `full_name`: the variables of the shim have TF1's names, and TF1's values under them.
  @Test func matchesVariablesOfBothStylesByName() throws {
    let first = try Checkpoint(Fixtures.folder + "ckpt_tf1/model.ckpt-400")
    let second = try Checkpoint(Fixtures.folder + "ckpt_tf2/ckpt-1")
    let shared = second.variables.filter { $0.name.hasPrefix("DigitsNet/") }
    #expect(shared.count == 14)
    for variable in shared {
      let original = try #require(first[variable: variable.name])
      #expect(original.shape == variable.shape && original.dtype == variable.dtype)
      #expect(try first.tensor(original.key).isIdentical(to: second.tensor(variable.key)), "\(variable.name)")
    }
  }

  @Test func readsManyTensorsAtOnce() throws {
    let checkpoint = try Checkpoint(Fixtures.folder + "partitioned")
    let tensors = try checkpoint.tensors(checkpoint.entries.map(\.key))
    #expect(tensors.count == checkpoint.entries.count)
    for (key, tensor) in tensors { #expect(try checkpoint.tensor(key).isIdentical(to: tensor)) }
    #expect(try checkpoint.tensors([String]()).isEmpty)
  }

  /// The parts of a partitioned variable lie in both data files, and are no tensors of their own.
  @Test func listsPartitionedVariablesOnce() throws {
    let checkpoint = try Checkpoint(Fixtures.folder + "partitioned/model")
    #expect(checkpoint.entries.map(\.key) == ["columns", "middle", "other/whole", "rows", "whole"])
    #expect(checkpoint.entries.first?.byteCount == 4 * 4 * 300)
    #expect(Set(checkpoint.entries.flatMap(\.shards)) == [0, 1])
  }

  @Test func saysWhyATensorCannotBeRead() throws {
    let checkpoint = try Checkpoint(Fixtures.folder + "dtypes/all")
    for key in ["bfloat16", "string", "variant", "qint8"] {
      #expect(throws: CheckpointError.unsupportedDType(key, key: key, prefix: checkpoint.prefix)) {
        try checkpoint.tensor(key)
      }
    }
    let digits = try Checkpoint(Fixtures.folder + "ckpt_tf1/model.ckpt-400")
    let similar = ["DigitsNet/conv1/weights"]
    #expect(
      throws: CheckpointError.unknownKey(
        "conv1/weights", prefix: digits.prefix, similar: similar, count: digits.entries.count)
    ) {
      try digits.tensor("conv1/weights")
    }
    #expect(throws: CheckpointError.self) { try digits.tensors(["global_step", "nothing like it"]) }
  }
}
