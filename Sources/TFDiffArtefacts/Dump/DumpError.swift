import TFDiffTensor

/// Why a dump of TensorFlow 1's debugger could not be read: facts only; the wording is in `description`.
public enum DumpError: Error, Sendable, Hashable {
  case notADump(path: String)
  case severalRuns(path: String, runs: [String])
  /// A run in which no tensor was dumped whole.
  case noTensors(path: String)
  case unreadable(path: String, reason: String)
  /// A file that cannot be read at all.
  case file(TensorError)
  /// A file that is no event of the debugger's, or is cut short.
  case notAnEvent(path: String)
  case badShape(name: String, path: String)
  /// Another number of bytes or elements than the shape has.
  case wrongSize(name: String, path: String, stated: Int, needed: Int)
  case unsupportedType(String, name: String, path: String)
}

extension DumpError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notADump(let path):
      "\(quoted(path)) is no dump of tfdbg: there is no folder \(DebuggerDump.devicePrefix)… in it or in one of its folders; "
        + "name the dump_root of DumpingDebugWrapperSession, or the folder of one run in it"
    case .severalRuns(let path, let runs):
      "\(quoted(path)) has \(runs.count) runs; name one of them, such as \(quoted(runs.last ?? path))"
    case .noTensors(let path):
      "\(quoted(path)) has no tensor in it; watch tensors with the debug op DebugIdentity, as watch_graph does"
    case .unreadable(let path, let reason): "cannot read folder \(quoted(path)): \(reason)"
    case .file(let error): error.description
    case .notAnEvent(let path): "\(quoted(path)) is no event of tfdbg, or is cut short; copy the dump again"
    case .badShape(let name, let path): "tensor \(quoted(name)) in \(quoted(path)) has a shape that cannot be"
    case .wrongSize(let name, let path, let stated, let needed):
      "tensor \(quoted(name)) in \(quoted(path)) should have \(needed) bytes or elements and has \(stated); copy the dump again"
    case .unsupportedType(let type, let name, let path):
      "tensor \(quoted(name)) in \(quoted(path)) is of type \(type), which is not supported: "
        + "\(DType.allCases.map(\.rawValue).joined(separator: ", ")) are"
    }
  }
}
