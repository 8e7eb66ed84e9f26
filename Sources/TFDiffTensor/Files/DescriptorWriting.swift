#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes whole pieces of memory to open files: the one place that calls `write(2)` for what has to arrive.
package enum DescriptorWriting {
  /// Waits where the other end takes nothing for the moment, as a full pipe does that somebody made non-blocking.
  ///
  /// The process must not end by SIGPIPE where the other end of a pipe may go away.
  package static func write(_ parts: [UnsafeRawBufferPointer], to descriptor: Int32) throws(WriteFault) {
    for part in parts {
      var rest = part[...]
      while let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let written = retryingInterrupts { writeBytes(descriptor, base, rest.count) }
        if written >= 0 {
          rest = rest.dropFirst(written)
        } else {
          guard errno == EAGAIN else { throw .system(errno) }
          waitUntilWritable(descriptor)
        }
      }
    }
  }

  package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFault) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(WriteFault) in
      try write([UnsafeRawBufferPointer(bytes)], to: descriptor)
    }
  }

  private static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&request, 1, -1)
  }
}
