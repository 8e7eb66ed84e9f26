/// How keys are written: `n`, `<Tab>`, `<S-Tab>`, `<C-c>`, `<A-x>`, `<PageDown>`, `<F5>`.
package enum KeyNotation {
  private static let names: [(name: String, label: String, key: Key)] = [
    ("Enter", "Enter", .enter), ("Esc", "Esc", .escape), ("Tab", "Tab", .tab),
    ("S-Tab", "Shift-Tab", .backTab),
    ("Backspace", "Backspace", .backspace), ("Delete", "Delete", .delete), ("Insert", "Insert", .insert),
    ("Up", "↑", .up), ("Down", "↓", .down), ("Left", "←", .left), ("Right", "→", .right),
    ("S-Up", "Shift-↑", .shiftUp), ("S-Down", "Shift-↓", .shiftDown), ("S-Left", "Shift-←", .shiftLeft),
    ("S-Right", "Shift-→", .shiftRight), ("Home", "Home", .home), ("End", "End", .end),
    ("PageUp", "PageUp", .pageUp), ("PageDown", "PageDown", .pageDown), ("Space", "Space", .character(" ")),
    ("lt", "<", .character("<")), ("gt", ">", .character(">")), ("Escape", "Esc", .escape),
    ("Return", "Enter", .enter), ("CR", "Enter", .enter), ("BS", "Backspace", .backspace),
    ("Del", "Delete", .delete),
  ]

  /// Reads one key; nil where the text is not one.
  package static func parse(_ text: String) -> Key? {
    var rest = Substring(text)
    guard let key = parseFirst(&rest), rest.isEmpty else { return nil }
    return key
  }

  /// Reads keys written one after another, such as `nn<Tab>j`; nil where a `<…>` is not a key.
  package static func parseAll(_ text: String) -> [Key]? {
    var rest = Substring(text)
    var keys: [Key] = []
    while !rest.isEmpty {
      guard let key = parseFirst(&rest) else { return nil }
      keys.append(key)
    }
    return keys
  }

  private static func parseFirst(_ rest: inout Substring) -> Key? {
    guard let first = rest.first else { return nil }
    if first == "<", let end = rest.firstIndex(of: ">"), rest.distance(from: rest.startIndex, to: end) > 1 {
      let name = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      return named(String(name))
    }
    rest.removeFirst()
    return .character(first)
  }

  private static func named(_ name: String) -> Key? {
    let lowered = name.lowercased()
    if let entry = names.first(where: { $0.name.lowercased() == lowered }) { return entry.key }
    if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()), (1...24).contains(number) {
      return .function(number)
    }
    guard name.count == 3, let last = name.last, lowered.dropFirst().hasPrefix("-") else { return nil }
    switch lowered.first {
    case "c": return Character(last.lowercased()).isLetter ? .control(Character(last.lowercased())) : nil
    case "a", "m": return .alt(last)
    default: return nil
    }
  }

  /// The key as scripts and configuration files write it.
  package static func notation(_ key: Key) -> String {
    switch key {
    case .character(" "): "<Space>"
    case .character("<"): "<lt>"
    case .character(let character): String(character)
    case .control(let character): "<C-\(character)>"
    case .alt(let character): "<A-\(character)>"
    case .function(let number): "<F\(number)>"
    default: names.first { $0.key == key }.map { "<\($0.name)>" } ?? ""
    }
  }

  /// The key as help shows it.
  package static func label(_ key: Key) -> String {
    switch key {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "Ctrl-\(character.uppercased())"
    case .alt(let character): "Alt-\(character)"
    case .function(let number): "F\(number)"
    default: names.first { $0.key == key }?.label ?? ""
    }
  }
}
