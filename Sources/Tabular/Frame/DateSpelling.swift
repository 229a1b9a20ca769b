/// How a column of texts spells its dates: the order of day, month and year.
///
///     2018-03-07   2018/03/07 14:30   2018-03-07T14:30:05Z        year first, ISO 8601 among them
///     03/07/2018   03/07/18 2:30 PM   Mar 7, 2018                 month first
///     07.03.2018   7 Mar 2018 14:30   7-Mar-18                    day first
///
/// A column has one spelling. Years of two digits are 1969 to 2068, as POSIX has them. Zones are read and ignored:
/// month, weekday and hour are those that the text shows.
package enum DateSpelling: String, Sendable, Codable, CaseIterable {
  case yearFirst = "year_first"
  case monthFirst = "month_first"
  case dayFirst = "day_first"

  /// A day and a time of day, as a text shows them.
  package struct Moment: Sendable, Equatable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int
    /// The time of day in seconds; `nil` where the text has a day only.
    package let seconds: Double?

    /// 0 for Monday to 6 for Sunday, as in pandas.
    package var weekday: Int { (((days + 3) % 7) + 7) % 7 }

    /// The day's number, 1970-01-01 being 0.
    ///
    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    package var days: Int {
      let shifted = month <= 2 ? year - 1 : year
      let era = (shifted >= 0 ? shifted : shifted - 399) / 400
      let yearOfEra = shifted - era * 400
      let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
      return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The time since 1970-01-01, in days.
    package var time: Double { Double(days) + (seconds ?? 0) / 86_400 }
  }

  /// Reads a date; `nil` where the text is none in this spelling.
  package func moment(_ text: String) -> Moment? {
    var text = text
    if let plain = text.withUTF8(plainMoment) { return plain }
    var cell = text[...]
    while cell.first == " " { cell.removeFirst() }
    while cell.last == " " { cell.removeLast() }
    guard cell.utf8.count >= 6, cell.utf8.count <= 40 else { return nil }
    var seconds: Double?
    if let colon = cell.firstIndex(of: ":") {
      guard let cut = cell[..<colon].lastIndex(where: { $0 == " " || $0 == "T" }),
        let time = Self.seconds(cell[cell.index(after: cut)...])
      else { return nil }
      seconds = time
      cell = cell[..<cut]
    }
    guard let (year, month, day) = date(cell), 1...12 ~= month,
      1...Self.days(inMonth: month, of: year) ~= day
    else { return nil }
    return Moment(year: year, month: month, day: day, seconds: seconds)
  }

  /// Reads what most dates are: digits between single hyphens, slashes or points, and a time of day in hours, minutes
  /// and seconds. `nil` where the text is written otherwise.
  private func plainMoment(_ bytes: UnsafeBufferPointer<UInt8>) -> Moment? {
    var offset = 0
    func number() -> (value: Int, digits: Int) {
      let start = offset
      var value = 0
      while offset < bytes.count, offset - start < 4, bytes[offset] &- ASCII.zero <= 9 {
        value = value * 10 + Int(bytes[offset] &- ASCII.zero)
        offset += 1
      }
      return (value, offset - start)
    }
    func take(_ accepted: StaticString) -> Bool {
      let isThere = offset < bytes.count && accepted.withUTF8Buffer { $0.contains(bytes[offset]) }
      if isThere { offset += 1 }
      return isThere
    }
    let left = number()
    guard take("-/."), case let middle = number(), take("-/."), case let right = number() else { return nil }
    let (year, month, day) =
      switch self {
      case .yearFirst: (left, middle, right)
      case .monthFirst: (right, left, middle)
      case .dayFirst: (right, middle, left)
      }
    guard year.digits == 4, 1...2 ~= month.digits, 1...2 ~= day.digits, 1...12 ~= month.value,
      1...Self.days(inMonth: month.value, of: year.value) ~= day.value
    else { return nil }
    guard offset < bytes.count else {
      return Moment(year: year.value, month: month.value, day: day.value, seconds: nil)
    }
    guard take(" T"), case let hour = number(), take(":"), case let minute = number() else { return nil }
    let second = take(":") ? number() : (value: 0, digits: 1)
    guard offset == bytes.count, [hour, minute, second].allSatisfy({ 1...2 ~= $0.digits }), hour.value < 24,
      minute.value < 60, second.value <= 60
    else { return nil }
    return Moment(
      year: year.value, month: month.value, day: day.value,
      seconds: Double(hour.value * 3600 + minute.value * 60 + second.value))
  }

  private func date(_ text: Substring) -> (year: Int, month: Int, day: Int)? {
    var parts = text.split { "-/. ,".contains($0) }
    if parts.count == 4, Self.isWeekday(parts[0]) { parts.removeFirst() }
    guard parts.count == 3 else { return nil }
    let named = parts.map(Self.month)
    switch self {
    case .yearFirst:
      guard parts[0].utf8.count == 4, let year = Self.whole(parts[0]),
        let month = named[1] ?? Self.short(parts[1]), let day = Self.short(parts[2])
      else { return nil }
      return (year, month, day)
    case .monthFirst:
      guard let month = named[0] ?? Self.short(parts[0]), let day = Self.short(parts[1]),
        let year = Self.year(parts[2])
      else { return nil }
      return (year, month, day)
    case .dayFirst:
      guard let day = Self.short(parts[0]), let month = named[1] ?? Self.short(parts[1]),
        let year = Self.year(parts[2])
      else { return nil }
      return (year, month, day)
    }
  }

  /// A time of day: `14:30`, `2:30 PM`, `14:30:05.25Z`, `14:30+01:00`.
  private static func seconds(_ text: Substring) -> Double? {
    var clock = text.prefix { $0.isNumber || $0 == ":" || $0 == "." }
    var rest = text[clock.endIndex...].filter { $0 != " " }.uppercased()
    let isMorning = rest.hasPrefix("AM")
    let isAfternoon = rest.hasPrefix("PM")
    if isMorning || isAfternoon { rest.removeFirst(2) }
    let isZone = rest.first.map { "+-".contains($0) } ?? false
    guard
      ["", "Z", "UTC", "GMT"].contains(rest)
        || isZone && rest.dropFirst().allSatisfy({ $0.isNumber || $0 == ":" })
    else { return nil }
    var fraction = 0.0
    if let point = clock.firstIndex(of: ".") {
      guard let value = Double("0" + clock[point...]) else { return nil }
      (fraction, clock) = (value, clock[..<point])
    }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { short($0) }
    guard (2...3).contains(parts.count), var hour = parts[0], let minute = parts[1],
      let second = parts.count == 3 ? parts[2] : 0, minute < 60, second <= 60
    else { return nil }
    if isMorning || isAfternoon {
      guard 1...12 ~= hour else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    return hour < 24 ? Double(hour * 3600 + minute * 60 + second) + fraction : nil
  }

  private static func whole(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { 48...57 ~= $0 } ? Int(digits) : nil
  }

  /// A number of one or two digits.
  private static func short(_ digits: Substring) -> Int? { digits.utf8.count <= 2 ? whole(digits) : nil }

  private static func year(_ digits: Substring) -> Int? {
    guard let number = whole(digits) else { return nil }
    switch digits.utf8.count {
    case 2: return number < 69 ? 2000 + number : 1900 + number
    case 4: return number
    default: return nil
    }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  private static func month(_ name: Substring) -> Int? {
    guard name.first?.isLetter == true, name.count >= 3 else { return nil }
    let lower = name.lowercased()
    return months.firstIndex { $0.hasPrefix(lower) || lower == "sept" && $0 == "september" }.map { $0 + 1 }
  }

  private static func isWeekday(_ name: Substring) -> Bool {
    name.count >= 3 && weekdays.contains { $0.hasPrefix(name.lowercased()) }
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Column {
  /// How the texts spell dates; `nil` where one of them is no date, or the column has no text.
  ///
  /// Where month and day could be either way round in all of them, the month is first between slashes and hyphens,
  /// and the day between points. `isAmbiguous` says so.
  package var dateSpelling: (spelling: DateSpelling, isAmbiguous: Bool)? {
    guard type == .text, missingCount < count, case .text(let texts) = storage else { return nil }
    let fitting = DateSpelling.allCases.filter { spelling in
      texts.indices.allSatisfy { isMissing($0) || spelling.moment(texts[$0]) != nil }
    }
    guard fitting.count == 2, let first = texts.indices.first(where: { !isMissing($0) }) else {
      return fitting.first.map { ($0, false) }
    }
    return (texts[first].prefix { $0 != ":" }.contains(".") ? .dayFirst : .monthFirst, true)
  }
}
