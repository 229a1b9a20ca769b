/// A schedule that another number is multiplied by, as an option: its name and options in files, `FlatCosine()` in
/// Swift. Keras has none.
struct ScheduleFactor: OptionValue, Equatable {
  let schedule: any LearningRateSchedule

  init(_ schedule: any LearningRateSchedule) { self.schedule = schedule }

  init(from decoder: any Decoder) throws { schedule = try ScheduleKinds.decode(from: decoder) }

  func encode(to encoder: any Encoder) throws { try schedule.encode(to: encoder) }

  static func == (left: Self, right: Self) -> Bool { areEqual(left.schedule, right.schedule) }

  var swiftLiteral: String? { schedule.swiftSource }
  var kerasLiteral: String? { nil }
}
