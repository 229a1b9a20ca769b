import Synchronization

/// The parts of one's own that files may name: layers, losses, metrics, optimizers, schedules, callbacks and scalers.
///
///     Registry.layers.add(Swish6.self)
///
/// A part that is registered, once and before files are read, is one like those built in: it saves, loads and resumes,
/// and stands in run files under the name that its type gives it. Training does not look anything up.
public enum Registry {}

/// The types of one sort of part, by name: those built in, and those that a program adds.
///
/// It may be used from any thread.
public final class PartRegistry<Part: Sendable>: Sendable {
  /// What the parts are, with their article: `a layer`.
  package let article: String
  private let name: String
  private let builtIn: @Sendable () -> [Part]
  private let names: @Sendable (Part) -> [String]
  private let isTaken: @Sendable (String) -> Bool
  private let state = Mutex(State())

  private struct State {
    var added: [Part] = []
    /// All parts by their names, made with the first that is requested: a part makes its names anew.
    var byName: [String: Part] = [:]
  }

  /// - Parameters:
  ///   - name: its name in ``Registry``: `layers`.
  ///   - article: what the parts are, with their article: `a layer`.
  ///   - builtIn: the parts that need not be added.
  ///   - names: the names of a part in files, the first its own.
  ///   - isTaken: whether a name stands for something besides the parts.
  package init(
    _ name: String, article: String, builtIn: @escaping @Sendable () -> [Part],
    names: @escaping @Sendable (Part) -> [String],
    isTaken: @escaping @Sendable (String) -> Bool = { _ in false }
  ) {
    self.name = name
    self.article = article
    self.builtIn = builtIn
    self.names = names
    self.isTaken = isTaken
  }

  /// Adds a type, so that files may name it. Adding it again changes nothing.
  ///
  /// - Precondition: no other type, and none built in, has one of its names.
  public func add(_ part: Part) {
    let taken = state.withLock { state -> (name: String, owner: String)? in
      let known = builtIn() + state.added
      if known.contains(where: { Self.identity($0) == Self.identity(part) }) { return nil }
      for name in names(part) {
        if let owner = known.first(where: { names($0).contains(name) }) { return (name, "\(owner)") }
        if isTaken(name) { return (name, "another part") }
      }
      state.added.append(part)
      state.byName = [:]
      return nil
    }
    if let taken {
      // Unlike a precondition's, its sentence is there in release builds, too.
      fatalError(
        "Registry.\(name): \(part) cannot be added under the name \(taken.name), which \(taken.owner) has.")
    }
  }

  /// All parts: those built in, then those added.
  package var parts: [Part] { builtIn() + state.withLock(\.added) }

  /// The part of a name.
  package func part(named name: String) -> Part? {
    state.withLock { state in
      if state.byName.isEmpty {
        for part in builtIn() + state.added {
          for name in names(part) { state.byName[name] = part }
        }
      }
      return state.byName[name]
    }
  }

  /// The error of a name that no part has.
  package func unknown(_ name: String) -> UnknownPart {
    UnknownPart(name: name, article: article, known: parts.map { names($0)[0] }, registry: self.name)
  }

  private static func identity(_ part: Part) -> ObjectIdentifier { ObjectIdentifier(part as! any Any.Type) }
}

/// A part that a file names and that this program does not know. `description` is one sentence.
package struct UnknownPart: Error, Equatable, CustomStringConvertible {
  /// The name in the file: `swish6`.
  package let name: String
  /// What it should be, with its article: `a layer`.
  package let article: String
  let known: [String]
  let registry: String

  /// The line of a program that adds it: `Registry.layers.add(Swish6.self)`, its type named as is usual.
  package var line: String {
    let words: [Substring] =
      name.split { $0 == "_" || $0 == "-" } + (registry == "scalers" ? ["scaler"] : [])
    let type = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return "Registry.\(registry).add(\(type).self)"
  }

  /// What helps: the rest of a sentence.
  package var remedy: String {
    "a program adds its own before it reads the file, \(line), and the command vintner has only those built in"
  }

  package var description: String {
    "\(name) is not \(article): the known ones are \(known.joined(separator: ", ")); \(remedy)."
  }
}
