/// One option of a ``Configurable`` type or of a `NamedFunction`: its key in files, its name in Swift, where
/// its value is stored, and which values are allowed. Reading, writing, checks and source code follow from it.
///
///     ConfigurableOption("beta_1", \.beta1, .fraction)
public struct ConfigurableOption<Owner> {
  /// Its key in files, Keras's name; several where they exclude each other.
  package let keys: [String]
  /// The name of the parameter in Swift; `nil` where the parameter has none.
  package let label: String?
  /// What an allowed value does: `lies in [0, 1)`. Empty where every value is allowed.
  package let requirement: String
  /// Whether a file must name it.
  package var isRequired = false

  let decode: (inout Owner, KeyedDecodingContainer<ConfigurationKey>) throws -> Void
  let encode: (Owner, inout KeyedEncodingContainer<ConfigurationKey>) throws -> Void
  /// What is wrong with the owner's value: `beta_1 lies in [0, 1), received 2.0`.
  var fault: (Owner) -> String?
  /// The argument in Swift and in Keras: `momentum: 0.9`, `momentum=0.9`; `nil` where there is none to give.
  package let swiftArgument: (Owner) -> String?
  /// `nil`, too, for a value that Keras lacks.
  let kerasArgument: (Owner) -> String?
}

extension ConfigurableOption {
  /// An option whose value is read and written by closures.
  ///
  /// - Parameters:
  ///   - isOmitted: whether files leave a value out rather than write `null`.
  ///   - shown: a value as an error shows it.
  private init<Value: OptionValue>(
    _ key: String, label: String??, _ allowed: AllowedValues<Value>, isRequired: Bool,
    isOmitted: @escaping (Value) -> Bool = { _ in false }, shown: @escaping (Value) -> String = { "\($0)" },
    get: @escaping (Owner) -> Value, set: @escaping (inout Owner, Value) -> Void
  ) {
    let label = label ?? key.camelCased
    let codingKey = ConfigurationKey(key)
    self.init(
      keys: [key], label: label, requirement: allowed.requirement, isRequired: isRequired,
      decode: { owner, container in
        if container.contains(codingKey) { set(&owner, try container.decode(Value.self, forKey: codingKey)) }
      },
      encode: { owner, container in
        let value = get(owner)
        if !isOmitted(value) { try container.encode(value, forKey: codingKey) }
      },
      fault: { owner in
        let value = get(owner)
        if let number = value as? Double, !number.isFinite {
          return "\(key) is a finite number, received \(shown(value))"
        }
        return allowed.contains(value) ? nil : "\(key) \(allowed.requirement), received \(shown(value))"
      },
      swiftArgument: { owner in get(owner).swiftLiteral.map { (label.map { "\($0): " } ?? "") + $0 } },
      kerasArgument: { owner in get(owner).kerasLiteral.map { "\(key)=\($0)" } })
  }

  /// An option.
  ///
  /// - Parameters:
  ///   - key: Keras's name of it.
  ///   - path: where its value is stored.
  ///   - allowed: the values that it may have. Default: any.
  ///   - isRequired: whether a file must name it. Default `false`.
  ///   - label: its name in Swift, `nil` for none. Default: the key's words, `beta1` for `beta_1`.
  public init<Value: OptionValue>(
    _ key: String, _ path: WritableKeyPath<Owner, Value>, _ allowed: AllowedValues<Value> = .any,
    isRequired: Bool = false, label: String?? = .none
  ) {
    self.init(
      key, label: label, allowed, isRequired: isRequired, get: { $0[keyPath: path] },
      set: { $0[keyPath: path] = $1 })
  }

  /// An option that may have no value; `null` in a file is no value either.
  ///
  /// - Parameters:
  ///   - key: Keras's name of it.
  ///   - path: where its value is stored.
  ///   - allowed: the values that it may have. Default: any.
  ///   - label: its name in Swift. Default: the key's words.
  public init<Value: OptionValue>(
    _ key: String, _ path: WritableKeyPath<Owner, Value?>, _ allowed: AllowedValues<Value> = .any,
    label: String?? = .none
  ) {
    let optional = AllowedValues<Value?>(allowed.requirement) { $0.map(allowed.contains) ?? true }
    self.init(
      key, label: label, optional, isRequired: false, isOmitted: { $0 == nil },
      shown: { $0.map { "\($0)" } ?? "none" }, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 })
  }

  /// An option of one case of an enumeration.
  ///
  ///     case .elu(let alpha): [ConfigurableOption("alpha", alpha, .aboveZero) { .elu(alpha: $0) }]
  init<Value: OptionValue>(
    _ key: String, _ value: Value, _ allowed: AllowedValues<Value> = .any,
    _ changed: @escaping (Value) -> Owner
  ) {
    self.init(
      key, label: .none, allowed, isRequired: false, get: { _ in value }, set: { $0 = changed($1) })
  }

  /// The option with another requirement, which may look at its neighbours: what is wrong, or `nil`.
  func and(_ requirement: @escaping (Owner) -> String?) -> Self {
    var option = self
    option.fault = { fault($0) ?? requirement($0) }
    return option
  }

  /// The option as one that Keras lacks: files leave it out where it has its default, and an owner of another value
  /// has no source in Keras.
  func notInKeras() -> Self where Owner: Configurable {
    Self(
      keys: keys, label: label, requirement: requirement, isRequired: isRequired, decode: decode,
      encode: { if swiftArgument($0) != swiftArgument(Owner.defaults) { try encode($0, &$1) } },
      fault: fault, swiftArgument: swiftArgument, kerasArgument: { _ in nil })
  }

  /// The option of an owner that has this one's owner as a part.
  func of<Outer>(_ path: WritableKeyPath<Outer, Owner>) -> ConfigurableOption<Outer> {
    ConfigurableOption<Outer>(
      keys: keys, label: label, requirement: requirement, isRequired: isRequired,
      decode: { try decode(&$0[keyPath: path], $1) }, encode: { try encode($0[keyPath: path], &$1) },
      fault: { fault($0[keyPath: path]) }, swiftArgument: { swiftArgument($0[keyPath: path]) },
      kerasArgument: { kerasArgument($0[keyPath: path]) })
  }
}

/// Which values an option may have.
public struct AllowedValues<Value> {
  /// What a value does that is allowed: `lies in [0, 1)`.
  let requirement: String
  let contains: (Value) -> Bool

  /// Says which values are allowed.
  ///
  /// - Parameters:
  ///   - requirement: what a value does that is allowed: `lies in [0, 1)`.
  ///   - contains: whether a value is allowed.
  public init(_ requirement: String, _ contains: @escaping (Value) -> Bool) {
    self.requirement = requirement
    self.contains = contains
  }

  /// Every value.
  public static var any: Self { Self("") { _ in true } }
}

extension AllowedValues where Value: Comparable & ExpressibleByIntegerLiteral {
  /// Above 0.
  public static var aboveZero: Self { Self("is above 0") { $0 > 0 } }
  /// 0 or more.
  public static var zeroOrMore: Self { Self("is 0 or more") { $0 >= 0 } }
  /// [0, 1)
  public static var fraction: Self { Self("lies in [0, 1)") { $0 >= 0 && $0 < 1 } }
  /// [0, 1]
  public static var share: Self { Self("lies in [0, 1]") { $0 >= 0 && $0 <= 1 } }
}

extension AllowedValues where Value: BinaryFloatingPoint {
  /// Above 0. A subnormal number counts as 0, which it is for a thread that trains.
  public static var aboveZero: Self { Self("is above 0") { $0 >= .leastNormalMagnitude } }
}

extension AllowedValues where Value: Comparable {
  /// From the least to the greatest.
  public static func within(_ range: ClosedRange<Value>) -> Self {
    Self("is \(range.lowerBound) to \(range.upperBound)", range.contains)
  }
}

extension String {
  /// `initialLearningRate` for `initial_learning_rate`.
  fileprivate var camelCased: String {
    let words = split(separator: "_")
    return words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
  }
}
