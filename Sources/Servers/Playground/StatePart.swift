import Vintner

/// Some settings, read strictly: an unknown name is refused.
struct StatePart: Decodable, Sendable {
  private let apply: @Sendable (inout PlaygroundState) -> Void

  /// A part that a function makes.
  init(_ apply: @escaping @Sendable (inout PlaygroundState) -> Void) { self.apply = apply }

  init(from decoder: any Decoder) throws {
    guard let members = try JSON(from: decoder).members else {
      throw SessionError.malformed("Settings are an object of names and values.")
    }
    var given = RunConfiguration()
    var absent: [any RunField] = []
    for (name, value) in members {
      guard let field = PlaygroundState.fields.first(where: { $0.name == name }) else {
        throw SessionError.malformed("There is no setting \(name.quoted): leave it out.")
      }
      if case .null = value, PlaygroundState.mayBeAbsent(field) {
        absent.append(field)
        continue
      }
      do throws(FieldFault) {
        try field.read(value, into: &given)
      } catch {
        throw SessionError.malformed(error.sentence(about: "`\(name)\(error.path)`") + ".")
      }
    }
    let (values, missing) = (given, absent)
    apply = { state in
      state.run = values.over(state.run)
      for field in missing { state.run.remove(field) }
    }
  }

  /// The state with this part over it.
  func over(_ state: PlaygroundState) -> PlaygroundState {
    var result = state
    apply(&result)
    return result
  }
}

extension String {
  /// The text within quotation marks, cut where it is long.
  var quoted: String { "\"" + (count > 80 ? prefix(80) + "…" : self[...]) + "\"" }
}
