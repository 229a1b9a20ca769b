import Foundation

/// The connection to a study's file and what has been read of it.
struct StudyContents {
  private let database: Database
  private let path: String
  private let study: Int64
  private let grace: Int
  var history: StudyHistory
  /// The trials' identifiers in the file, in the order of the history.
  private var identifiers: [Int64] = []
  private var places: [Int64: Int] = [:]
  /// The trials that may still change.
  private var unfinished: Set<Int64> = []

  init(_ path: String, _ history: StudyHistory, patience: Int, grace: Int) throws(TuningError) {
    database = try Database(path, patience: patience)
    (self.path, self.history, self.grace) = (path, history, grace)
    let database = database
    study = try database.transaction { () throws(TuningError) in
      try Self.study(of: history, in: database, path)
    }
  }

  /// The identifier of a study, which is created where it is not there.
  private static func study(
    of history: StudyHistory, in database: Database, _ path: String
  ) throws(TuningError) -> Int64 {
    try database.run(StudySchema.creation)
    var version = 0
    try database.rows("SELECT schema_version FROM version_info") { version = Int($0.integer(0)) }
    guard version == StudySchema.version else { throw .otherVersion(file: path, found: version) }
    var found: (study: Int64, direction: String)?
    try database.rows(
      """
      SELECT study_id, direction FROM studies JOIN study_directions USING (study_id)
      WHERE study_name = ? ORDER BY objective DESC
      """, [.text(history.name)]
    ) { found = ($0.integer(0), $0.text(1)) }
    if let found {
      let (is_, was) = (history.direction, found.direction)
      guard was == is_.rawValue else {
        throw .changed(
          file: path, study: history.name,
          difference: "the direction was \(was), and is \(is_.rawValue)")
      }
      try compareChoices(of: history, study: found.study, in: database, path)
    } else {
      try database.rows("INSERT INTO studies (study_name) VALUES (?)", [.text(history.name)])
      found = (database.lastRow, history.direction.rawValue)
      try database.rows(
        "INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, 0)",
        [.text(history.direction.rawValue), .integer(database.lastRow)])
    }
    return found!.study
  }

  /// Refuses choices that are not those of the file: their indexes mean other values.
  private static func compareChoices(
    of history: StudyHistory, study: Int64, in database: Database, _ path: String
  ) throws(TuningError) {
    var difference: String?
    try database.rows(
      """
      SELECT DISTINCT param_name, distribution_json FROM trials JOIN trial_params USING (trial_id)
      WHERE study_id = ?
      """, [.integer(study)]
    ) { row in
      guard let range = history.space[row.text(0)]?.range else { return }
      let choices = StoredDistribution.choices(row.text(1)) ?? []
      let isSame =
        choices.count == range.choices.count
        && zip(choices, range.choices).allSatisfy { $0.isSame(as: $1) }
      if !isSame { difference = "\(row.text(0)) had other choices" }
    }
    if let difference { throw .changed(file: path, study: history.name, difference: difference) }
  }

  // MARK: - Reading

  /// Reads the trials that are new or were not finished, all as of one moment.
  mutating func refresh() throws(TuningError) {
    try database.snapshot { () throws(TuningError) in try read() }
  }

  /// Reads the same within a transaction.
  private mutating func read() throws(TuningError) {
    var isChanged = "t.trial_id > \(identifiers.last ?? 0)"
    // With an empty list, and without the sign, SQLite goes through all trials.
    if !unfinished.isEmpty { isChanged = "(\(isChanged) OR t.trial_id IN (\(Self.list(unfinished))))" }
    isChanged = "+t.study_id = \(study) AND \(isChanged)"
    var trials: [Int64: StudyTrial] = [:]
    try database.rows("SELECT trial_id, number, state FROM trials t WHERE \(isChanged)") { row in
      trials[row.integer(0)] = StudyTrial(
        number: Int(row.integer(1)), state: StudyTrial.State(rawValue: row.text(2)) ?? .failed,
        parameters: [:])
    }
    guard !trials.isEmpty else { return }
    let space = history.space
    try database.rows(
      """
      SELECT t.trial_id, param_name, param_value FROM trials t JOIN trial_params p ON p.trial_id = t.trial_id
      WHERE \(isChanged)
      """
    ) { row in
      guard let range = space[row.text(1)]?.range, let number = row.real(2) else { return }
      // An index of a choice that is not there has no value; a number outside of the range was inside it once.
      if range.kind != .choices || range.contains(number) {
        trials[row.integer(0)]?.parameters[row.text(1)] = number
      }
    }
    try database.rows(
      """
      SELECT t.trial_id, value, value_type FROM trials t JOIN trial_values v ON v.trial_id = t.trial_id
      WHERE objective = 0 AND \(isChanged)
      """
    ) { trials[$0.integer(0)]?.value = StudySchema.number($0.real(1), $0.text(2)) }
    try database.rows(
      """
      SELECT t.trial_id, step, intermediate_value, intermediate_value_type
      FROM trials t JOIN trial_intermediate_values v ON v.trial_id = t.trial_id
      WHERE \(isChanged) ORDER BY step
      """
    ) { row in
      trials[row.integer(0)]?.report(
        StudySchema.number(row.real(2), row.text(3)), step: Int(row.integer(1)))
    }
    for (identifier, trial) in trials.sorted(by: { $0.key < $1.key }) { keep(trial, identifier) }
  }

  private mutating func keep(_ trial: StudyTrial, _ identifier: Int64) {
    if let place = places[identifier] {
      history.trials[place] = trial
    } else {
      places[identifier] = history.trials.count
      history.trials.append(trial)
      identifiers.append(identifier)
    }
    if trial.state == .running || trial.state == .waiting {
      unfinished.insert(identifier)
    } else {
      unfinished.remove(identifier)
    }
  }

  // MARK: - Writing

  mutating func begin(_ sampler: some Sampler) throws(TuningError) -> StudyTrial? {
    try refresh()
    try failAbandoned()
    var number = history.trials.count
    // Chosen before the file is locked; where others were faster, once more.
    guard var parameters = sampler.parameters(ofTrial: number, after: history) else { return nil }
    return try database.transaction { () throws(TuningError) in
      try read()
      if history.trials.count != number {
        number = history.trials.count
        guard let others = sampler.parameters(ofTrial: number, after: history) else { return nil }
        parameters = others
      }
      try database.rows(
        """
        INSERT INTO trials (number, study_id, state, datetime_start)
        VALUES (?, ?, 'RUNNING', \(StudySchema.now))
        """, [.integer(Int64(number)), .integer(study)])
      let identifier = database.lastRow
      for parameter in history.space.parameters {
        guard let value = parameters[parameter.name] else { continue }
        try database.rows(
          "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)",
          [
            .integer(identifier), .text(parameter.name), .real(value),
            .text(StoredDistribution.text(of: parameter.range)),
          ])
      }
      try database.rows(
        "INSERT INTO trial_heartbeats (trial_id, heartbeat) VALUES (?, CURRENT_TIMESTAMP)",
        [.integer(identifier)])
      try database.rows(
        #"INSERT INTO trial_user_attributes (trial_id, "key", value_json) VALUES (?, 'vintner:process', ?)"#,
        [.integer(identifier), .text("\"\(Self.host) \(getpid())\"")])
      let trial = StudyTrial(number: number, parameters: parameters)
      keep(trial, identifier)
      return trial
    }
  }

  func report(_ value: Double, step: Int, of number: Int) throws(TuningError) {
    let identifier = identifiers[number]
    try database.transaction { () throws(TuningError) in
      try beat(identifier, number)
      let (stored, kind) = StudySchema.stored(value)
      try database.rows(
        """
        INSERT INTO trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type)
        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """, [.integer(identifier), .integer(Int64(step)), stored, kind])
    }
  }

  func keepAlive(_ number: Int) throws(TuningError) { try beat(identifiers[number], number) }

  /// Writes the time of a running trial.
  private func beat(_ identifier: Int64, _ number: Int) throws(TuningError) {
    try database.rows(
      """
      INSERT INTO trial_heartbeats (trial_id, heartbeat)
      SELECT trial_id, CURRENT_TIMESTAMP FROM trials WHERE trial_id = ? AND state = 'RUNNING'
      ON CONFLICT (trial_id) DO UPDATE SET heartbeat = CURRENT_TIMESTAMP
      """, [.integer(identifier)])
    guard database.changes == 1 else { throw .ended(file: path, trial: number) }
  }

  func end(_ number: Int, _ state: StudyTrial.State, value: Double?) throws(TuningError) {
    precondition(state != .running && state != .waiting, "A trial does not end \(state).")
    let identifier = identifiers[number]
    try database.transaction { () throws(TuningError) in
      var value = value
      if state == .pruned, value == nil {
        try database.rows(
          """
          SELECT intermediate_value FROM trial_intermediate_values WHERE trial_id = ?
          AND intermediate_value_type <> 'NAN' ORDER BY step DESC LIMIT 1
          """, [.integer(identifier)]
        ) { value = $0.real(0) }
      }
      let isWithoutValue = state == .completed && (value?.isNaN ?? true)
      try database.rows(
        """
        UPDATE trials SET state = ?, datetime_complete = \(StudySchema.now)
        WHERE trial_id = ? AND state = 'RUNNING'
        """,
        [.text((isWithoutValue ? StudyTrial.State.failed : state).rawValue), .integer(identifier)])
      guard database.changes == 1 else { throw .ended(file: path, trial: number) }
      if let value, !value.isNaN, state != .failed {
        let (stored, kind) = StudySchema.stored(value)
        try database.rows(
          "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, 0, ?, ?)",
          [.integer(identifier), stored, kind])
      }
    }
  }

  /// Marks running trials as failed whose process on this machine has ended, or that have shown no sign of life.
  ///
  /// Trials of Optuna without heartbeats show none; they are left alone.
  mutating func failAbandoned() throws(TuningError) {
    guard !unfinished.isEmpty else { return }
    var abandoned: [Int64] = []
    let (host, grace) = (Self.host, Int64(grace))
    try database.rows(
      """
      SELECT t.trial_id, value_json, strftime('%s', 'now') - strftime('%s', heartbeat)
      FROM trials t JOIN trial_heartbeats h ON h.trial_id = t.trial_id
      LEFT JOIN trial_user_attributes a ON a.trial_id = t.trial_id AND a."key" = 'vintner:process'
      WHERE t.trial_id IN (\(Self.list(unfinished))) AND state = 'RUNNING'
      """
    ) { row in
      let owner = row.text(1).split { $0 == "\"" || $0 == " " }
      let isDead =
        owner.count == 2 && owner[0] == host && Int32(owner[1]).map(Self.hasEnded) ?? false
      if isDead || row.integer(2) > grace { abandoned.append(row.integer(0)) }
    }
    guard !abandoned.isEmpty else { return }
    // A trial that has ended meanwhile stays as it is.
    try database.run(
      """
      UPDATE trials SET state = 'FAIL', datetime_complete = \(StudySchema.now)
      WHERE trial_id IN (\(Self.list(abandoned))) AND state = 'RUNNING'
      """)
    try refresh()
  }

  private static func list(_ identifiers: some Sequence<Int64>) -> String {
    identifiers.map { "\($0)" }.joined(separator: ", ")
  }

  /// The machine's name, without what JSON would have to escape.
  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    _ = gethostname(&name, 255)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
  }

  private static func hasEnded(_ process: Int32) -> Bool {
    kill(process, 0) == -1 && errno == ESRCH
  }
}
