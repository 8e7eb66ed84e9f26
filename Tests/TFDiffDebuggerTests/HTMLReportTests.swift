import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Protects: the page is well-formed, loads nothing, runs nothing but its own script, shows foreign text as text, and says what
/// the report says.
@Suite struct HTMLReportTests {
  private static func page(_ state: DebuggerState, _ context: ReportContext = .scripted) -> String {
    ReportWriter.text(state, kind: .html, context: context)
  }

  private static func diverging() -> DebuggerState {
    CheckRunner(target: ScriptedTarget.diverging().target).run().state
  }

  @Test(arguments: 0..<60) func thePageIsWellFormedAndLoadsNothing(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let state = HostileText.state(&generator)
    let source = HostileText.text(&generator)
    let context = ReportContext(command: HostileText.text(&generator), source: { _ in source + "\n\n\n" + source })
    let page = Self.page(state, context)
    let elements = try #require(PageParser.elements(of: page), "not well-formed")
    #expect(elements.count { $0.name == "script" } == 1 && elements.count { $0.name == "style" } == 1)
    for element in elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on") && name != "src" && name != "style", "\(element.name) \(name)")
        if name == "href" { #expect(value.hasPrefix("#"), "\(value)") }
      }
    }
    let known: Set = ["html", "head", "meta", "style", "body", "script"]
    #expect(elements.filter { known.contains($0.name) }.count == 5 + elements.count { $0.name == "meta" })
    #expect(page.allSatisfy { $0 == "\n" || VisibleText.isVisible($0) })
  }

  @Test func onlyTheScriptsOwnDigestIsAllowedToRun() throws {
    let page = Self.page(Self.diverging())
    let elements = try #require(PageParser.elements(of: page))
    let policy = try #require(
      elements.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes["content"])
    #expect(policy.hasPrefix("default-src 'none';"))
    #expect(!policy.contains("unsafe") && !policy.contains("http"))
    for name in ["script", "style"] {
      let text = try #require(
        page.components(separatedBy: "<\(name)>").last?.components(separatedBy: "</\(name)>").first)
      #expect(policy.contains("\(name)-src \(try Self.digest(of: text))"))
      #expect(!text.contains("<") && !text.contains("&"), "it would not be XML")
    }
  }

  /// As openssl has it.
  private static func digest(of text: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum"]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let digits = Array(words.prefix(64))
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    return "'sha256-\(Data(bytes).base64EncodedString())'"
  }

  @Test func verdictAndCauseComeFirst() throws {
    let explanation = Explanation(
      origin: .init(endpoint: "c"), kind: .constantFactor, cause: .allCases[0], sentence: "a <factor> of 2",
      evidence: ["seen & weighed"], experiment: Experiment("halved", before: 0.5, after: 1e-9, noise: 1e-7),
      remedy: "Divide by 2.")
    var state = Self.diverging()
    state.explanations = [explanation]
    let page = Self.page(state)
    let body = try #require(page.components(separatedBy: "<main>").last)
    let order = [
      "Diverged", "<h1>scripted</h1>", "The two sides part at <code>c</code>", "A &lt;factor&gt; of 2",
      "halved: the gap closes.", "Divide by 2.", "seen &amp; weighed", "id=\"divergence\"", "id=\"endpoints\"",
      "id=\"reproduce\"",
    ]
    var rest = body[...]
    for words in order {
      let place = try #require(rest.range(of: words), "\(words) is missing, or not in its place")
      rest = rest[place.upperBound...]
    }
  }

  @Test func everyEndpointHasItsRowItsBarAndItsDetails() throws {
    let state = Self.diverging()
    let elements = try #require(PageParser.elements(of: Self.page(state)))
    let bodies = elements.filter { $0.name == "tbody" && $0.attributes["data-name"] != nil }
    #expect(bodies.map { $0.attributes["data-name"] } == ["a", "b", "c", "d"])
    #expect(bodies.map { $0.attributes["class"] } == ["match", "match", "mismatch", "mismatch"])
    #expect(bodies.map { $0.attributes["data-error"] } == ["0.0", "0.0", "0.5", "0.25"])
    #expect(elements.count { $0.attributes["class"] == "errorbar" } == 4)
    // Of the first divergence once above the table, and in the details of each row that differs.
    #expect(elements.count { $0.attributes["class"] == "heat" } == 3)
    #expect(elements.count { $0.attributes["class"] == "histogram" } == 3)
  }

  @Test func linesOfSourceAreShownAroundTheBlamedOnes() throws {
    func steps(_ last: Float, _ file: String) -> [Step] {
      let value = tensor([last])
      let stack = CallStack([StackFrame(function: "call", file: file, line: 3)])
      return [
        .operation(OperationEvent(name: "n/Mul", type: "Mul", output: value, stack: stack)), .endpoint("n", value),
      ]
    }
    let target = ScriptedTarget(
      reference: Script(steps: steps(1, "/me/old.py")), candidate: Script(steps: steps(2, "/me/new.py")))
    let state = CheckRunner(target: target.target).run().state
    let context = ReportContext(command: "c") { path in
      path == "/me/new.py" ? "one\ntwo\nthree < 3\nfour\nfive\nsix" : nil
    }
    let report = JSONReport.document(state, context: context)
    let source = try #require(report["sources"].items.first)
    #expect(report["sources"].items.count == 1, "the other file cannot be read")
    #expect(source["file"] == .string("/me/new.py") && source["line"] == .int(3) && source["first"] == .int(1))
    #expect(source["lines"].strings == ["one", "two", "three < 3", "four", "five"])
    let page = Self.page(state, context)
    #expect(page.contains("<span class=\"line marked\"><span class=\"at\">3</span>three &lt; 3</span>"))
    #expect(page.contains("/me/<wbr />old.py:3"))
  }

  @Test func manyEndpointsShareBarsAndOnlyThoseThatDifferHaveDetails() throws {
    func steps(_ offset: Float) -> [Step] {
      (0..<900).map { .endpoint("e\($0)", tensor([$0 == 500 ? 1 + offset : 1])) }
    }
    let target = ScriptedTarget(reference: Script(steps: steps(0)), candidate: Script(steps: steps(1)))
    let page = Self.page(CheckRunner(target: target.target).run().state)
    let elements = try #require(PageParser.elements(of: page))
    #expect(elements.count { $0.attributes["data-name"] != nil } == 900)
    #expect(elements.count { $0.attributes["class"] == "detail" } == 1)
    let bars = elements.filter { $0.name == "rect" && $0.attributes["rx"] == "1.5" }
    #expect(bars.count == 240 && bars.count { $0.attributes["class"] == "bar mismatch" } == 1)
    #expect(page.utf8.count < 2 << 20)
  }
}

/// Protects: a report's heat map and histogram are the tensors' own, in few characters.
@Suite struct ErrorPictureTests {
  @Test func cellsAndDecadesSayHowTheErrorIsSpread() throws {
    var (left, right) = ([Float](repeating: 1, count: 60 * 50), [Float](repeating: 1, count: 60 * 50))
    (left[0], right[0]) = (0, 1)
    (left[59 * 50 + 49], right[59 * 50 + 49]) = (.nan, 1)
    (left[10 * 50 + 20], right[10 * 50 + 20]) = (1, 1.5)
    let target = ScriptedTarget(
      reference: Script(steps: [.endpoint("p", tensor(left, [60, 50]))]),
      candidate: Script(steps: [.endpoint("p", tensor(right, [60, 50]))]))
    let report = JSONReport.document(CheckRunner(target: target.target).run().state, context: .scripted)
    let row = try #require(report["endpoints"].items.first)
    let map = row["heat_map"]
    let cells = map["cells"].strings
    #expect(cells.count == 48 && cells.allSatisfy { $0.count == 48 })
    #expect(map["source_rows"] == .int(60) && map["source_columns"] == .int(50))
    #expect(map["greatest"] == .double(1) && map["least"] == .double(0.25))
    #expect(cells.first?.first == "y" && cells.last?.last == "z")
    #expect(cells.joined().count { $0 != "0" } == 3)
    #expect(cells[8].contains("i"), "0.5 is half way from 0.25 to 1 on a logarithmic scale")
    let histogram = row["histogram"]
    #expect(histogram["equal"] == .int(2997) && histogram["non_finite"] == .int(1))
    #expect(histogram["decades"].items.map { $0["from"] } == [.double(0.1), .double(1)])
    #expect(histogram["decades"].items.map { $0["count"] } == [.int(1), .int(1)])
  }

  /// A report stays small: of many rows that differ only the first have pictures.
  @Test func onlyTheFirstFortyHavePictures() {
    func steps(_ value: Float) -> [Step] { (0..<50).map { .endpoint("e\($0)", tensor([value])) } }
    let target = ScriptedTarget(reference: Script(steps: steps(0)), candidate: Script(steps: steps(1)))
    let report = JSONReport.document(CheckRunner(target: target.target).run().state, context: .scripted)
    #expect(report["endpoints"].items.map { !$0["heat_map"].isNull } == (0..<50).map { $0 < 40 })
  }

  @Test func everyCharacterHasItsLevel() {
    let scale = HeatScale(of: [1e-6, 1])
    let levels = [1e-6, 1e-5, 1e-3, 0.1, 1].map { HeatScale.level(of: scale.character(for: $0)) ?? -1 }
    #expect(levels == levels.sorted() && levels.first ?? 0 > 0 && levels.last == 1)
    #expect(HeatScale.level(of: "0") == 0 && HeatScale.level(of: "z") == 1 && HeatScale.level(of: "!") == nil)
  }
}

/// A strict parser's view of a page.
final class PageParser: NSObject, XMLParserDelegate {
  typealias Element = (name: String, attributes: [String: String])
  private var found: [Element] = []

  /// The elements in order; nil where the page is not well-formed.
  static func elements(of page: String) -> [Element]? {
    let delegate = PageParser()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = delegate
    return parser.parse() ? delegate.found : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) { found.append((name, attributes)) }
}
