import Foundation
import TFDiffDebugger
import TFDiffTensor

/// What was compared last, the newest first, in the folder of what is remembered, for its user alone.
struct RecentTargets {
  /// A comparison that a person has made.
  struct Item: Codable, Hashable {
    var target: String
    /// The words of a command line that makes it again, in the folder where it was made.
    var words: [String]
    var folder: String
    var verdict: Verdict
    /// In seconds since 1970.
    var time: Double
  }

  private let folder: StateFolder
  /// How many are remembered.
  private static let most = 20

  init(_ folder: StateFolder) { self.folder = folder }

  private var file: String? { folder.path.map { $0 + "/recent.json" } }

  /// None where nothing was remembered, or it cannot be read: it is only there to save typing.
  func load() -> [Item] {
    guard let file, let text = SourceFile.text(file),
      let items = try? JSONDecoder().decode([Item].self, from: Data(text.utf8))
    else { return [] }
    return Array(items.prefix(Self.most))
  }

  /// Remembers one, in the place of an earlier one of the same words in the same folder.
  ///
  /// - Throws: where the folder cannot be made or the file not be written.
  func add(_ item: Item) throws {
    guard let file else { return }
    let others = load().filter { ($0.words, $0.folder) != (item.words, item.folder) }
    try folder.make()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let items = Array(([item] + others).prefix(Self.most))
    try AtomicFile.write(Array(encoder.encode(items)), to: file, access: .ownerOnly)
  }
}

extension RecentTargets.Item {
  /// How long ago it was.
  func age(at now: Double) -> String {
    let seconds = max(0, now - time)
    return switch seconds {
    case ..<60: "just now"
    case ..<3600: "\(Int(seconds / 60)) min ago"
    case ..<86_400: "\(Int(seconds / 3600)) h ago"
    case ..<172_800: "yesterday"
    default: "\(Int(seconds / 86_400)) days ago"
    }
  }
}
