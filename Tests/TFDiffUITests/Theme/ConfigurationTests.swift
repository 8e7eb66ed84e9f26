import Foundation
import TFDiffTOML
import TFDiffUI
import Testing

/// Protects: each setting of the configuration file is read and takes effect, and a mistake is a warning that names its key.
@Suite struct ConfigurationTests {
  @Test func everyPartIsRead() {
    let (configuration, warnings) = UserConfiguration.parse(
      """
      theme = "light"
      mouse = false
      ascii = true
      [tolerance]
      rtol = 1e-3
      atol = 0
      [keys]
      step = "<F10> n"
      """, file: "config.toml")
    #expect(warnings == [])
    #expect(configuration.theme == "light")
    #expect(configuration.mouse == false)
    #expect(configuration.ascii == true)
    #expect(configuration.rtol == 1e-3)
    #expect(configuration.atol == 0)
    #expect(configuration.keys == ["step": [.function(10), .character("n")]])
  }

  @Test(arguments: [
    ("theme = 3", "config.toml: theme: expected a theme's name"),
    ("mouse = \"no\"", "config.toml: mouse: expected true or false"),
    ("colour = 1", "config.toml: colour: unknown key ‘colour’"),
    ("thme = \"x\"", "config.toml: thme: unknown key ‘thme’; did you mean ‘theme’?"),
    ("[tolerance]\nrtol = -1", "config.toml: tolerance.rtol: -1.0 is not a number of 0 or more"),
    ("[tolerance]\nrtol = nan", "config.toml: tolerance.rtol: nan is not a number of 0 or more"),
    ("[tolerance]\nrtl = 1", "config.toml: tolerance.rtl: unknown key ‘rtl’; did you mean ‘rtol’?"),
    ("[keys]\nstep = \"<Nope>\"", "config.toml: keys.step: ‘<Nope>’ is not a key"),
    ("= 3", "config.toml: line 1"), ("theme = \"dark\"\n[;", "config.toml: line 2, column 2: expected a key"),
    ("[keys]\n[[)", "config.toml: line 2, column 3: expected a key"),
  ])
  func mistakesWarn(text: String, warning: String) {
    let (_, warnings) = UserConfiguration.parse(text, file: "config.toml")
    #expect(warnings.contains { "\($0)".hasPrefix(warning) }, "\(warnings)")
  }

  @Test func aMissingFileIsAnEmptyOne() {
    let (configuration, warnings) = UserConfiguration.load(environment: ["XDG_CONFIG_HOME": "/nowhere"]) { _ in nil }
    #expect(configuration == UserConfiguration())
    #expect(warnings == [])
  }

  @Test func oneThatIsNotTextIsToldOf() {
    let (configuration, warnings) = UserConfiguration.load(
      environment: ["XDG_CONFIG_HOME": "/home"], reading: { (_) throws(TOMLFile.Fault) in throw .notUTF8 })
    #expect(configuration == UserConfiguration())
    #expect(warnings.map { "\($0)" } == ["/home/tfdiff-tui/config.toml: is not UTF-8 text; the defaults are used"])
  }

  @Test func itIsTakenOver() {
    var state = AppState(debugger: Fixture.ready, size: Size(columns: 80, rows: 24))
    var configuration = UserConfiguration()
    configuration.mouse = false
    configuration.keys = ["quit": [.character("Q")]]
    #expect(state.apply(configuration, file: "config.toml") == [])
    #expect(!state.mouseIsOn)
    #expect(reduce(into: &state, .input(.key(.character("Q")))) == [.saveSettings, .quit(status: 2)])
  }
}
