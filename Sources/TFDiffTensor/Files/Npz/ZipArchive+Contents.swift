extension ZipArchive {
  /// A member's data, decompressed, its checksum compared.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  func contents(of member: ZipMember) throws(TensorError) -> TensorStorage {
    do throws(ZipMemberError) {
      let data = try dataRange(of: member)
      let storage = try member.method == ZipFormat.stored ? stored(member, data) : inflated(member, data)
      let computed = withExtendedLifetime(storage) { Checksum.crc32(storage.bytes) }
      guard computed == member.checksum else {
        throw .fault(.checksum(stated: member.checksum, computed: computed))
      }
      return storage
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
    return start..<start + member.compressedSize
  }

  private func stored(_ member: ZipMember, _ data: Range<Int>) throws(ZipMemberError) -> TensorStorage {
    guard data.count == member.size else { throw .fault(.wrongSize(stated: member.size)) }
    do throws(TensorError) { return try file.storage(data) } catch { throw .unreadable(error) }
  }

  /// A member that says it has more bytes than its compressed ones can stand for, or than there is memory for, is
  /// refused before any memory is taken.
  private func inflated(_ member: ZipMember, _ data: Range<Int>) throws(ZipMemberError) -> TensorStorage {
    guard member.size / Inflation.greatestRatio <= data.count else { throw .fault(.wrongSize(stated: member.size)) }
    let memory = PhysicalMemory.byteCount
    guard member.size <= memory else { throw .fault(.tooLarge(byteCount: member.size, memory: memory)) }
    var failure: ZipMemberError?
    let storage = TensorStorage(byteCount: member.size) { target in
      do throws(ZipMemberError) { try inflate(data, into: target) } catch { failure = error }
    }
    if let failure { throw failure }
    return storage
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

  private func bytes(_ range: Range<Int>) throws(ZipMemberError) -> [UInt8] {
    do throws(TensorError) { return try file.bytes(range) } catch { throw .unreadable(error) }
  }
}

/// Why a member cannot be read, where its name is not at hand.
private enum ZipMemberError: Error {
  case fault(NpzMemberFault)
  case unreadable(TensorError)
}
