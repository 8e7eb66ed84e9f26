import Foundation

/// A JSON report that was read, and is what it says.
///
///     let document = try ReportDocument(file: "report.json")
///     ReportWriter.text(document.value, kind: .html)
public struct ReportDocument: Sendable {
  /// A report of ten thousand endpoints has some ten million bytes.
  public static let greatestSize = 256 << 20

  public let value: JSONValue

  /// - Throws: ``ReportReadingError``.
  public init(file path: String) throws(ReportReadingError) {
    do throws(ReportFault) {
      try self.init(bytes: try Self.bytes(of: path))
    } catch {
      throw ReportReadingError(path: path, fault: error)
    }
  }

  /// - Throws: ``ReportFault``.
  public init(bytes: [UInt8]) throws(ReportFault) {
    do throws(JSONError) { value = try JSONDocument.read(bytes) } catch { throw .syntax(error) }
    try Self.validate(value)
  }

  private static func bytes(of path: String) throws(ReportFault) -> [UInt8] {
    let manager = FileManager.default
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? manager.attributesOfItem(atPath: resolved) else { throw .missing }
    guard attributes[.type] as? FileAttributeType == .typeRegular else { throw .noFile }
    guard let size = attributes[.size] as? Int, size <= greatestSize else { throw .tooLarge }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: resolved)))
    } catch {
      throw .unreadable(error.localizedDescription)
    }
  }

  private static func validate(_ value: JSONValue) throws(ReportFault) {
    guard value["format"].string == JSONReport.format else { throw .otherFormat(value["format"].string) }
    guard let version = value["version"].int else { throw .damaged(field: "version") }
    guard version == JSONReport.version else { throw .otherVersion(version) }
    guard Verdict(rawValue: value["verdict"].string ?? "") != nil else { throw .damaged(field: "verdict") }
    guard case .array(let rows) = value["endpoints"] else { throw .damaged(field: "endpoints") }
    for row in rows where row["name"].string == nil || row["status"].string == nil {
      throw .damaged(field: "endpoints")
    }
  }
}

/// Why bytes are no report that can be read.
public enum ReportFault: Error, Sendable, Hashable {
  case missing
  /// A folder, a pipe or a device.
  case noFile
  case tooLarge
  /// The system's words.
  case unreadable(String)
  case syntax(JSONError)
  /// JSON of another kind; its name, where it has one.
  case otherFormat(String?)
  case otherVersion(Int)
  /// A field that every report has is missing or of another kind.
  case damaged(field: String)
}

/// Why a file is no report that can be read.
public struct ReportReadingError: Error, Sendable, Hashable {
  public let path: String
  public let fault: ReportFault
}

extension ReportReadingError: CustomStringConvertible {
  public var description: String { "\(path): \(fault)" }
}

extension ReportFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "there is no such file, or it cannot be read; \(Self.remedy)"
    case .noFile: "this is no ordinary file; \(Self.remedy)"
    case .tooLarge: "it is larger than \(ReportDocument.greatestSize >> 20) MiB, which no report is; \(Self.remedy)"
    case .unreadable(let reason): "it cannot be read: \(reason)"
    case .syntax(let error): "it is not JSON: \(error); \(Self.remedy)"
    case .otherFormat(let format?): "its format is '\(format)', not \(JSONReport.format); \(Self.remedy)"
    case .otherFormat(nil): "this JSON is no \(JSONReport.format); \(Self.remedy)"
    case .otherVersion(let version):
      "it is version \(version) of a \(JSONReport.format), and this program reads version \(JSONReport.version); read it with "
        + "the program that wrote it, or a newer one"
    case .damaged(let field): "its field '\(field)' is not what a \(JSONReport.format) has there; \(Self.remedy)"
    }
  }

  private static let remedy = "name a JSON report that this program wrote"
}
