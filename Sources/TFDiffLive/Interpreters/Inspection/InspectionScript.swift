/// What an interpreter is asked to run to say what it is. Standard library only, and in words that every Python from 2.7
/// on can read, so that one that is too old says so itself.
enum InspectionScript {
  /// Begins the line that holds the facts as JSON; other lines are what start-up files print.
  static let factsMark = "tfdiff-interpreter: "
  /// Begins the line that says what came of importing TensorFlow.
  static let importMark = "tfdiff-import: "
  /// The argument that asks for the import.
  static let importArgument = "import"

  static let text = [setting, packages, capabilities, importing, answer].joined(separator: "\n")

  /// The current folder must not lend its modules, and nothing but this script may write to standard output.
  private static let setting = #"""
    import sys
    sys.path[:] = [entry for entry in sys.path if entry]
    import json, os, time
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        from importlib import metadata
    except ImportError:
        metadata = None
    try:
        from importlib.util import find_spec
    except ImportError:
        find_spec = None

    def say(mark, value):
        answers.write("\n" + mark + json.dumps(value) + "\n")
        answers.flush()
    """#

  /// Versions from the packages' own records, and folders, both without importing the packages.
  private static let packages = #"""
    def recorded(name):
        start = name.replace("-", "_") + "-"
        for folder in sys.path:
            for entry in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
                stem, ending = os.path.splitext(entry)
                if ending in (".dist-info", ".egg-info") and stem.lower().startswith(start):
                    return stem[len(start):].split("-")[0]

    def version(name):
        try:
            return metadata.version(name) if metadata else recorded(name)
        except Exception:
            return None

    def folder(name):
        try:
            spec = find_spec(name)
            found = list(spec.submodule_search_locations)[0]
        except Exception:
            return None
        return found if os.path.isfile(os.path.join(found, "__init__.py")) else None

    def text(root, *parts):
        try:
            with open(os.path.join(root, *parts), "rb") as file:
                return file.read().decode("utf-8", "replace")
        except Exception:
            return ""
    """#

  /// From the source files. TensorFlow 1.15 to 2.1 keep theirs in tensorflow_core; 1.15 has other callbacks, without
  /// `add_op_callback`; 2.6 has a shim that it does not export.
  private static let capabilities = #"""
    def has(definition, *parts):
        return any(definition in text(folder(root), *parts) for root in ("tensorflow", "tensorflow_core"))

    def home(name, export):
        for package in ("keras", "tf_keras"):
            for inner in (("src", "legacy_tf_layers"), ("legacy_tf_layers",)):
                if export in text(folder(package), *(inner + (name + ".py",))):
                    return ".".join((package,) + inner + (name,))

    DISTRIBUTIONS = ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-intel", "tensorflow-macos",
                     "tensorflow-cpu-aws", "tensorflow-aarch64", "tensorflow-rocm", "intel-tensorflow", "tf-nightly",
                     "tf-nightly-cpu", "tf-nightly-gpu")

    def facts():
        found = [(name, version(name)) for name in DISTRIBUTIONS]
        found = [pair for pair in found if pair[1]]
        return {
            "python": "%d.%d.%d" % sys.version_info[:3],
            "prefix": os.path.realpath(sys.prefix),
            "makesEnvironments": bool(folder("venv") and folder("ensurepip")),
            "distribution": found[0][0] if found else None,
            "tensorFlow": found[0][1] if found else None,
            "hasTensorFlowPackage": folder("tensorflow") is not None,
            "tfSlim": version("tf-slim"), "tfKeras": version("tf-keras"), "keras": version("keras"),
            "numPy": version("numpy"),
            "runsSessions": has("class Session", "python", "client", "session.py"),
            "hasOpCallbacks": has("def add_op_callback", "python", "framework", "op_callbacks.py"),
            "variableShim": home("variable_scope_shim", "keras.utils.track_tf1_style_variables"),
            "randomTestTool": home("migration_utils", "keras.utils.DeterministicRandomTestTool"),
        }
    """#

  /// Each capability used once, for what only shows then.
  private static let importing = #"""
    def session(tf):
        v1 = tf.compat.v1
        with v1.Graph().as_default(), v1.Session() as session:
            assert session.run(v1.constant(2) + 3) == 5

    def callbacks(tf):
        from tensorflow.python.framework import op_callbacks
        seen = []
        def note(*arguments, **named):
            seen.append(arguments)
        op_callbacks.add_op_callback(note)
        tf.constant(2) + 3
        op_callbacks.remove_op_callback(note)
        assert seen, "no operation called back"

    def module(name, member):
        from importlib import import_module
        return lambda tf: getattr(import_module(name), member)

    def problem(check, tf):
        try:
            check(tf)
        except BaseException as error:
            return (type(error).__name__ + ": " + str(error)).strip()

    def imported(known):
        started = time.time()
        result = {"problems": {}}
        def load(tf):
            import tensorflow
            result["version"] = str(tensorflow.__version__)
        failure = problem(load, None)
        if failure:
            return {"failure": failure, "problems": {}}
        import tensorflow as tf
        checks = {"runsSessions": session, "hasOpCallbacks": callbacks}
        if known["tfSlim"]:
            checks["tfSlim"] = module("tf_slim", "conv2d")
        for key, member in (("variableShim", "track_tf1_style_variables"),
                            ("randomTestTool", "DeterministicRandomTestTool")):
            if known[key]:
                checks[key] = module(known[key], member)
        for key in sorted(checks, key=lambda key: key != "runsSessions"):
            found = problem(checks[key], tf) if known[key] else None
            if found:
                result["problems"][key] = found
        result["seconds"] = time.time() - started
        return result
    """#

  private static let answer = #"""
    known = facts()
    say("\#(factsMark)", known)
    if sys.argv[1:] == ["\#(importArgument)"]:
        say("\#(importMark)", imported(known))
    """#
}
