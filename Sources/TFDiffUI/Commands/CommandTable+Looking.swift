extension CommandTable {
  static let looking: [Command] =
    [
      Command(
        "next-pane", keys: [.tab], section: .looking, summary: "Go to the next pane.", hint: nil,
        perform: Perform.nextPane),
      Command(
        "previous-pane", keys: [.backTab], section: .looking, summary: "Go to the pane before.",
        perform: Perform.previousPane),
      Command(
        "up", keys: [.up, .character("k")], section: .looking, summary: "Move up a row.", perform: Perform.up),
      Command(
        "down", keys: [.down, .character("j")], section: .looking, summary: "Move down a row.",
        perform: Perform.down),
      Command(
        "left", keys: [.left, .character("h")], section: .looking,
        summary: "Move left a cell; in the tabs, to the tab before; in the list, fold a scope.", perform: Perform.left),
      Command(
        "right", keys: [.right, .character("l")], section: .looking,
        summary: "Move right a cell; in the tabs, to the next tab; in the list, unfold.", perform: Perform.right),
      Command(
        "page-up", keys: [.pageUp], section: .looking, summary: "Move up a page.", perform: Perform.pageUp),
      Command(
        "page-down", keys: [.pageDown], section: .looking, summary: "Move down a page.",
        perform: Perform.pageDown),
      Command(
        "home", keys: [.home, .character("g")], section: .looking, summary: "Move to the beginning.",
        perform: Perform.home),
      Command(
        "end", keys: [.end, .character("G")], section: .looking, summary: "Move to the end.",
        perform: Perform.end),
      Command(
        "inspect", keys: [.enter], section: .looking,
        summary:
          "Inspect what the cursor is on: from a list to its tensors, from a cell that differs to the operation that it comes "
          + "from, and on to where that has it from, from the difference to its greatest element, from a variable to its "
          + "stack; unfold the runtime's frames there.",
        refusal: Perform.cannotInspect, perform: Perform.inspect),
      Command(
        "zoom", aliases: ["z"], keys: [.character("z")], section: .looking,
        summary: "Give the screen to the focused pane alone, and back.", perform: Perform.zoom),
      Command(
        "close", keys: [.escape], section: .looking,
        summary: "Show all panes again, leave the operations of an endpoint, or clear the message.",
        perform: Perform.close),
      Command(
        "divergence", aliases: ["d", "first"], keys: [.character("d")], section: .looking,
        summary: "Go to the first divergence; inside an endpoint, to the operation at which it begins.", hint: "first",
        refusal: Perform.noDivergence, perform: Perform.divergence),
      Command(
        "find", aliases: ["/"], keys: [.character("/")], section: .looking, arguments: "[TEXT]",
        summary:
          "Find a text in the focused list, in other panes in the endpoints; where none has it as it is, its characters in "
          + "their order. n and N then go from match to match, until Esc.", hint: "find",
        completes: .endpoints, perform: Perform.find),
      Command(
        "only-mismatches", aliases: ["x"], keys: [.character("x")], section: .looking,
        summary: "List mismatches only, or all rows again.", perform: Perform.onlyMismatches),
      Command(
        "by-error", aliases: ["o"], keys: [.character("o")], section: .looking,
        summary: "List the greatest error first, or in the order of the run again.", perform: Perform.byError),
      Command(
        "goto", aliases: ["go"], section: .looking, arguments: "ENDPOINT",
        summary: "Go to an endpoint by its name.",
        completes: .endpoints, perform: Perform.goTo),
      Command(
        "list", aliases: ["lt", "list_tensors"], section: .looking, arguments: "[TEXT]",
        summary: "Go to the list of endpoints, and there to the next name with that text.",
        completes: .endpoints,
        perform: Perform.list),
      Command(
        "info", aliases: ["ni", "node_info"], section: .looking, arguments: "[ENDPOINT]",
        summary: "Show the operations of an endpoint.", completes: .endpoints, perform: Perform.info),
    ]
    + BottomTab.allCases.map { tab in
      Command(
        [.why, .watch].contains(tab) ? "show-\(tab.title.lowercased())" : tab.title.lowercased(),
        keys: tab.rawValue < 10 ? [.character(Character("\(tab.rawValue)"))] : [],
        section: .looking, summary: "Show the tab \(tab.title) at the bottom.",
        perform: { state, arguments throws(Refusal) in try Perform.show(tab, &state, arguments) })
    }
}
