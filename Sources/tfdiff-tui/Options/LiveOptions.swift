import ArgumentParser
import TFDiffTargets

/// Where and what of the user's own Python is run.
struct LiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The TF1 code: a function that builds the forward pass from inputs, instead of the file's tf1_model. "
        + "FILE.py:FUNCTION names it by its file.",
      valueName: "MODULE:FUNCTION"))
  var tf1: String?

  @Option(
    help: ArgumentHelp(
      "The TF2 code: a class or function that returns a layer or model, instead of the file's tf2_model. "
        + "FILE.py:CLASS names it by its file.",
      valueName: "MODULE:CLASS"))
  var tf2: String?

  @Option(
    help: ArgumentHelp(
      "The interpreter of both sides (default: the active virtual environment's, then python3).", valueName: "PATH"))
  var python: String?

  @Option(name: .customLong("tf1-python"), help: ArgumentHelp("The reference's interpreter.", valueName: "PATH"))
  var tf1Python: String?

  @Option(name: .customLong("tf2-python"), help: ArgumentHelp("The candidate's interpreter.", valueName: "PATH"))
  var tf2Python: String?

  @Option(
    name: .customLong("tf1-launch"),
    help: ArgumentHelp(
      "Words to put before the reference's interpreter, so that it runs elsewhere.", valueName: "\"ssh HOST\""))
  var tf1Launch: String?

  @Option(
    name: .customLong("tf2-launch"), help: ArgumentHelp("The same for the candidate.", valueName: "\"ssh HOST\""))
  var tf2Launch: String?

  @Option(
    help: ArgumentHelp(
      "A TOML file whose tables [layers], [variables] and [cells] pair the reference's names with the candidate's.",
      valueName: "FILE"))
  var map: String?

  @Option(
    name: .customLong("write-map"),
    help: ArgumentHelp(
      "Write every pair that is found, of layers and variables, as a map to edit and give back.", valueName: "FILE"))
  var mapToWrite: String?

  @Flag(
    name: .customLong("copy-weights"),
    help: "Give the candidate's variables the values of the reference's that they are paired with.")
  var copiesWeights = false

  var arguments: PythonArguments {
    var arguments = PythonArguments()
    (arguments.tf1, arguments.tf2) = (tf1, tf2)
    (arguments.python, arguments.tf1Python, arguments.tf2Python) = (python, tf1Python, tf2Python)
    (arguments.tf1Launch, arguments.tf2Launch) = (tf1Launch, tf2Launch)
    (arguments.map, arguments.mapToWrite, arguments.copiesWeights) = (map, mapToWrite, copiesWeights)
    return arguments
  }
}
