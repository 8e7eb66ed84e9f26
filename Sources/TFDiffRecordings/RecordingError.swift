import TFDiffArtefacts
import TFDiffDebugger
import TFDiffTensor

/// Why a recording could not be read, written or compared: facts only; the wording is in `description`.
public enum RecordingError: IncomparableError, Sendable, Hashable {
  case missing(path: String)
  case unknownFormat(path: String)
  /// Nothing in it can be compared; why, of each.
  case empty(path: String, unreadable: [String])
  case file(TensorError)
  case dump(DumpError)
  /// A folder that cannot be listed.
  case folder(path: String, reason: String)
  /// A member whose name leads out of the folder that an archive is unpacked in.
  case climbingName(path: String, name: String)
  case manifest(path: String, fault: ManifestFault)
  case valuesLeftOut(endpoint: String)
  /// One recording alone.
  case noCounterpart(path: String)
  /// An endpoint that a map names and a recording has not.
  case unknownEndpoint(String, path: String, nearest: [String])
  /// What is run is not what a recording holds.
  case cannotRecord(reason: String)
}

/// What is wrong with what a recording says of itself.
public enum ManifestFault: Error, Sendable, Hashable {
  case unreadable
  case otherFormat(String)
  case newer(version: Int, known: Int)
  /// An array that it names is not there, or has another shape or element type than it says.
  case array(endpoint: String)
}

extension RecordingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path): "there is no '\(path)'"
    case .unknownFormat(let path):
      "'\(path)' is no recording: it should be a .npz or .npy file, a folder of .npy files, or a dump of tfdbg"
    case .empty(let path, let unreadable):
      "'\(path)' has nothing that can be compared"
        + (unreadable.isEmpty ? ": it has no arrays" : ": " + unreadable.prefix(3).joined(separator: "; "))
    case .file(let error): error.description
    case .dump(let error): error.description
    case .folder(let path, let reason): "cannot read folder '\(path)': \(reason)"
    case .climbingName(let path, let name):
      "'\(path)' has a member '\(name)', whose name leads out of the folder that it is unpacked in; such an archive is not "
        + "read: write it again with np.savez"
    case .manifest(let path, let fault): "'\(path)': \(fault)"
    case .valuesLeftOut(let endpoint):
      "the values of '\(endpoint)' were left out when it was recorded; record it again with a larger --budget"
    case .noCounterpart(let path):
      "'\(path)' is a recording, which has one side alone: name what to compare it with, as in "
        + "'tfdiff-tui compare \(path) OTHER', where OTHER is a recording, a model or a Python file"
    case .unknownEndpoint(let name, let path, let nearest):
      "the map names '\(name)', which '\(path)' has not."
        + (nearest.isEmpty ? "" : " Nearest: \(nearest.joined(separator: ", "))")
    case .cannotRecord(let reason): "cannot be recorded: \(reason)"
    }
  }
}

extension ManifestFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable: "its \(RecordingManifest.member) cannot be read; record the run again"
    case .otherFormat(let format):
      "its \(RecordingManifest.member) is of format '\(format)' and not '\(RecordingManifest.format)'"
    case .newer(let version, let known):
      "it is of version \(version), and this program knows up to \(known); use a newer program"
    case .array(let endpoint):
      "the array of its endpoint '\(endpoint)' is not there, or not as its \(RecordingManifest.member) says; record the run "
        + "again"
    }
  }
}
