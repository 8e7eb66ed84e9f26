/// Something a person can tell the program to do; everything the screen, the help and the manual say of it is
/// made from this declaration.
package struct Command: Sendable {
  /// Which keys hold.
  package enum Context: String, Sendable, Hashable, CaseIterable {
    case main, line, help, breakpoints, ladder, confirm, found, changed

    package var title: String {
      switch self {
      case .main: "Everywhere"
      case .line: "While typing"
      case .help: "In the help"
      case .breakpoints: "In the list of breakpoints"
      case .ladder: "In the ladder"
      case .confirm: "When asked to confirm"
      case .found: "While something is found"
      case .changed: "Right after a change"
      }
    }
  }

  package enum Section: String, Sendable, Hashable, CaseIterable {
    case running = "Running"
    case ladder = "The migration guide's ladder"
    case breakpoints = "Breakpoints"
    case looking = "Looking"
    case tensors = "Tensors"
    case program = "Program"
  }

  /// What the command line offers to complete an argument with.
  package enum Completes: Sendable, Hashable {
    case nothing, endpoints, breakConditions, breakpointIDs, ladder, themes, commands, notations, reductions, verdict
    case watches
  }

  package typealias Availability = @Sendable (AppState) -> Refusal?
  package typealias Action = @Sendable (inout AppState, String) throws(Refusal) -> [Effect]

  package let name: String
  package let aliases: [String]
  package let keys: [Key]
  package let context: Context
  package let section: Section
  /// The arguments as the manual writes them: `RTOL ATOL`, `[FILE]`.
  package let arguments: String
  package let summary: String
  /// The word of the hint bar; nil keeps the command out of it.
  package let hint: String?
  package let completes: Completes
  /// Why it cannot be done now; nil where it can.
  package let refusal: Availability
  package let perform: Action

  package init(
    _ name: String, aliases: [String] = [], keys: [Key] = [], context: Context = .main, section: Section,
    arguments: String = "", summary: String, hint: String? = nil, completes: Completes = .nothing,
    refusal: @escaping Availability = { _ in nil }, perform: @escaping Action
  ) {
    self.name = name
    self.aliases = aliases
    self.keys = keys
    self.context = context
    self.section = section
    self.arguments = arguments
    self.summary = summary
    self.hint = hint
    self.completes = completes
    self.refusal = refusal
    self.perform = perform
  }
}
