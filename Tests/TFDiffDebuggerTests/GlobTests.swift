import TFDiffDebugger
import Testing

/// Protects: patterns in breakpoints and tolerances match the names that Python's `fnmatch` matches,
/// also where many stars follow one another.
@Suite struct GlobTests {
  /// Python's `fnmatch.fnmatchcase` gives these answers.
  @Test(
    arguments: [
      ("*", "", true), ("*", "Mixed_5b", true), ("Mixed_*", "Mixed_5b", true),
      ("Mixed_*", "PreLogits", false),
      ("Conv2d_?a_3x3", "Conv2d_1a_3x3", true), ("Conv2d_?a_3x3", "Conv2d_10a_3x3", false),
      ("Conv2d_[12]a*", "Conv2d_2a_3x3", true), ("Conv2d_[!12]a*", "Conv2d_2a_3x3", false),
      ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[c-a]x", "bx", false), ("[]x]", "]", true),
      ("[!]]", "]", false), ("[", "[", true), ("[ab", "[ab", true), ("[ab", "a", false),
      ("net/*/Relu", "net/block/conv/Relu", true), ("*a*b*c*", "xxaxxbxxcxx", true),
      ("*a*b*c*", "xxaxxcxxbxx", false), ("a**b", "ab", true), ("mixed", "Mixed", false), ("", "", true),
      ("", "x", false), ("a?", "a", false), ("*?", "", false), ("[a-]", "-", true), ("a\\*", "a\\b", true),
      ("é?", "éà", true),
    ])
  func matchesAsPythonDoes(pattern: String, name: String, expected: Bool) {
    #expect(Glob(pattern).matches(name) == expected, "\(pattern) on \(name)")
  }

  /// Each would look for its end in all that follows.
  @Test func manyOpenBracketsDoNotTakeForever() {
    let brackets = String(repeating: "[", count: 200_000)
    #expect(Glob(brackets).matches(brackets))
    #expect(Glob("[]" + brackets).matches("[]" + brackets))
  }

  @Test func manyStarsDoNotTakeForever() throws {
    let name = String(repeating: "a", count: 2000)
    #expect(try !Background { Glob("a*a*a*a*a*a*a*a*b").matches(name) }.wait())
    #expect(try Background { Glob("*a*a*a*a*a*a*a*a?").matches(name) }.wait())
  }
}
