import TFDiffTensor

/// The SHA-256 digest of bytes, in hexadecimal.
func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
  var digest = SHA256()
  digest.update(bytes)
  return digest.hexadecimal()
}

func sha256(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { sha256($0) } }
