import TFDiffTensor

/// A checkpoint of TensorFlow, in the format that `tf.train.Saver` (TensorFlow 1) and `tf.train.Checkpoint` (2) write:
/// an index, and data files with the tensors.
///
///     let checkpoint = try Checkpoint("run/model.ckpt-400")
///     let weights = try checkpoint.tensor("DigitsNet/conv1/weights")
///
/// Opening reads the index and checks it in full; data are read, and their checksums compared, when they are asked for.
/// The format is that of tensorflow/core/util/tensor_bundle/tensor_bundle.{h,cc}.
public struct Checkpoint: Sendable {
  public enum Style: Sendable, Hashable {
    /// Keys are the names of variables, as `tf.train.Saver` writes them.
    case nameBased
    /// Keys are paths in a graph of objects, as `tf.train.Checkpoint` writes them.
    case objectBased
  }

  /// A tensor in a checkpoint.
  public struct Entry: Sendable, Hashable {
    public let key: String
    /// TensorFlow's name of the element type, such as `float32`, `bfloat16` or `string`.
    public let dtype: String
    public let shape: Shape
    /// The bytes it takes in the data files.
    public let byteCount: Int
    /// The numbers of the data files it lies in; several for a partitioned variable.
    public let shards: [Int]
  }

  /// A variable that a checkpoint has a value of.
  public struct Variable: Sendable, Hashable {
    /// TensorFlow's name of the variable, without `:0`: for an object-based checkpoint, the `full_name` that its graph
    /// of objects records.
    public let name: String
    /// What the checkpoint has its value under.
    public let key: String
    /// For an object-based checkpoint, the attributes that lead from the saved object to the variable, such as
    /// `model/_tf1_style_var_store/_vars/conv1/weights`; otherwise the name.
    public let path: String
    /// TensorFlow's name of the element type.
    public let dtype: String
    public let shape: Shape
  }

  /// The path of the files without `.index`.
  public let prefix: String
  public let style: Style
  /// All tensors, in the order of their keys' bytes.
  public let entries: [Entry]
  /// The variables: each entry of a name-based checkpoint; each saved variable of the graph of objects otherwise.
  public let variables: [Variable]

  let index: BundleIndex
  /// By the bytes of their keys: strings count as equal where Unicode says so, and keys do not.
  let tensors: [[UInt8]: BundleTensor]
  private let variablePlaces: [String: [Int]]

  /// Opens a checkpoint.
  ///
  /// - Parameter path: a prefix as `tf.train.Saver` takes it, the path of the index, or a folder whose `checkpoint` file
  ///   names the latest one.
  /// - Throws: ``CheckpointError``.
  public init(_ path: String) throws(CheckpointError) {
    prefix = try CheckpointLocation.prefix(of: path)
    index = try BundleIndex(try .opening(prefix + CheckpointFiles.indexSuffix))
    let files = CheckpointFiles(prefix: prefix, shardCount: index.shardCount)
    try files.check(index)
    entries = index.tensors.map(Entry.init)
    tensors = Dictionary(uniqueKeysWithValues: index.tensors.map { (Array($0.key.utf8), $0) })
    (style, variables) = try Self.variables(index, tensors, files)
    variablePlaces = Dictionary(grouping: variables.indices) { [variables] in variables[$0].name }
  }

  /// The variable of this name; nil where there is none, or several objects have one of this name.
  public subscript(variable name: String) -> Variable? {
    let found = variables(named: name)
    return found.count == 1 ? found[0] : nil
  }

  /// All variables of this name: in an object-based checkpoint, several objects may have one.
  public func variables(named name: String) -> [Variable] {
    variablePlaces[name, default: []].map { variables[$0] }
  }

  private static func variables(
    _ index: BundleIndex, _ tensors: [[UInt8]: BundleTensor], _ files: CheckpointFiles
  ) throws(CheckpointError) -> (Style, [Variable]) {
    guard let graph = tensors[Array(ObjectGraph.key.utf8)] else {
      return (.nameBased, index.tensors.map { Variable(name: $0.key, path: $0.key, $0) })
    }
    return (.objectBased, try ObjectGraph(graph, files).variables(tensors))
  }
}

extension Checkpoint {
  /// The variables that a graph of objects, as its bytes, would give this checkpoint.
  ///
  /// - Throws: ``CheckpointError/objectGraph(path:fault:)``.
  package func variables(inGraph bytes: [UInt8]) throws(CheckpointError) -> [Variable] {
    try ObjectGraph(bytes, path: prefix).variables(tensors)
  }
}

extension Checkpoint.Entry {
  init(_ tensor: BundleTensor) {
    self.init(
      key: tensor.key, dtype: tensor.type.name, shape: tensor.shape, byteCount: tensor.byteCount, shards: tensor.shards)
  }
}

extension Checkpoint.Variable {
  init(name: String, path: String, _ tensor: BundleTensor) {
    self.init(name: name, key: tensor.key, path: path, dtype: tensor.type.name, shape: tensor.shape)
  }
}
