import TFDiffTensor

/// The endpoints of a run that somebody recorded, in a file or a folder of any kind that is known.
///
///     let recording = try Recording("run.npz")
///     for endpoint in recording.endpoints { print(endpoint.name, endpoint.shape) }
///
/// Opening reads what there is and of which shapes. An endpoint's values are read when they are asked for.
public struct Recording: Sendable {
  public let path: String
  /// The words for what it is: `recording of the reference's run (TF1 graph)`, `arrays`, `tfdbg dump`.
  public let kind: String
  /// In the order in which they were recorded.
  public let endpoints: [RecordedEndpoint]
  /// What stands there and cannot be compared: its name, and why.
  public let unreadable: [(name: String, reason: String)]
  /// How the run that was recorded is called, where the recording says it.
  public let origin: RecordingManifest.Origin?

  init(
    path: String, kind: String, endpoints: [RecordedEndpoint], unreadable: [(name: String, reason: String)] = [],
    origin: RecordingManifest.Origin? = nil
  ) {
    self.path = path
    self.kind = kind
    self.endpoints = endpoints
    self.unreadable = unreadable
    self.origin = origin
  }

  /// - Throws: ``RecordingError``.
  public init(_ path: String) throws(RecordingError) {
    guard let format = Self.format(of: path) else {
      throw FileKind(path) == .missing ? .missing(path: path) : .unknownFormat(path: path)
    }
    let recording = try format.open(path)
    guard !recording.endpoints.isEmpty else { throw .empty(path: path, unreadable: recording.unreadable.map(\.reason)) }
    self = recording
  }

  /// Whether a path names something that is meant to be a recording, readable or not.
  public static func isRecording(_ path: String) -> Bool { format(of: path) != nil }

  /// The member of an archive in which a recording says what it is.
  public static let manifestName = RecordingManifest.member

  /// The kinds of recording that there are.
  private static let formats: [any RecordingFormat.Type] = [
    NpzRecording.self, NpyRecording.self, DumpRecording.self, FolderRecording.self,
  ]

  private static func format(of path: String) -> (any RecordingFormat.Type)? { formats.first { $0.claims(path) } }
}

/// What was recorded of an endpoint.
public struct RecordedEndpoint: Sendable {
  public let name: String
  public let shape: Shape
  public let dtype: DType
  /// How many of the layer's elements there are for each one that was recorded, as in an `EndpointEvent`.
  public let spacing: Int
  /// The digest of type, shape and elements; nil where the recording has none.
  public let digest: String?
  /// Reads the values; nil where they were left out.
  let load: (@Sendable () throws(RecordingError) -> Tensor)?

  init(
    name: String, shape: Shape, dtype: DType, spacing: Int = 1, digest: String? = nil,
    load: (@Sendable () throws(RecordingError) -> Tensor)?
  ) {
    self.name = name
    self.shape = shape
    self.dtype = dtype
    self.spacing = spacing
    self.digest = digest
    self.load = load
  }

  public var hasValues: Bool { load != nil }

  /// - Throws: ``RecordingError``, also where the values were left out.
  public func tensor() throws(RecordingError) -> Tensor {
    guard let load else { throw .valuesLeftOut(endpoint: name) }
    return try load()
  }
}

/// A kind of recording: which paths are meant to be one, and how it is opened.
protocol RecordingFormat: Sendable {
  static func claims(_ path: String) -> Bool
  static func open(_ path: String) throws(RecordingError) -> Recording
}
