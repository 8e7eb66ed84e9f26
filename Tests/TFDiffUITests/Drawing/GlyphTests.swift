import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: `check` and the screen carry a status by one sign, in either set of characters.
@Suite struct GlyphTests {
  @Test(arguments: [(SymbolSet.unicode, Glyphs.unicode), (.ascii, .ascii)])
  func theSignOfAStatusIsThatOfCheck(symbols: SymbolSet, glyphs: Glyphs) {
    for status in [Status.match, .mismatch, .notRun, .missingReference, .candidateOnly] {
      #expect(symbols.symbol(for: status) == String(glyphs.symbol(Glyphs.Symbol(status))))
    }
    for verdict in [LadderVerdict.passed, .failed, .notRun] {
      #expect(symbols.symbol(for: verdict) == String(glyphs.symbol(verdict)))
    }
  }
}
