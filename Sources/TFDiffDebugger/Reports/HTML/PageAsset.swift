import Foundation
import TFDiffTensor

/// The style sheet and the script of the page, which are files of this folder; the page's policy names them by their digests, so
/// that nothing else can run in it.
struct PageAsset: Sendable {
  let text: String
  /// As a content security policy names it.
  let digest: String

  static let style = PageAsset(PackageResources.report_css)
  static let script = PageAsset(PackageResources.report_js)

  private init(_ bytes: [UInt8]) {
    text = String(decoding: bytes, as: UTF8.self)
    var hash = SHA256()
    hash.update(bytes)
    digest = "'sha256-\(Data(hash.digest).base64EncodedString())'"
  }

  /// Nothing is loaded from anywhere, nothing is sent anywhere, and nothing runs but our script.
  static var policy: String {
    "default-src 'none'; style-src \(style.digest); script-src \(script.digest); base-uri 'none'; form-action 'none'"
  }
}
