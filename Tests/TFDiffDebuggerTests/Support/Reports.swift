import TFDiffDebugger

extension ReportContext {
  static let scripted = ReportContext(command: "tfdiff-tui check scripted")
}

extension ReportWriter {
  static func text(_ state: DebuggerState, kind: ReportKind) -> String {
    text(state, kind: kind, context: .scripted)
  }

  static func write(_ state: DebuggerState, to path: String) throws(ReportError) {
    try write(state, to: path, context: .scripted)
  }
}
