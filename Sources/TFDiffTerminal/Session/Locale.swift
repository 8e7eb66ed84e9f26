import CNcurses
import Glibc

/// The locale's part that decides which characters can be drawn.
enum Locale {
  private static let variables = ["LC_ALL", "LC_CTYPE", "LANG"]

  /// Sets LC_CTYPE from the environment; returns whether it is UTF-8.
  ///
  /// Where no variable says anything, as in most containers and many SSH logins, UTF-8 is taken: the terminals
  /// people use speak it, and saying otherwise takes one variable. Other categories stay as they are, so that
  /// numbers keep their decimal point.
  static func activate(environment: (String) -> String?) -> Bool {
    let isSilent = variables.allSatisfy { (environment($0) ?? "").isEmpty }
    setlocale(LC_CTYPE, isSilent ? "C.UTF-8" : "")
    return String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8"
  }
}
