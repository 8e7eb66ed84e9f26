/// Reads documents of TOML 1.0 (https://toml.io/en/v1.0.0).
///
///     let document = try TOMLDocument.read("[tolerance]\nrtol = 1e-6\n")
///     document["tolerance"]?.table?["rtol"]?.double  // 1e-6
///
/// Whatever the text, reading ends with a value or a ``TOMLError``: the reader is Swift's own bounds-checked code and
/// asserts nothing of the text, and what is nested more deeply than ``greatestDepth`` is refused, so that neither reading
/// nor freeing a document can use up the stack.
public enum TOMLDocument {
  /// Tables and arrays inside one another, the document itself not counted.
  public static let greatestDepth = 64

  /// The document's entries. A byte order mark before it is passed over, and each end of a line in a string is `\n`.
  ///
  /// - Throws: ``TOMLError`` at the first place that is not TOML.
  public static func read(_ text: String) throws(TOMLError) -> [String: TOMLValue] {
    var parser = TOMLParser(text)
    do throws(TOMLStop) {
      try parser.document()
      return parser.root.entriesAsValues
    } catch {
      let place = parser.place(of: error.offset)
      throw TOMLError(line: place.line, column: place.column, fault: error.fault)
    }
  }
}

/// A fault at a byte of the text, whose line is not known yet.
struct TOMLStop: Error {
  let offset: Int
  let fault: TOMLFault
}
