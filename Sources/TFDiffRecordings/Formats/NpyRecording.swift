import TFDiffTensor

/// One array in a `.npy` file, called as the file is.
enum NpyRecording: RecordingFormat {
  static let suffix = ".npy"

  static func claims(_ path: String) -> Bool { path.hasSuffix(suffix) && FileKind(path) != .folder }

  static func open(_ path: String) throws(RecordingError) -> Recording {
    Recording(path: path, kind: "array", endpoints: [try endpoint(path, name: name(of: path))])
  }

  /// A file's name without its folder and its ending.
  static func name(of path: String) -> String {
    String((path.split(separator: "/").last ?? "").dropLast(suffix.count))
  }

  static func endpoint(_ path: String, name: String) throws(RecordingError) -> RecordedEndpoint {
    do throws(TensorError) {
      let stored = try NpyFile.open(path)
      return RecordedEndpoint(name: name, shape: stored.shape, dtype: stored.dtype, load: stored.load)
    } catch {
      throw .file(error)
    }
  }
}
