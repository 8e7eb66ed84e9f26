import TFDiffTOML

extension Waivers {
  /// Reads a file of waivers:
  ///
  /// ```toml
  /// [[waiver]]
  /// layer = "Mixed_6a*"
  /// rtol = 1e-3
  /// reason = "another kernel for resizing, see #123"
  /// expires = 2027-03-01
  /// ```
  ///
  /// - Throws: ``WaiverError``.
  public init(file: String, today: CalendarDay) throws(WaiverError) {
    let text: String?
    do throws(TOMLFile.Fault) {
      text = try TOMLFile.text(file)
    } catch {
      throw WaiverError(file: file, fault: .unreadable("\(error)"))
    }
    guard let text else { throw WaiverError(file: file, fault: .unreadable("there is no such file")) }
    do throws(WaiverFault) {
      try self.init(parsing: text, file: file, today: today)
    } catch {
      throw WaiverError(file: file, fault: error)
    }
  }

  /// Reads a file's text; `file` is what it is called by.
  package init(parsing text: String, file: String, today: CalendarDay) throws(WaiverFault) {
    let document: [String: TOMLValue]
    do throws(TOMLError) { document = try TOMLDocument.read(text) } catch { throw .syntax(error) }
    for key in document.keys.sorted() where key != "waiver" { throw .unknownTable(key) }
    guard let value = document["waiver"] else { throw .empty }
    guard let tables = value.array else { throw .notAnArray }
    var waivers: [Waiver] = []
    for (place, table) in tables.enumerated() {
      guard let entries = table.table else { throw .notAnArray }
      waivers.append(try Self.waiver(entries, number: place + 1))
    }
    self.init(waivers, file: file, today: today)
  }

  private static func waiver(_ entries: [String: TOMLValue], number: Int) throws(WaiverFault) -> Waiver {
    let place = WaiverFault.Place(number: number, layer: entries["layer"]?.string)
    for key in entries.keys.sorted() where !WaiverFault.fields.contains(key) { throw .unknownField(key, place) }
    guard let layer = entries["layer"] else { throw .missing("layer", place) }
    guard let glob = layer.string, !glob.isEmpty else { throw .noText("layer", place) }
    guard let reason = entries["reason"] else { throw .missing("reason", place) }
    guard let words = reason.string, words.contains(where: { !$0.isWhitespace }) else { throw .noText("reason", place) }
    let (rtol, atol) = (try bound("rtol", entries, place), try bound("atol", entries, place))
    if rtol == nil && atol == nil { throw .noBound(place) }
    return Waiver(
      layer: glob, rtol: rtol, atol: atol, reason: words, expires: try day(entries["expires"], place))
  }

  private static func bound(
    _ name: String, _ entries: [String: TOMLValue], _ place: WaiverFault.Place
  ) throws(WaiverFault) -> Double? {
    guard let value = entries[name] else { return nil }
    guard let number = value.double, number >= 0, number.isFinite else { throw .noNumber(name, place) }
    return number
  }

  private static func day(_ value: TOMLValue?, _ place: WaiverFault.Place) throws(WaiverFault) -> CalendarDay? {
    switch value {
    case nil: return nil
    case .moment(let text)?, .string(let text)?:
      guard let day = CalendarDay(text) else { throw .noDay(place) }
      return day
    default: throw .noDay(place)
    }
  }
}

/// What is wrong with a file of waivers.
public struct WaiverError: Error, Sendable, Hashable {
  public let file: String
  public let fault: WaiverFault
}

public enum WaiverFault: Error, Sendable, Hashable {
  /// Which of the waivers, from 1, and the layer that it names, where it names one.
  public struct Place: Sendable, Hashable {
    public let number: Int
    public let layer: String?
  }
  /// The system's words.
  case unreadable(String)
  case syntax(TOMLError)
  case empty
  case unknownTable(String)
  /// `waiver` is something else than an array of tables.
  case notAnArray
  case unknownField(String, Place)
  case missing(String, Place)
  /// A field that should be text that is not empty.
  case noText(String, Place)
  case noNumber(String, Place)
  case noBound(Place)
  case noDay(Place)
}

extension WaiverError: CustomStringConvertible {
  public var description: String { "\(file): \(fault)" }
}

extension WaiverFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let reason): reason
    case .syntax(let error): "\(error)"
    case .empty: "it has no [[waiver]]; leave the file out where nothing is to be accepted"
    case .unknownTable(let key): "'\(key)' is no word of a file of waivers; each begins with [[waiver]]"
    case .notAnArray: "'waiver' is no list of tables; begin each with [[waiver]]"
    case .unknownField(let key, let place):
      "\(place) has a field '\(key)'; there are layer, rtol, atol, reason and expires.\(NearestName.suggestion(key, Self.fields))"
    case .missing("reason", let place): "\(place) has no reason; say why the difference is accepted: reason = \"…\""
    case .missing(let field, let place):
      "\(place) has no \(field); name the endpoints it is for: \(field) = \"Mixed_6a*\""
    case .noText(let field, let place): "\(place) needs text in quotes as its \(field)"
    case .noNumber(let field, let place): "\(place) needs a finite number of at least 0 as its \(field)"
    case .noBound(let place): "\(place) accepts nothing: say how much with rtol, atol or both"
    case .noDay(let place): "\(place) needs a day as its expires, such as 2027-03-01"
    }
  }

  fileprivate static let fields = ["layer", "rtol", "atol", "reason", "expires"]
}

extension WaiverFault.Place: CustomStringConvertible {
  public var description: String { "waiver \(number)" + (layer.map { " (\($0))" } ?? "") }
}
