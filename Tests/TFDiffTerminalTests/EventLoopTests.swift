import Foundation
import TFDiffTensor
import TFDiffTerminal
import TFDiffUI
import Testing

/// Protects: the event loop keeps messages in order, draws once for all that arrived, ticks, settles
/// resizes, and ends with its reason. With the in-memory display.
@Suite struct EventLoopTests {
  @Test func messagesArriveInOrderFromManyThreads() throws {
    let mailbox = try Mailbox<Int>()
    let terminal = HeadlessTerminal()
    let loop = EventLoop(source: terminal, mailbox: mailbox)
    let (threads, each) = (4, 5000)
    for thread in 0..<threads {
      Thread.detachNewThread { for index in 0..<each { mailbox.post(thread * each + index) } }
    }
    var last = Array(repeating: -1, count: threads)
    var count = 0
    let end = loop.run { event in
      guard case .message(let number) = event else { return .proceed }
      #expect(number % each == last[number / each] + 1)
      last[number / each] = number % each
      count += 1
      return count == threads * each ? .stop : .proceed
    } repaint: {
    }
    #expect(end == .stopped)
    #expect(last == Array(repeating: each - 1, count: threads))
  }

  /// What lies ready is handled before the screen is drawn once.
  @Test func everythingThatArrivedCostsOneRepaint() throws {
    let mailbox = try Mailbox<Int>()
    let loop = EventLoop(source: HeadlessTerminal(), mailbox: mailbox)
    (0..<1000).forEach(mailbox.post)
    var repaints = 0
    var handled = 0
    _ = loop.run { _ in
      handled += 1
      return repaints == 2 ? .stop : .proceed
    } repaint: {
      repaints += 1
      if repaints == 2 {
        #expect(handled == 1000)
        mailbox.post(1)
      }
    }
    #expect(repaints == 2)
  }

  @Test func aScriptIsPlayedOneKeyARound() throws {
    let terminal = HeadlessTerminal(size: Size(columns: 5, rows: 2))
    terminal.enqueue([.key(.character("n")), .resize(Size(columns: 7, rows: 3)), .key(.character("q"))])
    terminal.finishInput()
    let loop = EventLoop(source: terminal, mailbox: try Mailbox<Never>())
    var events: [LoopEvent<Never>] = []
    let end = loop.run { event in
      events.append(event)
      return .proceed
    } repaint: {
      var screen = Screen(size: terminal.size)
      screen[0, 1] = Cell("\(events.count)")
      terminal.paint(screen)
    }
    #expect(end == .hangup)
    #expect(
      events == [
        .input(.key(.character("n"))), .input(.resize(Size(columns: 7, rows: 3))),
        .input(.key(.character("q"))), .hangup,
      ])
    #expect(terminal.paintCount == 4)
    #expect(terminal.text == "\n3\n")
  }

  @Test func ticksComeWhileAskedFor() throws {
    let loop = EventLoop(source: HeadlessTerminal(), mailbox: try Mailbox<Never>())
    loop.tickInterval = .milliseconds(1)
    var ticks = 0
    let end = loop.run { event in
      #expect(event == .tick)
      ticks += 1
      return ticks == 5 ? .stop : .proceed
    } repaint: {
    }
    #expect(end == .stopped)
  }

  @Test func anErrorInTheHandlerEndsTheLoop() throws {
    struct Planned: Error {}
    let terminal = HeadlessTerminal()
    terminal.enqueue([.key(.enter)])
    let loop = EventLoop(source: terminal, mailbox: try Mailbox<Never>())
    #expect(throws: Planned.self) {
      try loop.run { _ in
        throw Planned()
      } repaint: {
      }
    }
  }

  @Test func clipboardOfTheHeadlessTerminalKeepsTheLimit() {
    let terminal = HeadlessTerminal()
    #expect(terminal.copy(VisibleText("x = 3")) == .sent(bytes: 5))
    let long = String(repeating: "x", count: Clipboard.limit + 1)
    #expect(terminal.copy(VisibleText(long)) == .tooLong(bytes: Clipboard.limit + 1, limit: Clipboard.limit))
    #expect(terminal.clipboard == "x = 3")
  }

  @Test func resizesSettleButNotForEver() {
    var timer = ResizeTimer()
    let start = ContinuousClock.now
    var reports: [Int] = []
    for millisecond in 0..<200 {
      let now = start + .milliseconds(millisecond)
      if timer.fire(at: now) { reports.append(millisecond) }
      if millisecond < 100 { timer.signalled(at: now) }
    }
    #expect(reports == [60, 111])
  }
}
