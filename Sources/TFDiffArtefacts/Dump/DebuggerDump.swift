import Foundation
import TFDiffTensor

/// What TensorFlow 1's debugger (tfdbg) wrote of one run: a folder that `DumpingDebugWrapperSession` or `tfdbg`'s `run -n` made.
///
///     let dump = try DebuggerDump("tfdbg_dump")
///     for entry in dump.entries { print(entry.name, try dump.tensor(entry).shape) }
///
/// Source: tensorflow/python/debug/lib/debug_data.py. A folder for each run, in it one for each device, and in that a file
/// for each tensor, in the folders of its scopes, named `NODE_SLOT_DEBUGOP_MICROSECONDS`.
public struct DebuggerDump: Sendable {
  /// A tensor that was dumped.
  public struct Entry: Sendable, Hashable {
    /// As TensorFlow names it, its output too: `DigitsNet/conv1/Relu:0`.
    public let name: String
    /// When it was dumped, in microseconds.
    public let time: Int
    let path: String
  }

  public let path: String
  /// In the order in which they were computed. A tensor that was computed several times is there as often.
  public let entries: [Entry]

  /// The folders and files of a dump that are not tensors begin so.
  static let metadataPrefix = "_tfdbg_"
  static let devicePrefix = "_tfdbg_device_"
  /// Of the debug ops that tfdbg has, the one that hands on the tensor itself.
  private static let identity = "DebugIdentity"

  /// - Parameter path: a run's folder, or the folder of the only run.
  /// - Throws: ``DumpError``.
  public init(_ path: String) throws(DumpError) {
    self.path = path
    let run = try Self.run(in: path)
    var entries: [Entry] = []
    for device in try Self.names(in: run).filter(Self.isDevice) {
      entries += try Self.entries(in: "\(run)/\(device)")
    }
    guard !entries.isEmpty else { throw .noTensors(path: path) }
    self.entries = entries.sorted { ($0.time, $0.name) < ($1.time, $1.name) }
  }

  /// Whether a folder looks like a dump, from the names in it and in what is in it.
  public static func isDump(_ path: String) -> Bool { !runs(in: path).isEmpty }

  /// - Throws: ``DumpError``.
  public func tensor(_ entry: Entry) throws(DumpError) -> Tensor { try DumpedTensor(entry).tensor() }

  // MARK: Folders

  private static func isDevice(_ name: String) -> Bool { name.hasPrefix(devicePrefix) }

  /// The runs that a folder is, or has.
  private static func runs(in path: String) -> [String] {
    guard FileKind(path) == .folder, let names = try? names(in: path) else { return [] }
    if names.contains(where: isDevice) { return [path] }
    let folders = names.filter { FileKind("\(path)/\($0)") == .folder }.map { "\(path)/\($0)" }
    return folders.filter { folder in (try? self.names(in: folder))?.contains(where: isDevice) == true }
  }

  private static func run(in path: String) throws(DumpError) -> String {
    let found = runs(in: path)
    guard let first = found.first else { throw .notADump(path: path) }
    guard found.count == 1 else { throw .severalRuns(path: path, runs: found) }
    return first
  }

  private static func names(in folder: String) throws(DumpError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw .unreadable(path: folder, reason: error.localizedDescription)
    }
  }

  /// The tensors of a device; scopes are folders, and one of a tensor's name may be beside its file.
  private static func entries(in device: String) throws(DumpError) -> [Entry] {
    var found: [Entry] = []
    var open = [""]
    while let scope = open.popLast() {
      for name in try names(in: device + scope) {
        let path = "\(device)\(scope)/\(name)"
        switch FileKind(path) {
        case .folder: open.append("\(scope)/\(name)")
        case .regular: if let entry = entry(path, scope: scope, file: name) { found.append(entry) }
        case .missing, .other: break
        }
      }
    }
    return found
  }

  /// What a file name says; nil for one that is no tensor.
  private static func entry(_ path: String, scope: String, file: String) -> Entry? {
    guard !file.hasPrefix(metadataPrefix) else { return nil }
    let parts = file.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count >= 4, let time = Int(parts[parts.count - 1]), parts[parts.count - 2] == identity,
      let slot = Int(parts[parts.count - 3])
    else { return nil }
    let node = scope.dropFirst().isEmpty ? "" : scope.dropFirst() + "/"
    return Entry(name: "\(node)\(parts.dropLast(3).joined(separator: "_")):\(slot)", time: time, path: path)
  }
}
