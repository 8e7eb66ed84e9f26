/// The theme that is compiled in; `themes/dark.toml` says the same, and a test holds them together.
package enum BuiltInTheme {
  package static let name = "dark"
  package static let file = ThemeFile(text: text, file: "built-in theme \(name)")
  package static let theme = file.resolve(name: name).0

  package static let text = """
    [palette]
    night = "#0f1419"
    slate = "#1b2430"
    steel = "#27364a"
    line = "#4a5a6e"
    mist = "#d8dee9"
    fog = "#94a3b5"
    blue = "#6cb6ff"
    orange = "#ff9e4a"
    rust = "#4a2708"
    gold = "#e8c268"
    white = "#ffffff"
    violet = "#c8a6ff"
    ember = "#ff8f80"

    [roles]
    text = { fg = "mist", bg = "night" }
    muted = "fog"
    border = "line"
    border-focused = { fg = "blue", bold = true }
    pane-title = "fog"
    pane-title-focused = { fg = "white", bold = true }
    title-bar = { fg = "mist", bg = "slate" }
    title-bar-match = { fg = "blue", bg = "slate", bold = true }
    title-bar-mismatch = { fg = "night", bg = "orange", bold = true }
    title-bar-running = { fg = "gold", bg = "slate", bold = true }
    hint-key = { fg = "gold", bold = true }
    hint-text = "fog"
    match = "blue"
    mismatch = { fg = "orange", bold = true }
    not-run = "fog"
    breakpoint = { fg = "violet", bold = true }
    current = { fg = "gold", bold = true }
    cursor = { bg = "steel" }
    cursor-inactive = { bg = "slate" }
    first-divergence = { bg = "rust", bold = true }
    reference = { fg = "blue", bold = true }
    candidate = { fg = "orange", bold = true }
    number = "mist"
    number-mismatch = { fg = "orange", bold = true }
    cell-cursor = { bg = "steel", underline = true }
    heat-1 = "blue"
    heat-2 = "gold"
    heat-3 = "orange"
    heat-4 = { fg = "ember", bold = true }
    bar = "blue"
    bar-mismatch = "orange"
    tab = "fog"
    tab-active = { fg = "night", bg = "blue", bold = true }
    overlay = { fg = "mist", bg = "slate" }
    overlay-border = { fg = "blue", bg = "slate" }
    overlay-title = { fg = "white", bg = "slate", bold = true }
    overlay-key = { fg = "gold", bg = "slate", bold = true }
    overlay-muted = { fg = "fog", bg = "slate" }
    overlay-selected = { fg = "white", bg = "steel" }
    input = { fg = "white", bg = "night", underline = true }
    message = "mist"
    warning = { fg = "gold", bold = true }
    error = { fg = "ember", bold = true }
    scroll-track = "line"
    scroll-thumb = "fog"

    """
}
