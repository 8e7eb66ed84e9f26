import TFDiffTensor

/// Arrays in a `.npz` file: what ``RecordingWriter`` writes, and what NumPy's `savez` does.
enum NpzRecording: RecordingFormat {
  static func claims(_ path: String) -> Bool { path.hasSuffix(".npz") }

  static func open(_ path: String) throws(RecordingError) -> Recording {
    let file: NpzFile
    let bytes: [UInt8]?
    do throws(TensorError) {
      file = try NpzFile(path)
      bytes = try file.bytes(ofMember: RecordingManifest.member, greatest: RecordingManifest.greatest)
    } catch {
      throw .file(error)
    }
    if let name = file.names.first(where: climbs) { throw .climbingName(path: path, name: name + ".npy") }
    guard let bytes else { return try arrays(file) }
    let manifest: RecordingManifest
    do throws(ManifestFault) {
      manifest = try RecordingManifest(bytes)
    } catch {
      throw .manifest(path: path, fault: error)
    }
    return try recorded(manifest, file)
  }

  /// Whether a name leads out of the folder that an archive is unpacked in.
  private static func climbs(_ name: String) -> Bool {
    name.hasPrefix("/") || name.split(separator: "/").contains("..")
  }

  private static func recorded(_ manifest: RecordingManifest, _ file: NpzFile) throws(RecordingError) -> Recording {
    var endpoints: [RecordedEndpoint] = []
    for endpoint in manifest.endpoints {
      guard let dtype = DType(rawValue: endpoint.dtype), endpoint.spacing >= 1, endpoint.shape.allSatisfy({ $0 >= 0 })
      else { throw .manifest(path: file.path, fault: .array(endpoint: endpoint.name)) }
      let stored = try endpoint.array.map { name throws(RecordingError) in try array(name, of: endpoint, in: file) }
      endpoints.append(
        RecordedEndpoint(
          name: endpoint.name, shape: Shape(endpoint.shape), dtype: dtype, spacing: endpoint.spacing,
          digest: endpoint.sha256, load: stored?.load))
    }
    return Recording(
      path: file.path, kind: "recording of the \(manifest.origin.side) (\(manifest.origin.runtime))",
      endpoints: endpoints, origin: manifest.origin)
  }

  /// An array as the manifest says it is.
  private static func array(
    _ name: String, of endpoint: RecordingManifest.Endpoint, in file: NpzFile
  ) throws(RecordingError) -> StoredArray {
    guard file.names.contains(name) else { throw .manifest(path: file.path, fault: .array(endpoint: endpoint.name)) }
    let stored: StoredArray
    do throws(TensorError) { stored = try file.array(name) } catch { throw .file(error) }
    guard stored.shape == Shape(endpoint.shape), stored.dtype.rawValue == endpoint.dtype else {
      throw .manifest(path: file.path, fault: .array(endpoint: endpoint.name))
    }
    return stored
  }

  private static func arrays(_ file: NpzFile) throws(RecordingError) -> Recording {
    var endpoints: [RecordedEndpoint] = []
    var unreadable: [(name: String, reason: String)] = []
    for name in file.names {
      do throws(TensorError) {
        let stored = try file.array(name)
        endpoints.append(
          RecordedEndpoint(name: name, shape: stored.shape, dtype: stored.dtype, load: stored.load))
      } catch {
        // What is of a type that is not known, such as a pickled object, stands in nobody's way.
        guard case .npy(_, .unsupportedDType) = error else { throw .file(error) }
        unreadable.append((name, error.description))
      }
    }
    return Recording(path: file.path, kind: "arrays", endpoints: endpoints, unreadable: unreadable)
  }
}

extension StoredArray {
  /// Reads the data.
  var load: @Sendable () throws(RecordingError) -> Tensor {
    { () throws(RecordingError) in
      do throws(TensorError) { return try tensor() } catch { throw .file(error) }
    }
  }
}
