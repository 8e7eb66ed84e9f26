extension CommandTable {
  static let overlays: [Command] = typing + helping + listing + climbing + confirming

  private static let typing: [Command] = [
    Command(
      "accept", keys: [.enter], context: .line, section: .program, summary: "Do what is typed.",
      hint: "accept",
      perform: Perform.acceptLine),
    Command(
      "dismiss", keys: [.escape, .control("c")], context: .line, section: .program, summary: "Leave it.",
      hint: "cancel", perform: Perform.dismissLine),
    Command(
      "complete", keys: [.tab], context: .line, section: .program,
      summary: "Complete the word; in the tolerance, go to the other number.", perform: Perform.complete),
    Command(
      "complete-back", keys: [.backTab], context: .line, section: .program, summary: "The completion before.",
      perform: Perform.completeBack),
    Command(
      "older", keys: [.up, .control("p")], context: .line, section: .program,
      summary: "An older line; in a search, the match before; in the tolerance, ten times as much.",
      perform: Perform.older),
    Command(
      "newer", keys: [.down, .control("n")], context: .line, section: .program,
      summary: "A newer line; in a search, the next match; in the tolerance, a tenth.", perform: Perform.newer
    ),
    edit("delete-backward", [.backspace], "Delete the character before.") { $0.deleteBackward() },
    edit("delete-forward", [.delete, .control("d")], "Delete the character after.") { $0.deleteForward() },
    edit("delete-word", [.control("w"), .alt("\u{7F}")], "Delete the word before.") {
      $0.deleteWordBackward()
    },
    edit("delete-to-start", [.control("u")], "Delete what is before.") { $0.deleteToStart() },
    edit("delete-to-end", [.control("k")], "Delete what is after.") { $0.deleteToEnd() },
    edit("cursor-left", [.left, .control("b")], "Move left.") { $0.moveCursor(by: -1) },
    edit("cursor-right", [.right, .control("f")], "Move right.") { $0.moveCursor(by: 1) },
    edit("cursor-start", [.home, .control("a")], "Move to the beginning.") { $0.moveToStart() },
    edit("cursor-end", [.end, .control("e")], "Move to the end.") { $0.moveToEnd() },
  ]

  private static func edit(
    _ name: String, _ keys: [Key], _ summary: String, _ change: @escaping @Sendable (inout LineEditor) -> Void
  ) -> Command {
    Command(name, keys: keys, context: .line, section: .program, summary: summary) { state, _ in
      Perform.edit(&state, change)
    }
  }

  private static let helping: [Command] = [
    Command(
      "close-help", keys: [.escape, .character("q"), .character("?"), .enter, .function(1), .control("c")],
      context: .help, section: .program, summary: "Close the help.", hint: "close", perform: Perform.dismiss),
    scroll("help-up", [.up, .character("k")], "Scroll up.", -1),
    scroll("help-down", [.down, .character("j")], "Scroll down.", 1),
    page("help-page-up", [.pageUp], "Scroll up a page.", -1),
    page("help-page-down", [.pageDown, .character(" ")], "Scroll down a page.", 1),
    Command(
      "help-find", keys: [.character("/")], context: .help, section: .program, summary: "Find a text in the help.",
      hint: "find", perform: Perform.findInHelp),
    Command(
      "help-next", keys: [.character("n")], context: .help, section: .program, summary: "Find it again further on.",
      refusal: Perform.noHelpFound,
      perform: { state, _ throws(Refusal) in try Perform.findAgainInHelp(&state, direction: 1) }),
    Command(
      "help-previous", keys: [.character("N")], context: .help, section: .program, summary: "Find it again before.",
      refusal: Perform.noHelpFound,
      perform: { state, _ throws(Refusal) in try Perform.findAgainInHelp(&state, direction: -1) }),
    scroll("help-home", [.home, .character("g")], "Scroll to the beginning.", -10_000),
    scroll("help-end", [.end, .character("G")], "Scroll to the end.", 10_000),
  ]

  private static func scroll(_ name: String, _ keys: [Key], _ summary: String, _ rows: Int) -> Command {
    Command(name, keys: keys, context: .help, section: .program, summary: summary) { state, _ in
      Perform.scrollHelp(&state, by: rows)
    }
  }

  private static func page(_ name: String, _ keys: [Key], _ summary: String, _ pages: Int) -> Command {
    Command(name, keys: keys, context: .help, section: .program, summary: summary) { state, _ in
      Perform.scrollHelp(&state, pages: pages)
    }
  }

  private static let listing: [Command] = [
    Command(
      "close-list", keys: [.escape, .character("q"), .character("B"), .control("c")], context: .breakpoints,
      section: .breakpoints, summary: "Close the list.", hint: "close", perform: Perform.dismiss),
    Command(
      "toggle-listed", keys: [.enter, .character(" ")], context: .breakpoints, section: .breakpoints,
      summary: "Disable or enable the breakpoint.", hint: "on/off", refusal: Perform.noBreakpoints,
      perform: Perform.toggleListed),
    Command(
      "delete-listed", keys: [.character("d"), .delete, .backspace], context: .breakpoints,
      section: .breakpoints,
      summary: "Delete the breakpoint.", hint: "delete", refusal: Perform.noBreakpoints,
      perform: Perform.deleteListed),
    Command(
      "add-listed", keys: [.character("a"), .character("b")], context: .breakpoints, section: .breakpoints,
      summary: "Type the condition of a new breakpoint.", hint: "add", perform: Perform.addListed),
    move("list-up", [.up, .character("k")], "Move up.", -1),
    move("list-down", [.down, .character("j")], "Move down.", 1),
    move("list-page-up", [.pageUp], "Move up a page.", -10),
    move("list-page-down", [.pageDown], "Move down a page.", 10),
  ]

  private static func move(_ name: String, _ keys: [Key], _ summary: String, _ rows: Int) -> Command {
    Command(name, keys: keys, context: .breakpoints, section: .breakpoints, summary: summary) { state, _ in
      Perform.moveInBreakpoints(&state, by: rows)
    }
  }

  private static let confirming: [Command] = [
    Command(
      "confirm", keys: [.character("y"), .character("Y"), .enter, .control("c")], context: .confirm,
      section: .program, summary: "Quit.", hint: "quit", perform: Perform.confirmQuit),
    Command(
      "decline", keys: [.character("n"), .character("N"), .escape, .character("q")], context: .confirm,
      section: .program, summary: "Stay.", hint: "stay", perform: Perform.dismiss),
  ]
}
