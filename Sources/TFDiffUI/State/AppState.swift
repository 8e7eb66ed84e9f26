import TFDiffDebugger
import TFDiffTensor

/// Everything the screen is a function of.
///
/// Members of ``Interface`` can be named directly: `state.focus` is `state.interface.focus`.
@dynamicMemberLookup
public struct AppState: Sendable {
  public var debugger: DebuggerState {
    didSet {
      conclusion = debugger.conclusion
      facts = EndpointFacts(debugger.endpoints)
      news += 1
      if !debugger.hasNames(of: oldValue) { takeNames() }
    }
  }
  /// The verdict as far as the runs have come.
  package private(set) var conclusion: Conclusion
  /// The scopes that most endpoints' names begin with.
  package private(set) var sharedPrefix: String
  /// The scopes that the endpoints stand in.
  private(set) var scopes: ScopeIndex
  /// What is asked of all endpoints at once.
  package private(set) var facts: EndpointFacts
  /// How often the debugger has told something new.
  private(set) var news = 0
  /// The order of the list, as long as what it hangs on is the same.
  var knownOrder: KnownOrder?
  /// The newest run a snapshot came from; snapshots of older ones are dropped.
  public var runID = 0
  package var interface: Interface
  /// What was computed from the tensors that are looked at, away from the input thread.
  package var analysis: Analysis?
  /// What was asked to be computed last.
  var requestedAnalysis: AnalysisKey?
  /// The statistics of what the Attributes tab was last about, computed away from the input thread.
  package var tensorStatistics: TensorStatistics?
  /// Whose statistics were asked for last.
  var requestedStatistics: [ObjectIdentifier]?
  /// The rows of the Attributes tab, as they were last looked at.
  package private(set) var attributeRows: [AttributeRow] = []
  /// The call stacks whose frames have been named.
  package var stacks: [CallStack: StackDetail] = [:]
  /// The stack that was asked for and has not come.
  var requestedStack: CallStack?
  package var keyMap = KeyMap.standard {
    didSet { knownHelp = nil }
  }
  /// The help's lines while it is shown.
  var knownHelp: KnownHelp?
  /// The log's lines, as they were last looked at.
  package private(set) var logLines = LogLines()
  /// What a start without memory has.
  public var baseline = Baseline()
  /// Tolerance and breakpoints with all that the person has set, which the debugger may have yet to take in: what is set
  /// next goes on from here.
  package var choices: Choices
  /// What the person can go back to.
  package var past = Past()
  /// Whether the debugger has yet to take something in.
  var isSetting = false
  /// What paths are shown relative to; absolute, and empty where they are shown as they are.
  package let currentDirectory: String

  public init(debugger: DebuggerState, size: Size, themeName: String = "dark", currentDirectory: String = "") {
    self.currentDirectory = currentDirectory
    self.debugger = debugger
    choices = Choices(debugger)
    conclusion = debugger.conclusion
    facts = EndpointFacts(debugger.endpoints)
    (sharedPrefix, scopes) = ("", ScopeIndex([]))
    interface = Interface(size: size, themeName: themeName)
    takeNames()
    normalize()
  }

  /// Makes the rows of the Attributes tab where it is looked at.
  mutating func normalizeAttributes() {
    attributeRows = interface.tab == .attributes ? AttributeRows.rows(self) : []
  }

  /// Makes the lines of the log where it is looked at.
  mutating func normalizeLog() {
    guard interface.tab == .log else { return }
    logLines.update(debugger.log, width: layout.bottomArea.columns - 2, isUnfolded: interface.showsChatter)
  }

  private mutating func takeNames() {
    let names = debugger.endpoints.map(\.name)
    sharedPrefix = SharedPrefix.find(names)
    scopes = ScopeIndex(names)
  }

  public subscript<Value>(dynamicMember path: WritableKeyPath<Interface, Value>) -> Value {
    get { interface[keyPath: path] }
    set { interface[keyPath: path] = newValue }
  }
}

/// What a person did to the screen, and what they see of it.
public struct Interface: Sendable, Hashable {
  package var size: Size
  package var focus = Focus.endpoints
  /// Whether the focused pane has the screen to itself.
  package var isZoomed = false
  /// How much larger or smaller panes are than they usually are.
  package var paneSizes = PaneSizes()
  /// The endpoint that is looked at.
  package var endpointCursor = ListCursor()
  /// Whether the endpoint looked at moves on with the run.
  package var isFollowing = true
  /// The endpoint whose operations the list shows instead of the endpoints.
  package var openEndpoint: Int?
  package var operationCursor = ListCursor()
  /// The endpoint whose operations are being recorded to be looked at; its cursor goes to where they part.
  package var landing: Int?
  /// Whether it goes to the operation that computes the endpoint instead.
  package var landsOnOutput = false
  /// Which rows of the list are shown, and in which order.
  package var listing = Listing()
  package var tab = BottomTab.variables
  package var tabCursors: [BottomTab: ListCursor] = [:]
  /// What the tensor panes show, by the name of the endpoint or operation.
  package var views: [String: TensorView] = [:]
  package var overlay: Overlay?
  package var message: Message?
  package var commandHistory: [String] = []
  package var lastFind = ""
  /// What is looked for and marked.
  package var search: TextSearch?
  package var lastHelpFind = ""
  package var mouse = true
  package var heatMap = true
  package var reduction = HeatMapReduction.greatest
  package var notation = NumberNotation.decimal
  package var themeName: String
  package var themeNames: [String]
  /// Whether a command that runs the model was sent and its outcome has not come back.
  package var isAwaiting = false
  package var climb = Climb()
  /// Whether what is being run is the search for the reason of a divergence.
  package var isExplaining = false
  /// Whether what is being run is the candidate on the reference's values.
  package var isPropagating = false
  /// The run and the endpoint that have been explained without being asked.
  package var explained: Explained?
  /// What is run as soon as the explaining, which makes way for it, has stopped.
  package var afterExplaining: RunCommand?
  /// Steps typed ahead while the model runs.
  package var queue: [RunCommand] = []
  /// The files of the program that have changed since the run began.
  package var changedFiles: [String] = []
  /// The line at the top of the window on a failure.
  package var failureOffset = 0
  /// Whether the log shows what TensorFlow says of itself when it starts.
  package var showsChatter = false
  /// Counts ticks, for the spinner.
  package var frame = 0
  /// Seconds since the program's start, as of the last tick.
  package var seconds = 0
  /// What is being run, as of the last tick.
  package var work: Work?
  /// The variables and random operations of both sides, paired when they change.
  package var variables: [VariableRow] = []
  package var randoms: [RandomRow] = []
  /// Where the random operations part.
  package var parting: RandomParting?
  /// Whether the cursor of the Random tab has been put there.
  package var hasShownParting = false
  /// How many updates stand before the variables.
  package var shownUpdates = 0
  /// What is kept an eye on.
  package var watches: [Watch] = []
  /// The stacks whose frames of the runtime are shown one by one.
  package var unfoldedStacks: Set<CallStack> = []

  package init(size: Size, themeName: String) {
    self.size = size
    self.themeName = themeName
    themeNames = [themeName]
  }
}

extension DebuggerState {
  /// Whether the endpoints have the names of another state's.
  fileprivate func hasNames(of other: DebuggerState) -> Bool {
    endpoints.count == other.endpoints.count
      && endpoints.indices.allSatisfy { endpoints[$0].name == other.endpoints[$0].name }
  }
}
