/// A `.npz` file: a ZIP archive of `.npy` files, one for each named array, as `np.savez` and `np.savez_compressed`
/// write it.
///
///     let file = try NpzFile("run.npz")
///     for name in file.names { print(name, try file.tensor(name).shape) }
///
/// Opening reads the list of members only. A member is read, and its checksum compared, when it is asked for, so that
/// one of an element type that is not supported does not stand in the way of the others. A large one that is not compressed is
/// mapped, not copied, unless its bytes must be changed; the file must then not be cut short while its tensor is in use.
public struct NpzFile: Sendable {
  /// The arrays' names in the file's order, without `.npy`. Members of another kind are left out.
  public let names: [String]

  private let archive: ZipArchive
  private let members: [String: ZipMember]

  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  public init(_ path: String) throws(TensorError) {
    let file = try RandomAccessFile(path)
    archive = try ZipArchive(file)
    var names: [String] = []
    var members: [String: ZipMember] = [:]
    for member in archive.members where member.name.hasSuffix(Self.suffix) {
      let name = String(member.name.dropLast(Self.suffix.count))
      guard members.updateValue(member, forKey: name) == nil else {
        throw .npz(path: path, fault: .duplicate(member: name))
      }
      names.append(name)
    }
    self.names = names
    self.members = members
  }

  public var path: String { archive.file.path }

  /// The bytes of a member that is no array, by its whole name; nil where there is none.
  ///
  /// - Parameter greatest: how many bytes it may have.
  /// - Throws: as ``tensor(_:)`` does.
  package func bytes(ofMember name: String, greatest: Int) throws(TensorError) -> [UInt8]? {
    guard let member = archive.members.first(where: { $0.name == name }) else { return nil }
    guard member.size <= greatest else {
      throw .npz(path: path, fault: .member(name, fault: .tooLarge(byteCount: member.size, memory: greatest)))
    }
    let storage = try archive.contents(of: member) { _ in }
    return withExtendedLifetime(storage) { Array(storage.bytes) }
  }

  /// Reads the header alone of an array by its name without `.npy`.
  ///
  /// - Throws: ``TensorError/npz(path:fault:)`` where there is no such member or it is damaged,
  ///   ``TensorError/npy(path:fault:)`` where it is not an array of a supported element type,
  ///   ``TensorError/cannotRead(path:reason:)``.
  public func array(_ name: String) throws(TensorError) -> StoredArray {
    guard let member = members[name] else { throw .npz(path: path, fault: .noMember(name, members: names)) }
    let header = try NpyFile.header(of: path + "/" + member.name, fileSize: member.size) {
      [archive] count throws(TensorError) in try archive.start(of: member, count: count)
    }
    // A member of more bytes than its array would be decompressed for nothing, however many they are.
    guard member.size == header.dataRange.upperBound else {
      throw .npz(
        path: path,
        fault: .member(member.name, fault: .excess(stated: member.size, needed: header.dataRange.upperBound)))
    }
    return StoredArray(header) { [archive] () throws(TensorError) in
      if header.staysAsItIs, archive.isWorthMapping(member) {
        return header.tensor(try archive.mapped(member).part(header.dataRange))
      }
      // An array's data are aligned where its header is, which NumPy sees to; elsewhere they are moved.
      let isAligned = header.dataOffset.isMultiple(of: header.dtype.byteCount)
      let start = isAligned ? header.dataOffset : 0
      let storage = try archive.contents(of: member) { contents in
        let data = UnsafeMutableRawBufferPointer(rebasing: contents[start..<start + header.byteCount])
        if !isAligned { data.copyMemory(from: UnsafeRawBufferPointer(rebasing: contents[header.dataRange])) }
        header.arrange(data)
      }
      return header.tensor(storage.part(start..<start + header.byteCount))
    }
  }

  /// Reads an array by its name without `.npy`.
  ///
  /// - Throws: as ``array(_:)`` does.
  public func tensor(_ name: String) throws(TensorError) -> Tensor { try array(name).tensor() }

  static let suffix = ".npy"
}
