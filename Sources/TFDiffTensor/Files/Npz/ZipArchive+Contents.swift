extension ZipArchive {
  /// A member's data, decompressed, its checksum compared; `arrange` then changes in place what has to be.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  func contents(
    of member: ZipMember, arrange: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(TensorError) -> TensorStorage {
    try named(member) { () throws(ZipMemberError) in
      let data = try dataRange(of: member)
      let memory = PhysicalMemory.byteCount
      guard member.size <= memory else { throw .fault(.tooLarge(byteCount: member.size, memory: memory)) }
      var failure: ZipMemberError?
      let storage = TensorStorage(byteCount: member.size) { target in
        do throws(ZipMemberError) {
          try fill(target, with: data, of: member)
          let computed = Checksum.crc32(UnsafeRawBufferPointer(target))
          guard computed == member.checksum else {
            throw .fault(.checksum(stated: member.checksum, computed: computed))
          }
          arrange(target)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      return storage
    }
  }

  /// A stored member's data where they stand in the file, mapped, their checksum compared in little memory; the file must not be
  /// cut short while they are in use.
  ///
  /// - Precondition: the member is stored.
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  func mapped(_ member: ZipMember) throws(TensorError) -> TensorStorage {
    try named(member) { () throws(ZipMemberError) in
      let data = try dataRange(of: member)
      let storage: TensorStorage
      do throws(TensorError) { storage = try file.mapped(data) } catch { throw .unreadable(error) }
      let computed = Checksum.crc32(lettingGoOf: storage)
      guard computed == member.checksum else {
        throw .fault(.checksum(stated: member.checksum, computed: computed))
      }
      return storage
    }
  }

  /// Whether a member's data can be used where they stand, and are worth it.
  func isWorthMapping(_ member: ZipMember) -> Bool {
    member.method == ZipFormat.stored && member.size >= RandomAccessFile.mappingThreshold
  }

  /// The first bytes of a member's data, decompressed no further.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  func start(of member: ZipMember, count: Int) throws(TensorError) -> [UInt8] {
    try named(member) { () throws(ZipMemberError) in
      let data = try dataRange(of: member)
      if member.method == ZipFormat.stored { return try bytes(data.prefix(count)) }
      var start = [UInt8](repeating: 0, count: count)
      var failure: ZipMemberError?
      start.withUnsafeMutableBytes { target in
        do throws(ZipMemberError) { try inflateStart(data, of: member, into: target) } catch { failure = error }
      }
      if let failure { throw failure }
      return start
    }
  }

  private func named<Result>(
    _ member: ZipMember, _ read: () throws(ZipMemberError) -> Result
  ) throws(TensorError) -> Result {
    do throws(ZipMemberError) {
      return try read()
    } catch {
      switch error {
      case .fault(let fault): throw file.npz(.member(member.name, fault: fault))
      case .unreadable(let error): throw error
      }
    }
  }

  /// Where a member's data stand, behind its local header [4.3.7], which must agree with the directory.
  private func dataRange(of member: ZipMember) throws(ZipMemberError) -> Range<Int> {
    guard member.flags & ZipFormat.encrypted == 0 else { throw .fault(.encrypted) }
    guard [ZipFormat.stored, ZipFormat.deflated].contains(member.method) else {
      throw .fault(.unsupportedMethod(Int(member.method)))
    }
    let headerEnd = member.offset.addingReportingOverflow(ZipFormat.localHeaderSize)
    guard !headerEnd.overflow, headerEnd.partialValue <= dataEnd else { throw .fault(.outsideFile) }
    var reader = LittleEndianReader(try bytes(member.offset..<headerEnd.partialValue))
    guard reader.integer(UInt32.self) == ZipFormat.localHeader,
      reader.take(4) != nil, reader.integer(UInt16.self) == member.method, reader.take(16) != nil,
      let nameLength = reader.integer(UInt16.self), let extraLength = reader.integer(UInt16.self)
    else { throw .fault(.damagedHeader) }
    let start = headerEnd.partialValue + Int(nameLength) + Int(extraLength)
    guard start <= dataEnd, member.compressedSize <= dataEnd - start else { throw .fault(.outsideFile) }
    let data = start..<start + member.compressedSize
    // One that says it has other bytes than its compressed ones can stand for is refused before any memory is taken.
    let isPossible =
      member.method == ZipFormat.stored
      ? data.count == member.size : member.size / Inflation.greatestRatio <= data.count
    guard isPossible else { throw .fault(.wrongSize(stated: member.size)) }
    return data
  }

  private func fill(
    _ target: UnsafeMutableRawBufferPointer, with data: Range<Int>, of member: ZipMember
  ) throws(ZipMemberError) {
    guard member.method == ZipFormat.stored else { return try inflate(data, into: target) }
    do throws(TensorError) { try file.read(into: target, at: data.lowerBound) } catch { throw .unreadable(error) }
  }

  private func inflate(_ data: Range<Int>, into target: UnsafeMutableRawBufferPointer) throws(ZipMemberError) {
    let inflation = Inflation(into: target)
    for start in stride(from: data.lowerBound, to: data.upperBound, by: Inflation.pieceSize) {
      let piece = try bytes(start..<min(start + Inflation.pieceSize, data.upperBound))
      guard inflation.feed(piece) else { throw .fault(.damagedData) }
    }
    guard inflation.isFinished else { throw .fault(.damagedData) }
    guard inflation.isFull else { throw .fault(.wrongSize(stated: target.count)) }
  }

  /// Fills the target and leaves the rest of the stream alone.
  private func inflateStart(
    _ data: Range<Int>, of member: ZipMember, into target: UnsafeMutableRawBufferPointer
  ) throws(ZipMemberError) {
    let inflation = Inflation(into: target)
    for start in stride(from: data.lowerBound, to: data.upperBound, by: Inflation.startPieceSize) {
      let piece = try bytes(start..<min(start + Inflation.startPieceSize, data.upperBound))
      let isSound = inflation.feed(piece)
      if inflation.isFull { return }
      guard isSound else { throw .fault(.damagedData) }
    }
    guard inflation.isFinished || inflation.isFull else { throw .fault(.damagedData) }
    guard inflation.isFull else { throw .fault(.wrongSize(stated: member.size)) }
  }

  private func bytes(_ range: Range<Int>) throws(ZipMemberError) -> [UInt8] {
    do throws(TensorError) { return try file.bytes(range) } catch { throw .unreadable(error) }
  }
}

/// Why a member cannot be read, where its name is not at hand.
private enum ZipMemberError: Error {
  case fault(NpzMemberFault)
  case unreadable(TensorError)
}
