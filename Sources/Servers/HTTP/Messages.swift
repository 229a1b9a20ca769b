import Foundation
import Vintner

/// What a response says about a request.
enum HTTPStatus: Int {
  case ok = 200
  case created = 201
  case badRequest = 400
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case requestTimeout = 408
  case conflict = 409
  case lengthRequired = 411
  case contentTooLarge = 413
  case unsupportedMediaType = 415
  case tooManyRequests = 429
  case headersTooLarge = 431
  case unavailable = 503

  fileprivate var phrase: String {
    switch self {
    case .ok: "OK"
    case .created: "Created"
    case .badRequest: "Bad Request"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .requestTimeout: "Request Timeout"
    case .conflict: "Conflict"
    case .lengthRequired: "Length Required"
    case .contentTooLarge: "Content Too Large"
    case .unsupportedMediaType: "Unsupported Media Type"
    case .tooManyRequests: "Too Many Requests"
    case .headersTooLarge: "Request Header Fields Too Large"
    case .unavailable: "Service Unavailable"
    }
  }
}

/// A response.
struct Response {
  enum Body {
    case bytes(Data)
    /// In chunks, as long as there are frames.
    case frames(FrameStream)
  }

  let status: HTTPStatus
  let headers: [(String, String)]
  let body: Body
  /// What the body takes of the memory, until it is sent.
  var memory: Reservation?

  /// The response as it is sent, of a stream the head alone.
  ///
  /// - Parameters:
  ///   - staysOpen: whether the connection is used again.
  ///   - isForHead: whether the body is left out, as for the method HEAD. Default: no.
  func bytes(staysOpen: Bool, isForHead: Bool = false) -> Data {
    var (headers, content) = (headers, Data())
    switch body {
    case .bytes(let bytes):
      headers.append(("Content-Length", "\(bytes.count)"))
      if !isForHead { content = bytes }
    case .frames: headers.append(("Transfer-Encoding", "chunked"))
    }
    headers.append(("Connection", staysOpen ? "keep-alive" : "close"))
    let lines = headers.map { "\($0): \($1)\r\n" }.joined()
    return Data("HTTP/1.1 \(status.rawValue) \(status.phrase)\r\n\(lines)\r\n".utf8) + content
  }
}

/// Responses, all with the headers that keep a page to itself.
enum Reply {
  /// Only what this server sends, no script or style within the page, no frames around it.
  static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    + "frame-ancestors 'none'"

  private static func response(
    _ body: Response.Body, _ type: String, caching: String, _ status: HTTPStatus = .ok,
    _ more: [(String, String)] = []
  ) -> Response {
    let headers = [
      ("Content-Type", type), ("Cache-Control", caching),
      ("Content-Security-Policy", contentSecurityPolicy), ("X-Content-Type-Options", "nosniff"),
      ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
      ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    return Response(status: status, headers: headers + more, body: body)
  }

  static func json(_ value: JSON, _ status: HTTPStatus = .ok) -> Response {
    json(bytes: Data(value.bytes), status)
  }

  static func json(bytes: Data, _ status: HTTPStatus = .ok) -> Response {
    response(.bytes(bytes), "application/json", caching: "no-store", status)
  }

  static func error(_ status: HTTPStatus, _ sentence: String) -> Response {
    json(.object(["error": .text(sentence)]), status)
  }

  static func error(_ error: SessionError) -> Response {
    let status: HTTPStatus =
      switch error {
      case .malformed: .badRequest
      case .absent: .notFound
      case .conflict: .conflict
      case .wrongType: .unsupportedMediaType
      case .tooLarge: .contentTooLarge
      case .busy: .unavailable
      }
    return Self.error(status, error.description)
  }

  static func error(_ fault: HeadFault) -> Response {
    switch fault {
    case .malformed: error(.badRequest, "This is no request of HTTP/1.1.")
    case .tooLarge: error(.headersTooLarge, "The request's head is too large.")
    case .late: error(.requestTimeout, "The request took too long to come.")
    case .withoutLength: error(.lengthRequired, "Send a body with its length, in the header Content-Length.")
    }
  }

  static func asset(_ asset: Asset) -> Response {
    response(.bytes(asset.bytes), asset.type, caching: "no-cache")
  }

  static func file(_ bytes: [UInt8], named name: String, memory: Reservation) -> Response {
    var response = response(
      .bytes(Data(bytes)), "application/octet-stream", caching: "no-store", .ok,
      [("Content-Disposition", "attachment; filename=\"\(name)\"")])
    response.memory = memory
    return response
  }

  static func stream(_ frames: FrameStream) -> Response {
    response(.frames(frames), "application/x-ndjson", caching: "no-store")
  }
}
