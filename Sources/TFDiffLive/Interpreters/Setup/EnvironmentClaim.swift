import Foundation

/// The right to make an environment in a folder, held by one process at a time and given back when it ends, and with it
/// the programs it started.
final class EnvironmentClaim {
  enum Failure: Error, Equatable {
    /// Another process holds it.
    case taken
    case system(code: Int32)
  }

  private let descriptor: Int32

  /// Makes the folder where there is none, and marks it as unfinished.
  init(_ folder: EnvironmentFolder) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw .system(code: cause?.domain == NSPOSIXErrorDomain ? Int32(cause?.code ?? 0) : EACCES)
    }
    // Children inherit it: a pip that outlives this process still writes into the folder.
    descriptor = open("\(folder.path)/\(EnvironmentFolder.mark)", O_RDWR | O_CREAT, 0o666)
    guard descriptor >= 0 else { throw .system(code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      throw code == EWOULDBLOCK ? .taken : .system(code: code)
    }
    // Whoever held it until now may have taken the mark away with the folder.
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_nlink > 0 else { throw .taken }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
