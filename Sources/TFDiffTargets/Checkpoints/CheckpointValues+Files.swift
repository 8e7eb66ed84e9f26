import TFDiffArtefacts
import TFDiffDebugger

extension CheckpointValues {
  /// Opens a checkpoint of TensorFlow 1 or 2, and compares the checksums of all it holds, so that damage anywhere is found
  /// before anything is run.
  ///
  /// - Parameter path: a prefix, an index, or a folder with a `checkpoint` file.
  /// - Throws: ``TargetError/checkpointUnreadable(_:)``.
  public init(opening path: String) throws(TargetError) {
    do throws(CheckpointError) {
      let checkpoint = try Checkpoint(path)
      try checkpoint.verify()
      self.init(checkpoint)
    } catch {
      throw .checkpointUnreadable("\(error)")
    }
  }

  private init(_ checkpoint: Checkpoint) {
    var entries: [String: Entry] = [:]
    for variable in checkpoint.variables where checkpoint[variable: variable.name] != nil {
      entries[variable.name] = Entry(key: variable.key, shape: variable.shape, dtype: variable.dtype)
    }
    let description = CheckpointDescription(
      path: checkpoint.prefix, style: checkpoint.style == .nameBased ? "name-based" : "object-based",
      variables: checkpoint.variables.map(\.name))
    self.init(description: description, entries: entries) { keys throws(TargetError) in
      do throws(CheckpointError) {
        return try checkpoint.tensors(keys)
      } catch {
        throw .checkpointUnreadable("\(error)")
      }
    }
  }
}
