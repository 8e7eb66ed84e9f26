import Glibc
import Synchronization

/// Through which other threads send messages to the thread that runs an `EventLoop`.
///
///     let mailbox = try Mailbox<Progress>()
///     Task.detached { mailbox.post(.finished) }
///
/// Messages arrive in the order posted, each once.
public final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let wake: (read: Int32, write: Int32)

  /// - Throws: `TerminalError.systemCall` when the process has no descriptor left.
  public init() throws(TerminalError) {
    wake = try Descriptors.makePipe()
  }

  deinit {
    close(wake.read)
    close(wake.write)
  }

  /// Posts from any thread; never blocks on the loop.
  public func post(_ message: Message) {
    let wasEmpty = messages.withLock { queue in
      queue.append(message)
      return queue.count == 1
    }
    // One byte announces everything posted until the loop looks, so the pipe cannot fill.
    if wasEmpty { Descriptors.write([1], to: wake.write) }
  }

  /// Readable while there are messages.
  package var descriptor: Int32 { wake.read }

  /// Takes all messages.
  package func drain() -> [Message] {
    // The byte goes first: a message posted in between then leaves one of its own behind.
    while case .bytes = Descriptors.readAvailable(wake.read, limit: 64) {}
    return messages.withLock { queue in
      defer { queue = [] }
      return queue
    }
  }
}
