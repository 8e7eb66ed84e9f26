import TFDiffDebugger

extension CommandTable {
  static let program: [Command] = [
    Command(
      "export", aliases: ["e", "report-to"], keys: [.character("e")], section: .program, arguments: "[FILE]",
      summary: "Write a report; the ending picks the kind: \(ReportKind.choice).", hint: "export",
      perform: Perform.export),
    Command(
      "check-line", aliases: ["@"], keys: [.character("@")], section: .program,
      summary: "Show the check command that compares the same as is done here, and copy it.", perform: Perform.reproduce
    ),
    Command(
      "edit", aliases: ["E"], keys: [.character("E")], section: .program,
      summary: "Open $EDITOR at the line to blame, or at the one under the cursor in the Stack tab.", hint: "edit",
      refusal: Perform.cannotEdit, perform: Perform.edit),
    Command(
      "command", keys: [.character(":")], section: .program, summary: "Type a command.", hint: "command",
      perform: Perform.commandLine),
    Command(
      "help", aliases: ["h", "?"], keys: [.character("?"), .function(1)], section: .program,
      summary: "Show the keys and commands.", hint: "help", perform: Perform.help),
    Command(
      "theme", aliases: ["T"], keys: [.character("T")], section: .program, arguments: "[NAME]",
      summary: "Use the next theme, or the one named.", completes: .themes, perform: Perform.theme),
    Command(
      "mouse", keys: [.character("m")], section: .program,
      summary: "Turn the mouse on or off; off, the terminal selects text.", perform: Perform.mouse),
    Command(
      "forget", section: .program,
      summary: "Forget what is remembered of this target: tolerance and breakpoints as at a first start.",
      perform: Perform.forget),
    Command(
      "redraw", keys: [.control("l")], section: .program, summary: "Paint the screen anew.",
      perform: Perform.redraw),
    Command(
      "suspend", keys: [.control("z")], section: .program, summary: "Go back to the shell; fg returns here.",
      perform: Perform.suspend),
    Command(
      "open", aliases: ["O"], keys: [.character("O")], section: .program,
      summary: "Leave this comparison, and choose another on the start screen.", refusal: Perform.cannotChooseAnother,
      perform: Perform.chooseAnother),
    Command(
      "quit", aliases: ["q", "exit"], keys: [.character("q")], section: .program,
      summary: "Leave the program; asks first while the model runs.", hint: "quit", perform: Perform.quit),
  ]
}
