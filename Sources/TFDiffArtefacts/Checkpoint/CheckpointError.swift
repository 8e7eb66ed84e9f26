import TFDiffTensor

/// Why a checkpoint could not be read or written: facts only; the wording is in `description`.
public enum CheckpointError: Error, Sendable, Hashable {
  /// No checkpoint has this prefix; `nearby` are the prefixes of those in its folder.
  case notFound(prefix: String, nearby: [String])
  /// Data files have this prefix, but there is no index.
  case missingIndex(prefix: String)
  /// A folder without the file in which TensorFlow names the latest checkpoint.
  case noStateFile(folder: String, nearby: [String])
  case badStateFile(path: String)
  /// A file that is in no format of checkpoints.
  case notACheckpoint(path: String)
  /// The format from before TensorFlow 1.0: slices of tensors in one table.
  case version1(path: String)
  /// A file that cannot be read or written at all.
  case file(TensorError)
  /// The index as a whole.
  case index(path: String, fault: IndexFault)
  /// What the index says of one tensor.
  case entry(path: String, key: String, fault: EntryFault)
  case missingShard(path: String, count: Int)
  /// The data of one tensor.
  case data(path: String, key: String, fault: DataFault)
  /// Bytes of a data file that belong to no tensor and are not the zeros that fill up between tensors.
  case strayBytes(path: String, range: Range<Int>)
  case objectGraph(path: String, fault: ObjectGraphFault)
  /// `similar` are the keys that are written most like it, `count` is the number of all.
  case unknownKey(String, prefix: String, similar: [String], count: Int)
  case unsupportedDType(String, key: String, prefix: String)
  case tooLarge(prefix: String, byteCount: Int, memory: Int)
  /// Two tensors to write have one key, or a key is empty.
  case badKey(String, prefix: String)
}

/// What is wrong with a checkpoint's index.
public enum IndexFault: Sendable, Hashable {
  case tooShort(byteCount: Int)
  case badMagic
  case badFooter
  /// Blocks that do not follow one another, or reach outside the file.
  case badLayout
  case blockChecksum(offset: Int)
  case damagedBlock(offset: Int)
  case unknownCompression(Int, offset: Int)
  case keyOrder
  case noHeader
  case badHeader
  case bigEndian
  case newerFormat(needs: Int)
}

/// What is wrong with the index's entry for a tensor.
public enum EntryFault: Sendable, Hashable {
  case unreadable
  case keyIsNotText
  case noElementType
  /// Of unknown rank, with a negative dimension, or larger than any memory.
  case badShape
  case noSuchShard(Int, count: Int)
  /// Negative, or reaching beyond any file.
  case badPlace(offset: Int64, size: Int64)
  case wrongSize(stated: Int, needed: Int)
  /// Its bytes are also those of another tensor.
  case overlaps(key: String)
  case badSlice(String)
  /// A slice that the index does not have, or with another shape or element type.
  case missingSlice(String)
  /// Slices that leave out elements, or hold some twice.
  case incompleteSlices(elements: Int, of: Int)
  case overlappingSlices
}

/// What is wrong with the data of a tensor.
public enum DataFault: Sendable, Hashable {
  case checksum(stated: UInt32, computed: UInt32)
  case cutOff(needs: Int, has: Int)
  /// Lengths of strings that do not add up to the bytes there are.
  case badStrings
}

/// What is wrong with the graph of objects in an object-based checkpoint.
public enum ObjectGraphFault: Sendable, Hashable {
  /// Not one string that holds the graph.
  case unreadable
  case missingVariable(name: String, key: String)
}
