/// The numbers of the ZIP format. Source: PKWARE's APPNOTE.TXT 6.3.10, the section in brackets.
enum ZipFormat {
  /// [4.3.7]
  static let localHeader: UInt32 = 0x0403_4B50
  static let localHeaderSize = 30
  /// [4.3.12]
  static let directoryHeader: UInt32 = 0x0201_4B50
  static let directoryHeaderSize = 46
  /// Of a million members with names of usual length: a file with holes may say that it has a directory of any size.
  static let greatestDirectory = 64 << 20
  /// [4.3.16]
  static let end: UInt32 = 0x0605_4B50
  static let endSize = 22
  /// [4.3.14]
  static let end64: UInt32 = 0x0606_4B50
  static let end64Size = 56
  /// [4.3.15]
  static let locator64: UInt32 = 0x0706_4B50
  static let locator64Size = 20
  /// [4.5.3]
  static let extra64: UInt16 = 1
  /// [4.4.5]
  static let stored: UInt16 = 0
  static let deflated: UInt16 = 8
  /// Bits 0 and 6 of the flags: encrypted, strongly encrypted [4.4.4].
  static let encrypted: UInt16 = 0x41
  /// Bit 11: the name is UTF-8.
  static let utf8: UInt16 = 0x800
  /// The greatest length of the comment at the end [4.4.12].
  static let greatestComment = Int(UInt16.max)
}
