import TFDiffDebugger
import TFDiffTensor

extension Perform {
  static func cannotWrite(_ state: AppState) -> Refusal? {
    guard let subject = state.subject else { return .noEndpoint }
    return subject.halves.reference?.tensor == nil && subject.halves.candidate?.tensor == nil
      ? .noValues(subject.name) : nil
  }

  static func write(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    let (path, slice) = try file(arguments)
    if let refusal = cannotWrite(state) { throw refusal }
    guard let subject = state.subject, let view = state.view else { throw .noEndpoint }
    let sides = try sides(for: path, state).filter { subject.halves[$0]?.tensor != nil }
    guard !sides.isEmpty else { throw .noValues(subject.name) }
    do throws(TensorError) {
      let taken = if let slice { slice } else { try shown(view) }
      // What does not fit is said now, and not after the file's name is gone from the line.
      _ = try TensorWindow(taken, of: view.window.shape)
      return [.write(SliceExport(slice: taken, sides: sides, path: path))]
    } catch {
      throw .badSlice("\(error)")
    }
  }

  /// What the panes' slice asked for, of which a window may show less.
  private static func shown(_ view: TensorView) throws(TensorError) -> TensorSlice {
    let unlimited = TensorWindow.Room(rows: .max / 2, columns: .max / 2)
    return try TensorSlice("\(view.window.fitted(to: unlimited))")
  }

  /// The file's name, and after a blank the slice.
  private static func file(_ arguments: String) throws(Refusal) -> (path: String, slice: TensorSlice?) {
    let usage = "w FILE.npy or FILE.npz, with a slice after it or without"
    guard !arguments.isEmpty else { throw .argumentNeeded(usage) }
    guard arguments.last == "]", let start = arguments.range(of: " [")?.lowerBound else { return (arguments, nil) }
    do throws(TensorError) {
      return (String(arguments[..<start]).trimmed, try TensorSlice(String(arguments[start...]).trimmed))
    } catch {
      throw .badSlice("\(error)")
    }
  }

  /// Both sides go into an archive; a file of one array is of the side whose pane the keys go to.
  private static func sides(for path: String, _ state: AppState) throws(Refusal) -> [Side] {
    let name = path.lowercased()
    if name.hasSuffix(SliceExport.archive) { return Side.allCases }
    guard name.hasSuffix(SliceExport.array) else { throw .unknownArrayFile(path) }
    switch state.focus {
    case .reference: return [.reference]
    case .candidate: return [.candidate]
    case .endpoints, .difference, .bottom: throw .noSide(path)
    }
  }
}
