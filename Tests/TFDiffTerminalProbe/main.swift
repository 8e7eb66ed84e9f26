// A program that takes the terminal and ends as its argument says; the tests look at what it leaves behind.
import Foundation
import TFDiffTerminal
import TFDiffUI

struct PlannedError: Error {}

func banner(_ text: String, size: Size) -> Screen {
  var screen = Screen(size: size)
  for (column, character) in text.prefix(size.columns).enumerated() {
    screen[column, 0] = Cell(String(character), style: Style(foreground: .rgb(255, 160, 60), bold: true))
  }
  return screen
}

@inline(never) func descend(_ depth: Int) -> Int {
  depth < 0 ? 0 : descend(depth + 1) &+ depth
}

func readAddress(_ bitPattern: Int) {
  guard let address = UnsafePointer<Int>(bitPattern: bitPattern) else { return }
  print(address.pointee)
}

/// Ends this process in the named way, the terminal still taken.
func end(as ending: String) throws {
  switch ending {
  case "segv": readAddress(8)
  case "overflow": print(descend(Int(getpid())))
  case "abort": abort()
  case "trap": fatalError("planned trap")
  case "fpe": raise(SIGFPE)
  case "worker":
    Thread.detachNewThread { readAddress(8) }
    while true { pause() }
  case "exit": exit(7)
  case "throw": throw PlannedError()
  case "stuck": while true { pause() }
  case "pipe":
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw PlannedError() }
    close(ends[0])
    let isRefused = write(ends[1], "x", 1) < 0
    FileHandle.standardError.write(Data((isRefused ? String(cString: strerror(errno)) + "\n" : "taken\n").utf8))
  default:
    FileHandle.standardError.write(Data("unknown ending \(ending)\n".utf8))
    exit(64)
  }
}

/// Shows every event; `q` ends it, Ctrl-Z suspends it, a signal ends it with 128 + its number.
func runLoop(on terminal: TerminalSession) throws -> Int32 {
  var status: Int32 = 0
  var last = "none"
  var (events, paints) = (0, 0)
  let loop = EventLoop(source: terminal, mailbox: try Mailbox<Never>())
  _ = loop.run { event in
    events += 1
    last = "\(event)"
    switch event {
    case .input(.key(.character("q"))): return .stop
    case .input(.key(.control("z"))): terminal.suspend()
    case .signal(let number):
      status = 128 + number
      return .stop
    default: break
    }
    return .proceed
  } repaint: {
    paints += 1
    terminal.paint(banner("ready \(events) events, \(paints) paints, last \(last)", size: terminal.size))
  }
  terminal.close()
  return status
}

func run() throws -> Int32 {
  let mode = CommandLine.arguments.dropFirst().first ?? "loop"
  let terminal = try TerminalSession.open()
  // As a library writes: with what sets the clipboard, and letters.
  FileHandle.standardError.write(Data("held back \u{1B}]52;c;aGVsZA==\u{7} \u{9B}2J é\n".utf8))
  if mode == "loop" { return try runLoop(on: terminal) }
  terminal.paint(banner("ready \(terminal.capabilities.colors)", size: terminal.size))
  try end(as: mode)
  return 0
}

do {
  exit(try run())
} catch let error as TerminalError {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(2)
} catch {
  FileHandle.standardError.write(Data("ended by \(error)\n".utf8))
  exit(3)
}
