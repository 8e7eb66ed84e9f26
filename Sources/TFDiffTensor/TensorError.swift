/// Why tensors could not be compared, sliced, read or written: facts only; the wording is in `description`.
public enum TensorError: Error, Sendable, Hashable {
  case shapesDiffer(reference: Shape, candidate: Shape)
  case dtypesDiffer(reference: DType, candidate: DType)
  /// An axis that the shape does not have, or the same axis twice.
  case badAxes(row: Int, column: Int, shape: Shape)
  /// The slice's text cannot be read; `column` counts characters from 1.
  case sliceSyntax(text: String, column: Int, fault: SliceFault)
  /// More items than the tensor has dimensions.
  case sliceRank(slice: String, items: Int, shape: Shape)
  case sliceIndex(slice: String, axis: Int, index: Int, shape: Shape)
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  case npy(path: String, fault: NpyFault)
  case npz(path: String, fault: NpzFault)
}

/// What is wrong with the text of a slice.
public enum SliceFault: Sendable, Hashable {
  case missingOpeningBracket
  case missingClosingBracket
  case textAfterBracket
  case missingItem
  case unexpectedCharacter(String)
  case secondEllipsis
  case zeroStep
  case tooManyColons
  case numberTooLarge
}

/// What is wrong with a `.npz` file.
public enum NpzFault: Sendable, Hashable {
  case notZip
  case severalDisks
  /// The list of members is not what its end says, or does not fit into the file.
  case damagedDirectory
  /// Its list of members is longer than any that a program writes.
  case directoryTooLarge(byteCount: Int, greatest: Int)
  case duplicate(member: String)
  case noMember(String, members: [String])
  case member(String, fault: NpzMemberFault)
}

/// What is wrong with one member of a `.npz` file.
public enum NpzMemberFault: Sendable, Hashable {
  case encrypted
  /// ZIP's number of a way of compressing that is neither stored nor deflated.
  case unsupportedMethod(Int)
  /// What stands before the data is not what the list of members says.
  case damagedHeader
  case outsideFile
  /// More bytes than so many compressed ones can stand for, or other than the data have.
  case wrongSize(stated: Int)
  case tooLarge(byteCount: Int, memory: Int)
  /// More bytes than its array has.
  case excess(stated: Int, needed: Int)
  case damagedData
  case checksum(stated: UInt32, computed: UInt32)
}

/// What is wrong with a `.npy` file.
public enum NpyFault: Sendable, Hashable {
  case notNpy
  case unknownVersion(major: Int, minor: Int)
  case truncatedHeader(expected: Int, got: Int)
  case truncatedData(expected: Int, got: Int)
  /// The header is not the dictionary it should be; the words say what is wrong with it.
  case header(String)
  /// NumPy's name of an element type; that of a structured one starts with `[`.
  case unsupportedDType(String)
}

extension TensorError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shapesDiffer(let reference, let candidate):
      "shapes differ: reference \(reference), candidate \(candidate); only tensors of one shape can be compared"
    case .dtypesDiffer(let reference, let candidate):
      "element types differ: reference \(reference), candidate \(candidate); convert one of them first"
    case .badAxes(let row, let column, let shape):
      "axes \(row) and \(column) are not two dimensions of shape \(shape)"
        + (shape.rank == 0 ? "" : "; choose two different ones from 0 to \(shape.rank - 1)")
    case .sliceSyntax(let text, let column, let fault):
      "slice \(quoted(text)), column \(column): \(fault)"
    case .sliceRank(let slice, let items, let shape):
      "slice \(slice) has \(items) items for shape \(shape), which has \(shape.rank) dimensions; "
        + "leave out \(items - shape.rank)"
    case .sliceIndex(let slice, let axis, let index, let shape):
      "slice \(slice): index \(index) is outside dimension \(axis) of shape \(shape); "
        + (shape[axis] == 0 ? "it is empty" : "use \(-shape[axis]) to \(shape[axis] - 1)")
    case .cannotRead(let path, let reason):
      "cannot read \(quoted(path)): \(reason)"
    case .cannotWrite(let path, let reason):
      "cannot write \(quoted(path)): \(reason); choose a folder that exists and that you may write to"
    case .npy(let path, let fault):
      "\(quoted(path)): \(fault)"
    case .npz(let path, let fault):
      "\(quoted(path)): \(fault)"
    }
  }
}

extension SliceFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingOpeningBracket: "a slice starts with '[', as in [0, 17, 0:12, 0:6]"
    case .missingClosingBracket: "the closing ']' is missing"
    case .textAfterBracket: "nothing may follow the closing ']'"
    case .missingItem: "expected an index, a range such as 0:12, or '...'"
    case .unexpectedCharacter(let character):
      "unexpected '\(character)'; a slice is made of whole numbers, ':', ',' and '...'"
    case .secondEllipsis: "'...' may stand only once; write ':' for each of the other dimensions"
    case .zeroStep: "a step cannot be 0; use 1, or -1 to go backwards"
    case .tooManyColons: "a range has at most two colons, start:stop:step"
    case .numberTooLarge: "the number has more than \(SliceParser.greatestDigits) digits"
    }
  }
}

extension NpyFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notNpy:
      "not a .npy file (it does not start with \\x93NUMPY); write one with np.save(path, array)"
    case .unknownVersion(let major, let minor):
      "version \(major).\(minor) of the .npy format is not known; np.save writes 1.0, 2.0 or 3.0"
    case .truncatedHeader(let expected, let got):
      "the header is cut off: \(expected) bytes expected, \(got) there; save the file again"
    case .truncatedData(let expected, let got):
      "the data is cut off: \(expected) bytes expected, \(got) there; save the file again"
    case .header(let problem):
      "the header is damaged: \(problem); save the file again with np.save(path, array)"
    case .unsupportedDType(let descr):
      "element type \(quoted(descr)) is not supported; \(Self.remedy(for: descr))"
    }
  }

  /// What to do with an element type that is not supported, given NumPy's name for it.
  private static func remedy(for descr: String) -> String {
    switch descr.first(where: { !"<>=|".contains($0) }) {
    case "i", "u": "save it with x.astype(np.int64)"
    case "f": "save it with x.astype(np.float32)"
    case "c": "save x.real and x.imag apart, with astype(np.float32)"
    case "[": "save its fields apart, each with astype(np.float32)"
    default: "save numbers, with x.astype(np.float32)"
    }
  }
}

extension NpzFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notZip:
      "not a .npz file, or cut off (it has no ZIP directory at its end); write it again with np.savez(path, name=array)"
    case .severalDisks:
      "it is one part of a ZIP archive in several parts; write it again with np.savez(path, name=array)"
    case .damagedDirectory:
      "its list of members is damaged; write it again with np.savez(path, name=array)"
    case .directoryTooLarge(let byteCount, let greatest):
      "its list of members has \(byteCount) bytes, and at most \(greatest) are read; write it again with fewer arrays"
    case .duplicate(let member):
      "it has several members \(quoted(member)); write it again with one array under each name"
    case .noMember(let name, let members):
      "it has no member \(quoted(name)); "
        + (members.isEmpty ? "it has none at all" : "it has \(listed(members))")
    case .member(let name, let fault):
      "member \(quoted(name)): \(fault)"
    }
  }
}

extension NpzMemberFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .encrypted: "it is encrypted; write the file again without a password"
    case .unsupportedMethod(let method):
      "compression method \(method) is not supported; write the file with np.savez or np.savez_compressed"
    case .damagedHeader: "its header is damaged; \(Self.remedy)"
    case .outsideFile: "it reaches beyond the file's data, which is cut off or damaged; \(Self.remedy)"
    case .wrongSize(let stated): "it does not have the \(stated) bytes that the file says; \(Self.remedy)"
    case .tooLarge(let byteCount, let memory):
      "it takes \(byteCount) bytes, and this machine has \(memory) bytes of memory; save a smaller part of the array"
    case .excess(let stated, let needed):
      "it has \(stated) bytes, of which its array takes \(needed); write the file again with np.savez(path, name=array)"
    case .damagedData: "its compressed data are damaged; \(Self.remedy)"
    case .checksum(let stated, let computed):
      "its data are damaged (CRC-32 \(hexadecimal(computed)), should be \(hexadecimal(stated))); \(Self.remedy)"
    }
  }

  private static let remedy = "write the file again, or copy it again from where it was written"
}
