import CNcurses
import Glibc

/// The locale's part that decides which characters can be drawn.
enum Locale {
  private static let variables = ["LC_ALL", "LC_CTYPE", "LANG"]

  /// Sets LC_CTYPE as `environment` says; returns whether it is UTF-8.
  ///
  /// Where no variable says anything, as in most containers and many SSH logins, UTF-8 is taken: the terminals
  /// people use speak it, and saying otherwise takes one variable. A UTF-8 locale that is not installed here,
  /// often the case at the other end of SSH, still says what the terminal speaks. Other categories stay as they
  /// are, so that numbers keep their decimal point.
  static func activate(environment: (String) -> String?) -> Bool {
    let name = variables.lazy.compactMap(environment).first { !$0.isEmpty } ?? fallback
    if setlocale(LC_CTYPE, name) == nil {
      let encoding = name.uppercased()
      setlocale(LC_CTYPE, encoding.hasSuffix("UTF-8") || encoding.hasSuffix("UTF8") ? fallback : "C")
    }
    return String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8"
  }

  private static let fallback = "C.UTF-8"
}
