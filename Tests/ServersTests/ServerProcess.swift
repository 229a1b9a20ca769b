import Foundation
import TestSupport

/// `vintner playground` as a process, and its address.
final class ServerProcess {
  let running: RunningCommand
  let port: UInt16
  let token: String

  /// - Parameters:
  ///   - limit: an option of the shell's `ulimit` for the process. Default: none.
  ///   - arguments: beside `--port 0 --no-open`.
  init(limit: String? = nil, _ arguments: String...) throws {
    let vintner = ["playground", "--port", "0", "--no-open"] + arguments
    running = try
      (limit.map { limit in
        Command(
          URL(filePath: "/bin/sh"),
          ["-c", "ulimit \(limit) && exec \"$0\" \"$@\"", BuiltProducts.vintner.path] + vintner)
      } ?? Command(BuiltProducts.vintner, vintner)).start()
    try running.wait(for: "\n")
    let address = running.outputSoFar.firstMatch(of: /127\.0\.0\.1:([0-9]+)\/#([0-9a-f]{32})\n/)!
    port = UInt16(address.1)!
    token = String(address.2)
  }

  deinit { running.send(SIGKILL) }

  var host: String { "127.0.0.1:\(port)" }

  /// Sends a request with the right host, origin, token and type, unless other headers are given, and reads its answer.
  func ask(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]
  ) throws -> Answer {
    let connection = try Connection(port)
    try connection.send(text(method, path, body, headers: headers))
    return try connection.answer()
  }

  /// The same with a body that is no text.
  func ask(
    _ method: String, _ path: String, data: Data, headers: [String: String]
  ) throws -> Answer {
    let connection = try Connection(port)
    let length = ["Content-Length": "\(data.count)"]
    try connection.send(text(method, path, headers: headers.merging(length) { $1 }))
    try connection.send(data)
    return try connection.answer()
  }

  /// A request as it goes over the wire. An empty value leaves a header out.
  func text(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]
  ) -> String {
    var all = ["Host": host, "X-Vintner-Token": token, "Connection": "close"]
    if method != "GET" { all["Origin"] = "http://\(host)" }
    if let body {
      all["Content-Type"] = "application/json"
      all["Content-Length"] = "\(body.utf8.count)"
    }
    all.merge(headers) { $1 }
    let lines = all.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map {
      "\($0.key): \($0.value)\r\n"
    }
    return "\(method) \(path) HTTP/1.1\r\n" + lines.joined() + "\r\n" + (body ?? "")
  }

  /// Begins a run and answers with its name.
  func begin(_ message: String = "{}") throws -> String {
    try ask("POST", "/api/sessions", message).object["session"] as! String
  }

  /// The memory that the process takes, in bytes.
  var memory: Int {
    let text =
      (try? String(contentsOfFile: "/proc/\(running.processIdentifier)/status", encoding: .utf8)) ?? ""
    return Int(text.firstMatch(of: /VmRSS:\s+([0-9]+) kB/)?.1 ?? "0")! * 1_024
  }
}

/// What a server answered.
struct Answer {
  let status: Int
  let headers: [String: String]
  let body: Data

  var object: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
  /// The sentence that says what is wrong.
  var error: String? { object["error"] as? String }
}

/// A connection to a port of this machine.
final class Connection {
  private let file: Int32
  private var pending: [UInt8] = []

  /// - Throws: `POSIXError` where nobody answers.
  init(_ port: UInt16, seconds: Int = 20) throws {
    file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var timeout = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard file >= 0, result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close() }

  /// This end's port.
  var localPort: UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(file, $0, &length) }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  private var isOpen = true

  func close() {
    if isOpen { Foundation.close(file) }
    isOpen = false
  }

  /// - Returns: whether all of it went out.
  @discardableResult
  func send(_ text: String) throws -> Bool { try send(Data(text.utf8)) }

  /// - Returns: whether all of it went out.
  @discardableResult
  func send(_ data: Data) throws -> Bool {
    var bytes = [UInt8](data)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Foundation.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// The next bytes; none where the connection has ended, or nothing comes in time.
  func receive() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(file, &bytes, bytes.count, 0)
    return count > 0 ? Array(bytes[..<count]) : []
  }

  /// The next line of a stream, its chunks' sizes among them.
  func line() -> String? {
    while true {
      if let end = pending.firstIndex(of: 10) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        return line
      }
      let bytes = receive()
      if bytes.isEmpty { return nil }
      pending += bytes
    }
  }

  /// Whether something has come, or the server has ended the connection.
  var hasInput: Bool {
    var question = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    return poll(&question, 1, 0) > 0
  }

  /// Whether the server has ended the connection.
  var isEnded: Bool {
    while true {
      var byte: UInt8 = 0
      let count = recv(file, &byte, 1, 0)
      if count == 0 { return true }
      if count < 0 { return errno != EAGAIN && errno != EWOULDBLOCK }
    }
  }

  /// Reads an answer to the connection's end, or as long as its headers say.
  func answer() throws -> Answer {
    var bytes: [UInt8] = []
    while true {
      let text = String(decoding: bytes.prefix(8_192), as: UTF8.self)
      if let head = text.range(of: "\r\n\r\n") {
        let lines = text[..<head.lowerBound].components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
          headers[parts[0].lowercased()] = parts.count > 1 ? parts[1] : ""
        }
        let start = text[..<head.upperBound].utf8.count
        let length = Int(headers["content-length"] ?? "") ?? 0
        while bytes.count < start + length {
          let more = receive()
          if more.isEmpty { break }
          bytes += more
        }
        let status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
        return Answer(status: status, headers: headers, body: Data(bytes[start...].prefix(length)))
      }
      let more = receive()
      guard !more.isEmpty else { return Answer(status: 0, headers: [:], body: Data()) }
      bytes += more
    }
  }
}
