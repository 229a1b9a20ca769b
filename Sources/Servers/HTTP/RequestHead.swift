import Foundation

/// The line and the headers of a request.
struct RequestHead: Sendable {
  let method: String
  /// The path as it was sent, without any decoding.
  let path: String
  /// What follows the question mark, if there is one.
  let query: String
  /// The values by names in lower case; those of a name that is repeated are separated by commas.
  private let headers: [String: String]

  /// The value of a header.
  subscript(header: String) -> String? { headers[header] }

  /// The body's length in bytes, 0 where there is none.
  let bodyCount: Int
  /// Whether the connection is used again.
  var staysOpen: Bool { self["connection"]?.lowercased().contains("close") != true }

  var isForAPI: Bool { path.hasPrefix("/api/") }

  /// The value of a name in the query, such as `as=swift`.
  func queried(_ name: String) -> String? {
    for pair in query.split(separator: "&") where pair.hasPrefix(name + "=") {
      return String(pair.dropFirst(name.utf8.count + 1)).removingPercentEncoding
    }
    return nil
  }
}

/// Why a head is not accepted.
enum HeadFault: Error {
  case malformed, tooLarge, late, withoutLength
}

extension RequestHead {
  /// Reads a head, in a time that grows with its length alone.
  ///
  /// - Parameter bytes: up to the empty line, which may be included.
  /// - Throws: `HeadFault.malformed`, `.withoutLength` where the body's length is not stated.
  init(_ bytes: some Collection<UInt8>) throws(HeadFault) {
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }.drop(while: \.isEmpty)
    guard let first = lines.first else { throw .malformed }
    let words = first.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 3, words[2].elementsEqual("HTTP/1.1".utf8), Self.isToken(words[0]),
      !words[1].isEmpty, words[1].allSatisfy({ 0x21...0x7E ~= $0 })
    else { throw .malformed }
    method = String(decoding: words[0], as: UTF8.self)
    let target = words[1].split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    path = String(decoding: target[0], as: UTF8.self)
    query = target.count > 1 ? String(decoding: target[1], as: UTF8.self) : ""
    var headers: [String: String] = [:]
    for line in lines.dropFirst() where !line.isEmpty {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), Self.isToken(line[..<colon]),
        line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
      else { throw .malformed }
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      let value = String(decoding: line[line.index(after: colon)...], as: UTF8.self)
        .trimmingCharacters(in: .whitespaces)
      // In place: a name may be repeated any number of times.
      if headers[name]?.append(", " + value) == nil { headers[name] = value }
    }
    self.headers = headers
    if headers["transfer-encoding"] != nil { throw .withoutLength }
    guard let length = headers["content-length"] else {
      bodyCount = 0
      return
    }
    guard length.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let count = Int(length)
    else {
      throw .malformed
    }
    bodyCount = count
  }

  /// Source: RFC 9110, section 5.6.2.
  private static func isToken(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }

  /// Where a head ends: after the first empty line that follows another one; `nil` where it does not.
  ///
  /// - Parameter start: where to begin to search, within the bytes.
  static func end(in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "\n") else {
        place += 1
        continue
      }
      if place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\n") { return place + 2 }
      if place + 2 < bytes.count, bytes[place + 1] == UInt8(ascii: "\r"),
        bytes[place + 2] == UInt8(ascii: "\n")
      {
        return place + 3
      }
      place += 1
    }
    return nil
  }
}
