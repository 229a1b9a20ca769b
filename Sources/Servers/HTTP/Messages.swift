import FlyingFox
import Foundation
import Vintner

/// Responses, all with the headers that keep a page to itself.
enum Reply {
  /// Only what this server sends, no script or style within the page, no frames around it.
  static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    + "frame-ancestors 'none'"

  private static func headers(_ type: String, caching: String) -> HTTPHeaders {
    var headers = HTTPHeaders()
    headers[.contentType] = type
    headers[.cacheControl] = caching
    headers[HTTPHeader("Content-Security-Policy")] = contentSecurityPolicy
    headers[HTTPHeader("X-Content-Type-Options")] = "nosniff"
    headers[HTTPHeader("X-Frame-Options")] = "DENY"
    headers[HTTPHeader("Referrer-Policy")] = "no-referrer"
    headers[HTTPHeader("Cross-Origin-Opener-Policy")] = "same-origin"
    headers[HTTPHeader("Cross-Origin-Resource-Policy")] = "same-origin"
    return headers
  }

  static func json(_ value: JSON, _ status: HTTPStatusCode = .ok) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: headers("application/json", caching: "no-store"), body: Data(value.bytes))
  }

  static func error(_ status: HTTPStatusCode, _ sentence: String) -> HTTPResponse {
    json(.object(["error": .text(sentence)]), status)
  }

  static func error(_ error: SessionError) -> HTTPResponse {
    let status: HTTPStatusCode =
      switch error {
      case .malformed: .badRequest
      case .absent: .notFound
      case .conflict: .conflict
      case .wrongType: .unsupportedMediaType
      case .tooLarge: .payloadTooLarge
      case .busy: .serviceUnavailable
      }
    return Self.error(status, error.description)
  }

  static func asset(_ asset: Asset) -> HTTPResponse {
    HTTPResponse(
      statusCode: .ok, headers: headers(asset.type, caching: "no-cache"), body: asset.bytes)
  }

  static func file(_ bytes: [UInt8], named name: String) -> HTTPResponse {
    var headers = headers("application/octet-stream", caching: "no-store")
    headers[.contentDisposition] = "attachment; filename=\"\(name)\""
    return HTTPResponse(statusCode: .ok, headers: headers, body: Data(bytes))
  }

  static func stream(_ frames: FrameStream) -> HTTPResponse {
    HTTPResponse(
      statusCode: .ok, headers: headers("application/x-ndjson", caching: "no-store"),
      body: HTTPBodySequence(from: frames))
  }
}

extension HTTPRequest {
  /// The whole body, if it is no larger than a limit and states its type.
  ///
  /// - Throws: `SessionError.wrongType`, `.tooLarge`.
  func body(atMost limit: Int, of types: [String]) async throws -> Data {
    let type = (headers[.contentType] ?? "").split(separator: ";").first.map {
      $0.trimmingCharacters(in: .whitespaces).lowercased()
    }
    guard let type, types.contains(type) else {
      throw SessionError.wrongType("Send this as \(types[0]), in the header Content-Type.")
    }
    let size = limit >= 1 << 20 ? "\(limit >> 20) MB" : "\(limit >> 10) kB"
    let tooLarge = SessionError.tooLarge("This is more than \(size): send less.")
    if let count = bodySequence.count, count > limit { throw tooLarge }
    var body = Data()
    for try await chunk in bodySequence {
      guard body.count + chunk.count <= limit else { throw tooLarge }
      body.append(chunk)
    }
    return body
  }

  /// The message in a JSON body.
  func message<Message: Decodable>(_ type: Message.Type) async throws -> Message {
    let body = try await body(atMost: ServerLimits.jsonBytes, of: ["application/json"])
    do {
      return try JSONDecoder().decode(type, from: body)
    } catch let error as SessionError {
      throw error
    } catch {
      throw SessionError.malformed("This command does not take such a message: reload the page.")
    }
  }
}
