import TFDiffUI

/// What an `EventLoop` tells its handler.
public enum LoopEvent<Message: Sendable>: Sendable {
  case input(InputEvent)
  /// Another thread posted this to the mailbox.
  case message(Message)
  /// `tickInterval` has passed since the last tick.
  case tick
  /// SIGINT, SIGTERM or SIGHUP asks the program to end.
  case signal(Int32)
  /// The terminal is gone, or a script is at its end. The loop ends after this.
  case hangup
}

extension LoopEvent: Equatable where Message: Equatable {}

/// What the handler answers.
public enum LoopControl: Sendable, Hashable {
  case proceed
  case stop
}

/// Why a loop ended.
public enum LoopEnd: Sendable, Hashable {
  /// The handler said so.
  case stopped
  case hangup
}

/// Waits for keys, messages, signals and time, without using the processor meanwhile.
///
/// All that has arrived is handled before one repaint, so a held key or a burst of resizes costs one frame.
/// The loop has one owner, the thread that also owns the display.
public final class EventLoop<Message: Sendable> {
  private let source: any EventSource
  private let mailbox: Mailbox<Message>
  private var nextTick: ContinuousClock.Instant?

  public init(source: any EventSource, mailbox: Mailbox<Message>) {
    self.source = source
    self.mailbox = mailbox
  }

  /// How often the handler gets a tick; nil, the default, is never. The handler may change it.
  public var tickInterval: Duration? {
    didSet {
      guard tickInterval != oldValue else { return }
      nextTick = tickInterval.map { .now + $0 }
    }
  }

  /// Repaints once, then handles events until the handler stops the loop or the terminal is gone.
  /// - Parameters:
  ///   - handle: called once an event, in order.
  ///   - repaint: called when everything that had arrived is handled.
  public func run<Failure: Error>(
    handle: (LoopEvent<Message>) throws(Failure) -> LoopControl, repaint: () throws(Failure) -> Void
  ) throws(Failure) -> LoopEnd {
    try repaint()
    while true {
      let events = nextEvents()
      var isHangup = false
      for event in events {
        if try handle(event) == .stop { return .stopped }
        if case .hangup = event { isHangup = true }
      }
      if isHangup { return .hangup }
      if !events.isEmpty { try repaint() }
    }
  }

  private func nextEvents() -> [LoopEvent<Message>] {
    let deadline = [source.deadline, nextTick].compactMap(\.self).min()
    let descriptors = source.descriptors
    let ready = Descriptors.wait(for: descriptors + [mailbox.descriptor], until: deadline)
    let now = ContinuousClock.now
    var events = source.collect(readable: ready.filter(descriptors.contains), now: now).map(Self.event)
    if ready.contains(mailbox.descriptor) { events += mailbox.drain().map(LoopEvent.message) }
    if let tickInterval, let due = nextTick, due <= now {
      nextTick = now + tickInterval
      events.append(.tick)
    }
    return events
  }

  private static func event(_ event: TerminalEvent) -> LoopEvent<Message> {
    switch event {
    case .input(let input): .input(input)
    case .signal(let number): .signal(number)
    case .hangup: .hangup
    }
  }
}
