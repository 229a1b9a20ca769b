import FlyingFox
import Foundation
import Vintner

extension HTTPRequest {
  /// The whole body, where it is no larger than a limit and says of what type it is.
  ///
  /// - Throws: ``BodyFault``.
  func body(atMost limit: Int, of types: [String]) async throws -> Data {
    let type = (headers[.contentType] ?? "").split(separator: ";").first.map {
      $0.trimmingCharacters(in: .whitespaces).lowercased()
    }
    guard let type, types.contains(type) else {
      throw BodyFault.type("Send this as \(types[0]), in the header Content-Type.")
    }
    if let count = bodySequence.count, count > limit { throw BodyFault.size(limit) }
    var body = Data()
    for try await chunk in bodySequence {
      guard body.count + chunk.count <= limit else { throw BodyFault.size(limit) }
      body.append(chunk)
    }
    return body
  }

  /// What a body says in JSON.
  func message<Message: Decodable>(_ type: Message.Type) async throws -> Message {
    let body = try await body(atMost: ServerLimits.jsonBytes, of: ["application/json"])
    do {
      return try JSONDecoder().decode(type, from: body)
    } catch let error as SessionError {
      throw error
    } catch {
      throw SessionError.malformed("The message is not what this command takes: see its documentation.")
    }
  }
}

/// A body that is not taken.
enum BodyFault: Error {
  case type(String)
  case size(Int)
}
