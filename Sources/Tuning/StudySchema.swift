import Foundation

/// The tables of a study's file: those of Optuna 3.2 to 5, whose programs read it and add to it.
///
/// Source: Optuna's `storages/_rdb/models.py`, schema version 12, revision v3.2.0.a.
enum StudySchema {
  static let version = 12
  private static let revision = "v3.2.0.a"

  /// Creates the tables that are not there; to be executed within a transaction.
  static let creation = """
    CREATE TABLE IF NOT EXISTS studies (
      study_id INTEGER NOT NULL PRIMARY KEY, study_name VARCHAR(512) NOT NULL);
    CREATE UNIQUE INDEX IF NOT EXISTS ix_studies_study_name ON studies (study_name);
    CREATE TABLE IF NOT EXISTS version_info (
      version_info_id INTEGER NOT NULL PRIMARY KEY CHECK (version_info_id = 1), schema_version INTEGER,
      library_version VARCHAR(256));
    CREATE TABLE IF NOT EXISTS study_directions (
      study_direction_id INTEGER NOT NULL PRIMARY KEY, direction VARCHAR(8) NOT NULL,
      study_id INTEGER NOT NULL REFERENCES studies (study_id), objective INTEGER NOT NULL,
      UNIQUE (study_id, objective));
    \(attributes("study_user_attributes", of: "study", "studies"))
    \(attributes("study_system_attributes", of: "study", "studies"))
    CREATE TABLE IF NOT EXISTS trials (
      trial_id INTEGER NOT NULL PRIMARY KEY, number INTEGER,
      study_id INTEGER REFERENCES studies (study_id), state VARCHAR(8) NOT NULL, datetime_start DATETIME,
      datetime_complete DATETIME);
    CREATE INDEX IF NOT EXISTS ix_trials_study_id ON trials (study_id);
    \(attributes("trial_user_attributes", of: "trial", "trials"))
    \(attributes("trial_system_attributes", of: "trial", "trials"))
    CREATE TABLE IF NOT EXISTS trial_params (
      param_id INTEGER NOT NULL PRIMARY KEY, trial_id INTEGER REFERENCES trials (trial_id),
      param_name VARCHAR(512), param_value FLOAT, distribution_json TEXT, UNIQUE (trial_id, param_name));
    CREATE TABLE IF NOT EXISTS trial_values (
      trial_value_id INTEGER NOT NULL PRIMARY KEY, trial_id INTEGER NOT NULL REFERENCES trials (trial_id),
      objective INTEGER NOT NULL, value FLOAT, value_type VARCHAR(7) NOT NULL, UNIQUE (trial_id, objective));
    CREATE TABLE IF NOT EXISTS trial_intermediate_values (
      trial_intermediate_value_id INTEGER NOT NULL PRIMARY KEY,
      trial_id INTEGER NOT NULL REFERENCES trials (trial_id), step INTEGER NOT NULL, intermediate_value FLOAT,
      intermediate_value_type VARCHAR(7) NOT NULL, UNIQUE (trial_id, step));
    CREATE TABLE IF NOT EXISTS trial_heartbeats (
      trial_heartbeat_id INTEGER NOT NULL PRIMARY KEY, trial_id INTEGER NOT NULL REFERENCES trials (trial_id),
      heartbeat DATETIME NOT NULL, UNIQUE (trial_id));
    CREATE TABLE IF NOT EXISTS alembic_version (
      version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
    INSERT INTO version_info SELECT 1, \(version), '4.0.0' WHERE NOT EXISTS (SELECT * FROM version_info);
    INSERT INTO alembic_version SELECT '\(revision)' WHERE NOT EXISTS (SELECT * FROM alembic_version);
    """

  private static func attributes(_ table: String, of owner: String, _ owners: String) -> String {
    """
    CREATE TABLE IF NOT EXISTS \(table) (
      \(table.dropLast())_id INTEGER NOT NULL PRIMARY KEY,
      \(owner)_id INTEGER REFERENCES \(owners) (\(owner)_id), "key" VARCHAR(512), value_json TEXT,
      UNIQUE (\(owner)_id, "key"));
    """
  }

  /// The present in Optuna's form: local time with microseconds.
  static let now = "strftime('%Y-%m-%d %H:%M:%f000', 'now', 'localtime')"

  /// A number as the columns of values hold it: itself with its kind, or nothing where it is not finite.
  static func stored(_ value: Double) -> (Database.Value, Database.Value) {
    if value.isFinite { return (.real(value), .text("FINITE")) }
    return (.null, .text(value.isNaN ? "NAN" : value > 0 ? "INF_POS" : "INF_NEG"))
  }

  /// The number of a value and its kind.
  static func number(_ value: Double?, _ kind: String) -> Double {
    switch kind {
    case "INF_POS": .infinity
    case "INF_NEG": -.infinity
    case "NAN": .nan
    default: value ?? .nan
    }
  }
}

/// A range as Optuna writes it.
struct StoredDistribution: Codable {
  struct Attributes: Codable {
    var low: Double?
    var high: Double?
    var step: Double?
    var log: Bool?
    var choices: [ParameterValue]?
  }

  let name: String
  let attributes: Attributes

  /// The text of a range: `{"name": "FloatDistribution", "attributes": {"step": null, …}}`.
  static func text(of range: ParameterRange) -> String {
    switch range.kind {
    case .numbers:
      #"{"name": "FloatDistribution", "attributes": {"step": \#(range.step.map { "\($0)" } ?? "null"), "#
        + #""low": \#(range.lower), "high": \#(range.upper), "log": \#(range.isLogarithmic)}}"#
    case .wholeNumbers:
      #"{"name": "IntDistribution", "attributes": {"log": \#(range.isLogarithmic), "#
        + #""step": \#(Int(range.step!)), "low": \#(Int(range.lower)), "high": \#(Int(range.upper))}}"#
    case .choices:
      #"{"name": "CategoricalDistribution", "attributes": {"choices": [\#(range.choices.map(\.json).joined(separator: ", "))]}}"#
    }
  }

  /// The choices of a distribution's text; `nil` where it has none.
  static func choices(_ text: String) -> [ParameterValue]? {
    try? JSONDecoder().decode(StoredDistribution.self, from: Data(text.utf8)).attributes.choices
  }
}

extension ParameterValue: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .missing
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Int.self) {
      self = .wholeNumber(number)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .wholeNumber(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .flag(let flag): try container.encode(flag)
    case .missing: try container.encodeNil()
    }
  }

  /// The value in JSON.
  fileprivate var json: String {
    // A text, a number, a flag and null can all be written.
    String(decoding: try! JSONEncoder().encode(self), as: UTF8.self)
  }

  /// Whether a value is the same in files, where 1 and 1.0 are.
  func isSame(as other: ParameterValue) -> Bool {
    if let number, let otherNumber = other.number { return number == otherNumber }
    return self == other
  }
}
