import Dispatch
import Foundation
import Synchronization

/// Says which of some files are not what they were when a run began; owned by one thread.
///
/// It looks once a second: editors write in too many ways for a notification to be told from a change, and the files are few.
final class FileWatcher {
  private let files: WatchedFiles
  private let timer: any DispatchSourceTimer

  /// - Parameter tell: called on another thread with all that have changed, whenever these are others than before.
  init(tell: @escaping @Sendable ([String]) -> Void) {
    files = WatchedFiles(tell: tell)
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tfdiff.files", qos: .utility))
    timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
    timer.setEventHandler { [files] in files.look() }
    timer.activate()
  }

  deinit { timer.cancel() }

  /// Takes files into account as they are now; those that are known stay as they were.
  func add(_ paths: Set<String>) { files.add(paths) }

  /// A run begins, with all files as they are now.
  func begin() { files.begin() }

  /// Looks now.
  func look() { files.look() }
}

/// The files, and what they were.
private final class WatchedFiles: Sendable {
  /// What tells a file's contents from others without reading them.
  private struct Stamp: Hashable {
    let device: UInt64
    let file: UInt64
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    /// Nil where there is no such file, which an editor may be about to put in its place.
    init?(_ path: String) {
      var found = stat()
      guard stat(path, &found) == 0 else { return nil }
      (device, file, size) = (UInt64(found.st_dev), UInt64(found.st_ino), Int(found.st_size))
      (seconds, nanoseconds) = (found.st_mtim.tv_sec, found.st_mtim.tv_nsec)
    }
  }

  private struct Watch {
    var stamps: [String: Stamp] = [:]
    var told: [String] = []
  }

  private let watch = Mutex(Watch())
  private let tell: @Sendable ([String]) -> Void

  init(tell: @escaping @Sendable ([String]) -> Void) { self.tell = tell }

  func add(_ paths: Set<String>) {
    watch.withLock { watch in
      for path in paths where watch.stamps[path] == nil { watch.stamps[path] = Stamp(path) }
    }
  }

  func begin() {
    watch.withLock { watch in
      for path in watch.stamps.keys { if let stamp = Stamp(path) { watch.stamps[path] = stamp } }
      watch.told = []
    }
  }

  func look() {
    let news: [String]? = watch.withLock { watch in
      let changed = watch.stamps.filter { path, stamp in Stamp(path).map { $0 != stamp } ?? false }.keys.sorted()
      if changed == watch.told { return nil }
      watch.told = changed
      return changed
    }
    if let news { tell(news) }
  }
}
