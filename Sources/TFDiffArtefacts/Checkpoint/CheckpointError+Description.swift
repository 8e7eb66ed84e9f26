import TFDiffTensor

extension CheckpointError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFound(let prefix, let nearby):
      "there is no checkpoint \(quoted(prefix)) (no file \(quoted(prefix + ".index"))); " + Self.remedy(nearby)
    case .missingIndex(let prefix):
      "checkpoint \(quoted(prefix)) has data files but no index; copy \(quoted(prefix + ".index")) there too"
    case .noStateFile(let folder, let nearby):
      "folder \(quoted(folder)) has no file 'checkpoint' that names the latest one; " + Self.remedy(nearby)
    case .badStateFile(let path):
      "\(quoted(path)) does not name a checkpoint (no line model_checkpoint_path: \"…\"); name the checkpoint's prefix"
    case .notACheckpoint(let path):
      "\(quoted(path)) is not a checkpoint; name the prefix as tf.train.Saver does, such as run/model.ckpt-400"
    case .version1(let path):
      "\(quoted(path)) is a checkpoint in TensorFlow's old format V1; load it in TensorFlow and save it again with "
        + "tf.compat.v1.train.Saver(write_version=tf.compat.v1.train.SaverDef.V2)"
    case .file(let error): error.description
    case .index(let path, let fault): "checkpoint index \(quoted(path)): \(fault)"
    case .entry(let path, let key, let fault):
      "checkpoint index \(quoted(path)), tensor \(quoted(key)): \(fault)"
    case .missingShard(let path, let count):
      "data file \(quoted(path)) is missing; a checkpoint of \(count) data file\(count == 1 ? "" : "s") "
        + "is whole only with all of them: copy it there too"
    case .data(let path, let key, let fault): "data file \(quoted(path)), tensor \(quoted(key)): \(fault)"
    case .strayBytes(let path, let range):
      "data file \(quoted(path)) has bytes other than zero from \(range.lowerBound) to \(range.upperBound - 1), where no "
        + "tensor is; \(copyAgain)"
    case .objectGraph(let path, let fault): "graph of objects in \(quoted(path)): \(fault)"
    case .unknownKey(let key, let prefix, let similar, let count):
      "checkpoint \(quoted(prefix)) has no tensor \(quoted(key)); "
        + (similar.isEmpty
          ? "check the name against those of its \(count) tensors" : "did you mean \(listed(similar))?")
    case .unsupportedDType(let dtype, let key, let prefix):
      "tensor \(quoted(key)) of checkpoint \(quoted(prefix)) is of type \(dtype), which is not supported; save it as "
        + "\(DType.allCases.map(\.rawValue).joined(separator: ", "))"
    case .tooLarge(let prefix, let byteCount, let memory):
      "the tensors asked of checkpoint \(quoted(prefix)) take \(byteCount) bytes, and this machine has \(memory) bytes of "
        + "memory; load fewer at a time"
    case .badKey(let key, let prefix):
      key.isEmpty
        ? "a tensor for checkpoint \(quoted(prefix)) has no name; give it one"
        : "two tensors for checkpoint \(quoted(prefix)) are named \(quoted(key)); give each its own name"
    }
  }

  private static func remedy(_ nearby: [String]) -> String {
    nearby.isEmpty
      ? "no other checkpoint is in that folder: check the path" : "in that folder there is \(listed(nearby))"
  }
}

extension IndexFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooShort(let byteCount): "it is cut off (\(byteCount) bytes); \(copyAgain)"
    case .badMagic: "it is not a checkpoint's index, or it is cut off; \(copyAgain)"
    case .badFooter: "its last 48 bytes are damaged; \(copyAgain)"
    case .badLayout: "its blocks do not follow one another; \(copyAgain)"
    case .blockChecksum(let offset): "the block at byte \(offset) is damaged (wrong checksum); \(copyAgain)"
    case .damagedBlock(let offset): "the block at byte \(offset) is not made as one should be; \(copyAgain)"
    case .unknownCompression(let type, let offset):
      "the block at byte \(offset) is compressed in a way that is not known (\(type)); save the checkpoint again with "
        + "tf.train.Saver or tf.train.Checkpoint"
    case .keyOrder: "its keys are not in order; \(copyAgain)"
    case .noHeader: "it has no header; \(copyAgain)"
    case .badHeader: "its header is damaged; \(copyAgain)"
    case .bigEndian:
      "it was written on a big-endian machine; load it in TensorFlow and save it again on a little-endian one"
    case .newerFormat(let needs):
      "it was written by a newer TensorFlow (format version \(needs)); save it again with TensorFlow 2.12 or similar"
    }
  }
}

extension EntryFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable: "its entry cannot be read; \(saveAgain)"
    case .keyIsNotText: "its name is not UTF-8; \(saveAgain)"
    case .noElementType: "it has no element type; \(saveAgain)"
    case .badShape: "its shape is unknown, negative, or larger than any memory; \(saveAgain)"
    case .noSuchShard(let shard, let count):
      "it is in data file \(shard), and there are \(count), counted from 0; \(saveAgain)"
    case .badPlace(let offset, let size): "it cannot have \(size) bytes from byte \(offset) on; \(saveAgain)"
    case .wrongSize(let stated, let needed):
      "its shape and element type take \(needed) bytes, and it has \(stated); \(saveAgain)"
    case .overlaps(let key): "its bytes are also those of \(quoted(key)); \(saveAgain)"
    case .badSlice(let slice): "it has a part \(slice), which is not inside its shape; \(saveAgain)"
    case .missingSlice(let slice):
      "its part \(slice) is missing, or has another shape or element type; \(saveAgain)"
    case .incompleteSlices(let elements, let total):
      "its parts have \(elements) elements together, and it has \(total); \(saveAgain)"
    case .overlappingSlices: "some of its elements are in several parts; \(saveAgain)"
    }
  }
}

extension DataFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .checksum(let stated, let computed):
      "damaged (CRC-32C \(hexadecimal(computed)), should be \(hexadecimal(stated))); \(copyAgain)"
    case .cutOff(let needs, let has): "cut off: it ends at byte \(needs), and the file at \(has); \(copyAgain)"
    case .badStrings: "damaged (the lengths of its strings are not those of its bytes); \(copyAgain)"
    }
  }
}

extension ObjectGraphFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable: "it cannot be read; \(saveAgain)"
    case .missingVariable(let name, let key):
      "variable \(quoted(name)) should be under \(quoted(key)), and nothing is; \(saveAgain)"
    }
  }
}

private let copyAgain = "copy the checkpoint again from where it was saved"
private let saveAgain = "the checkpoint was not written as TensorFlow writes it: save it again"
