import SwiftProtobuf
import TFDiffTensor

/// The graph of objects of an object-based checkpoint: which variable each key belongs to.
///
/// Source: tensorflow/core/protobuf/trackable_object_graph.proto.
struct ObjectGraph {
  /// The entry that holds it: `OBJECT_GRAPH_PROTO_KEY`, tensorflow/python/checkpoint/trackable base.py.
  static let key = "_CHECKPOINTABLE_OBJECT_GRAPH"
  /// The attribute that is a variable's value: `VARIABLE_VALUE_KEY`, there too.
  private static let variableValue = "VARIABLE_VALUE"

  private let graph: Tensorflow_TrackableObjectGraph
  private let path: String

  /// - Throws: ``CheckpointError/objectGraph(path:fault:)``, or why its data cannot be read.
  init(_ tensor: BundleTensor, _ files: CheckpointFiles) throws(CheckpointError) {
    guard tensor.type.layout == .strings, tensor.shape == .scalar, let entry = tensor.parts.first?.entry else {
      throw .objectGraph(path: files.prefix + CheckpointFiles.indexSuffix, fault: .unreadable)
    }
    let file = try files.open(entry.shard)
    try ShardScan(file, [.check(entry)]).run()
    guard let text = StringTensor.checked(try file.part(entry.range), count: 1)?.joined else {
      throw .objectGraph(path: file.path, fault: .unreadable)
    }
    try self.init(Array(text), path: file.path)
  }

  /// - Throws: ``CheckpointError/objectGraph(path:fault:)``.
  init(_ bytes: [UInt8], path: String) throws(CheckpointError) {
    guard let graph = try? Tensorflow_TrackableObjectGraph(serializedBytes: bytes) else {
      throw .objectGraph(path: path, fault: .unreadable)
    }
    (self.graph, self.path) = (graph, path)
  }

  /// The variables whose values the checkpoint has, in the order of the graph's objects.
  ///
  /// - Throws: ``CheckpointError/objectGraph(path:fault:)`` where the index lacks one.
  func variables(_ tensors: [[UInt8]: BundleTensor]) throws(CheckpointError) -> [Checkpoint.Variable] {
    var variables: [Checkpoint.Variable] = []
    for attribute in graph.nodes.lazy.flatMap(\.attributes) where attribute.name == Self.variableValue {
      let path = Self.path(ofKey: attribute.checkpointKey)
      let name = attribute.fullName.isEmpty ? path : attribute.fullName
      guard let tensor = tensors[Array(attribute.checkpointKey.utf8)] else {
        throw .objectGraph(path: self.path, fault: .missingVariable(name: name, key: attribute.checkpointKey))
      }
      variables.append(Checkpoint.Variable(name: name, path: path, tensor))
    }
    return variables
  }

  /// The names of attributes that lead to a variable. A key is made of them, with `.` written as `..` and `/` as `.S`,
  /// and ends in the name of the attribute that was saved.
  ///
  /// Source: `_escape_local_name` and `checkpoint_key`, tensorflow/python/checkpoint/util.py and trackable_utils.py.
  private static func path(ofKey key: String) -> String {
    let suffix = "/.ATTRIBUTES/" + variableValue
    let escaped = key.hasSuffix(suffix) ? key.dropLast(suffix.count) : key[...]
    var path = String.UnicodeScalarView()
    var isEscape = false
    for scalar in escaped.unicodeScalars {
      switch (isEscape, scalar) {
      case (false, "."):
        isEscape = true
        continue
      case (true, "S"): path.append("/")
      // The names that TensorFlow itself puts in, such as `.OPTIMIZER_SLOT`, begin with a dot.
      case (true, let other) where other != ".": path += [".", other]
      default: path.append(scalar)
      }
      isEscape = false
    }
    return String(path)
  }
}
