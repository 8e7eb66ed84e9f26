extension CommandTable {
  static let running: [Command] = [
    Command(
      "step", aliases: ["n", "next"], keys: [.character("n")], section: .running,
      summary:
        "Run both sides to the next endpoint; inside an endpoint, to its next operation. Where you look back, go "
        + "forward through what was recorded first.",
      hint: "step", refusal: Perform.cannotStep, perform: Perform.step),
    Command(
      "into", aliases: ["s", "si"], keys: [.character("s")], section: .running, arguments: "[ENDPOINT]",
      summary: "Step into the operations of the next endpoint; at a divergence, or away from the run, of the "
        + "endpoint under the cursor.",
      hint: "into", completes: .endpoints, refusal: Perform.cannotStepInto, perform: Perform.into),
    Command(
      "out", aliases: ["f", "finish", "fin"], keys: [.character("F")], section: .running,
      summary: "Run to the end of the endpoint the run is inside, or leave the operations looked at.",
      hint: "out", refusal: Perform.cannotLeave, perform: Perform.out),
    Command(
      "continue", aliases: ["c", "cont", "run", "r"], keys: [.character("c")], section: .running,
      summary: "Run to the next breakpoint or divergence, or to the end.", hint: "continue",
      refusal: Perform.cannotRun, perform: Perform.continueRun),
    Command(
      "until", aliases: ["u"], keys: [.character("u")], section: .running, arguments: "[ENDPOINT]",
      summary: "Run until the endpoint under the cursor, or the one named, has been passed.", hint: "until",
      completes: .endpoints, refusal: Perform.cannotRunUntil, perform: Perform.until),
    Command(
      "back", aliases: ["N", "prev"], keys: [.character("N")], section: .running,
      summary: "Look at what was recorded one endpoint (inside: one operation) earlier.", hint: "back",
      refusal: Perform.cannotGoBack, perform: Perform.back),
    Command(
      "follow", aliases: ["."], keys: [.character(".")], section: .running,
      summary: "Look at where the run is again.", perform: Perform.follow),
    Command(
      "why", aliases: ["explain"], keys: [.character("w")], section: .running,
      summary: "Find out why the two sides part: make the experiments again, and show what they say.", hint: "why",
      refusal: Perform.cannotExplain, perform: Perform.explain),
    Command(
      "propagation", aliases: ["resync"], keys: [.character("p")], section: .running,
      summary:
        "Find out which layers add to the difference and which hand it on: give the candidate the reference's value at "
        + "each endpoint, and show what each layer's own error is.",
      refusal: Perform.cannotPropagate, perform: Perform.propagate),
    Command(
      "restart", aliases: ["R"], keys: [.character("R")], section: .running,
      summary:
        "Go back to the start, with the same initial state and the program's files as they are now; after an error, or where a "
        + "file has changed, run to the next stop.",
      hint: "run again", perform: Perform.restart),
    Command(
      "operation-seed", section: .running, arguments: "N[@ENDPOINT[#CALL]] | none",
      summary:
        "Begin anew with the testing tool's operation_seed set to N in the candidate, after an endpoint of a call "
        + "(the first, unless another is named) or at its start; none takes back all of them.",
      completes: .endpoints, refusal: Perform.cannotSeed, perform: Perform.operationSeed),
    Command(
      "cancel", aliases: ["interrupt"], keys: [.control("c")], section: .running,
      summary: "Stop the run; when nothing runs, ask whether to quit.", perform: Perform.cancel),
  ]
}
