import TFDiffDebugger

/// Why a command was not carried out: facts; the words are below.
package enum Refusal: Error, Sendable, Hashable {
  case unknownCommand(String, nearest: String?)
  case ambiguousCommand(String, [String])
  case unknownKey(Key)
  case argumentNeeded(String)
  case noArgumentTaken(command: String)
  case notANumber(String, needed: String)
  case unknownEndpoint(String, nearest: String?)
  case unknownBreakpoint(String, known: [Int])
  case unknownTheme(String, nearest: String?)
  case badSlice(String)
  case emptySlice(String, shape: String)
  case badTolerance(String)
  case badCondition(String)
  case running
  case notRunning
  case ended
  case failed(Side)
  case notInside
  case nothingRecorded
  case nothingEarlier
  case notReached(String)
  case alreadyPassed(String)
  case noEndpoint
  /// What a training step is compared by has nothing inside.
  case noOperations
  case noMismatch
  /// The candidate cannot be given the reference's values.
  case noResync(String)
  case noFurtherMismatch
  case noValues(String)
  case nothingToInspect
  case noBreakpoint
  /// No line of code is known of what is looked at.
  case noCode
  /// A file of one array needs a side.
  case noSide(String)
  case unknownArrayFile(String)
  case nothingToSearch
  case nothingToCopy
  case notToCopy(String)
  /// Nothing was looked for before.
  case nothingFoundBefore
  case notFound(String)
  case noScope
  case noScopesByError
  case noFold
  case noDifferingCell
  case noProducer(String)
  case oneSize
  case noRoom
  case badWatch(WatchFault)
  case noWatch
  case unknownWatch(String, count: Int)
  case tooManyWatches(Int)
  case noOlderPlace
  case noNewerPlace
  case nothingToUndo
  case nothingToRedo
  case noOtherTheme
  case noSlices
  case unknownNotation(String)
  case unknownReduction(String)
  case notInLadder(String)
  case noStep
  case noLadder(String)
  case skipped(LadderStep, reason: String)
}

extension Refusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownCommand(let word, let nearest):
      "No command ‘\(word)’" + (nearest.map { "; did you mean ‘\($0)’?" } ?? "; ? lists them")
    case .ambiguousCommand(let word, let names): "‘\(word)’ may be \(names.joined(separator: ", "))"
    case .unknownKey(let key): "\(KeyNotation.label(key)) does nothing here; ? lists the keys"
    case .argumentNeeded(let usage): "Write \(usage)"
    case .noArgumentTaken(let command): "‘\(command)’ takes no argument"
    case .notANumber(let text, let needed): "‘\(text)’ is not \(needed)"
    case .unknownEndpoint(let name, let nearest):
      "No endpoint ‘\(name)’" + (nearest.map { "; did you mean ‘\($0)’?" } ?? "")
    case .unknownBreakpoint(let text, let known):
      "No breakpoint \(text)" + (known.isEmpty ? "; none is set" : "; there are \(Self.list(known))")
    case .unknownTheme(let name, let nearest):
      "No theme ‘\(name)’" + (nearest.map { "; did you mean ‘\($0)’?" } ?? "; T walks through them")
    case .badSlice(let why), .badCondition(let why): why
    case .emptySlice(let slice, let shape): "slice \(slice) takes nothing of shape \(shape)"
    case .badTolerance(let text): "‘\(text)’ is not a tolerance; write RTOL ATOL, auto or GLOB=RTOL,ATOL"
    case .running: "The model is running; Ctrl-C stops it"
    case .notRunning: "Nothing is running"
    case .ended: "Both runs have ended; R restarts them"
    case .failed(let side): "The \(side.rawValue) has failed; R runs both again"
    case .notInside: "Not inside an endpoint; s steps into one"
    case .nothingRecorded: "Nothing has been run yet; n steps, c continues"
    case .nothingEarlier: "Nothing was recorded before this"
    case .notReached(let name): "\(name) has not been run; u runs until it"
    case .alreadyPassed(let name): "\(name) has been passed; move to a later endpoint, or restart with R"
    case .noEndpoint: "There is no endpoint here"
    case .noOperations: "There is nothing inside a rung: a training step is compared rung by rung"
    case .noMismatch: "No mismatch so far"
    case .noResync(let reason): "The candidate cannot be given the reference's values: \(reason)"
    case .noFurtherMismatch: "No further mismatch this way"
    case .noValues(let name): "The values of \(name) are not here to look at"
    case .nothingToInspect: "Nothing to inspect here"
    case .noBreakpoint: "No breakpoint here; b sets one at the cursor"
    case .noCode: "No line of code is known here; d goes to the first divergence, s inside it"
    case .noSide(let path): "\(path) holds one array: go to one side's pane (Tab) first, or write a .npz file of both"
    case .unknownArrayFile(let path): "\(path): the ending says what to write; known endings: .npy, .npz"
    case .nothingToCopy: "There is nothing to copy here; :copy verdict copies the verdict"
    case .notToCopy(let word): "‘\(word)’ cannot be copied; write copy, or copy verdict"
    case .nothingToSearch: "This pane has no list to find in"
    case .nothingFoundBefore: "Nothing was looked for yet; / finds a text"
    case .notFound(let text): "‘\(text)’ was not found"
    case .noScope: "There is no scope here that other rows are in as well"
    case .noScopesByError: "Sorted by error the list has no scopes; o lists it in the order of the run again"
    case .noFold: "There is nothing folded here; ← or Space folds the scope of the row"
    case .noDifferingCell:
      "The cell agrees; ] goes to one that does not, from which Enter goes to where that comes from"
    case .noProducer(let name): "It is not told what \(name) takes"
    case .oneSize: "There is no other pane here to take room from"
    case .noRoom: "The panes have no more room to give"
    case .badWatch(let fault): "\(fault)"
    case .noWatch: "There is no watch here; \(BottomTab.watch.rawValue) shows them, and :watch adds one"
    case .unknownWatch(let text, let count):
      "No watch \(text)" + (count == 0 ? "; there is none" : "; they are 1 to \(count)")
    case .tooManyWatches(let limit): "There are \(limit) watches already; :unwatch N makes room"
    case .noOlderPlace: "You have been nowhere else before"
    case .noNewerPlace: "This is where you were last; Ctrl-O goes back"
    case .nothingToUndo: "The tolerance has not been changed"
    case .nothingToRedo: "No change of the tolerance was taken back"
    case .noOtherTheme: "There is no other theme"
    case .notInLadder(let text): "‘\(text)’ is nothing to climb; write ladder, or ladder all"
    case .noStep: "There is no step here"
    case .noLadder(let name): "\(name) has no ladder"
    case .skipped(let step, let reason): "Step \(step.rawValue) was skipped: \(reason)"
    case .unknownNotation(let word):
      "‘\(word)’ is no way to write numbers; there are "
        + NumberNotation.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownReduction(let word):
      "‘\(word)’ is nothing a cell can be; there are "
        + HeatMapReduction.allCases.map(\.rawValue).joined(separator: ", ")
    case .noSlices: "The tensor has no dimensions to move through"
    }
  }

  private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}
