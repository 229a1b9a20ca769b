import Tabular

/// Why a model file cannot be used. `description` is one sentence that names the file and its fault and says
/// what to do.
public struct ModelFileError: Error, Equatable, Sendable {
  /// The fault of the file. `description` is the sentence without its beginning, which names the file.
  public enum Fault: Error, Equatable, Sendable {
    /// It cannot be read.
    case unreadable(InputError.Reason)

    /// It ends before its header does.
    case truncatedHeader(expectedBytes: Int, foundBytes: Int)
    /// Its first eight bytes state a header longer than the limit.
    case headerTooLong(stated: UInt64, limit: Int)
    /// Its header is not the expected JSON, at this byte of the file.
    case malformedHeader(expected: String, byte: Int)
    /// Its header has a name twice.
    case duplicateName(String)
    /// A tensor's description lacks an entry.
    case missingEntry(tensor: String, entry: String)
    /// A tensor's numbers have a type that Vintner does not support.
    case unsupportedType(tensor: String, type: String)
    /// A tensor's shape is too large to be counted.
    case shapeOverflow(tensor: String, shape: [Int])
    /// A tensor's shape and offsets do not have the same size.
    case sizeMismatch(tensor: String, shape: [Int], expectedBytes: Int, foundBytes: Int)
    /// A tensor ends before it begins.
    case reversedOffsets(tensor: String, begin: Int, end: Int)
    /// The bytes before this tensor belong to no tensor.
    case hole(before: String, expectedBegin: Int, begin: Int)
    /// A tensor begins before another ends.
    case overlap(tensor: String, expectedBegin: Int, begin: Int)
    /// It ends before its last tensor does.
    case truncatedTensors(expectedBytes: Int, foundBytes: Int)
    /// It continues after its last tensor.
    case trailingBytes(count: Int)

    /// It has no metadata, so it is not a model that Vintner saved.
    case missingMetadata
    /// Its metadata has no checksum.
    case missingChecksum
    /// Its bytes are not those that were saved.
    case checksumMismatch
    /// Its metadata does not say which version of the format it has.
    case missingFormatVersion
    /// Its format's version is not a number.
    case malformedFormatVersion(String)
    /// Its format is newer than this Vintner.
    case newerFormat(found: Int, supported: Int)

    /// Its metadata lacks an entry.
    case missingMetadataEntry(name: String)
    /// An entry of its metadata cannot be read.
    case malformedMetadata(name: String)
    /// It is a model for a task that this version of Vintner does not know.
    case unknownTask(String)
    /// It is a model for another task than the one it is read for, and the type that opens it.
    case otherTask(String, expected: String, opensAs: String)
    /// It names a part that this program does not know: its name, what it should be and the line that adds it.
    case unknownPart(String, article: String, line: String)
    /// It is a file of another kind.
    case otherFile(FileKind)
    /// Its tensors do not fit its network; the text says which.
    case foreignWeights(String)
    /// A tensor holds NaN or infinity, with which nothing can be predicted.
    case notFinite(tensor: String)
    /// A tensor that the network needs is missing.
    case missingTensor(String)
    /// A tensor does not have the shape that the network needs.
    case unexpectedShape(tensor: String, expected: [Int], found: [Int])
  }

  /// The file as the caller named it.
  public let file: String
  /// The fault.
  public let fault: Fault

  /// Creates the error of a file.
  package init(file: String, fault: Fault) {
    self.file = file
    self.fault = fault
  }
}

extension ModelFileError: CustomStringConvertible {
  public var description: String {
    if case .unreadable(let reason) = fault { return InputError(path: file, reason: reason).description }
    return "Cannot use '\(file)' as a model: \(fault)."
  }
}

extension ModelFileError {
  /// What is wrong with the file, without what to do.
  package var finding: String { "'\(file)' cannot be used, because \(fault.finding)" }
}

extension ModelFileError.Fault: CustomStringConvertible {
  public var description: String { "\(finding); \(remedy)" }

  fileprivate var finding: String {
    switch self {
    case .unreadable(let reason): "\(reason)"
    case .truncatedHeader(let expected, let found):
      "it is cut short within its header (\(found) bytes of at least \(expected))"
    case .headerTooLong(let stated, let limit):
      "its first bytes state a header of \(stated) bytes, more than the limit of \(limit)"
    case .malformedHeader(let expected, let byte): "its header lacks \(expected) at byte \(byte)"
    case .duplicateName(let name): "its header has the name '\(name)' twice"
    case .missingEntry(let tensor, let entry): "its tensor '\(tensor)' has no '\(entry)'"
    case .unsupportedType(let tensor, let type):
      "its tensor '\(tensor)' is of type '\(type)', not F32 or F64"
    case .shapeOverflow(let tensor, let shape): "its tensor '\(tensor)' of shape \(shape) is too large"
    case .sizeMismatch(let tensor, let shape, let expected, let found):
      "its tensor '\(tensor)' of shape \(shape) takes \(expected) bytes but has \(found)"
    case .reversedOffsets(let tensor, let begin, let end):
      "its tensor '\(tensor)' begins at byte \(begin) and ends before, at \(end)"
    case .hole(let tensor, let expected, let begin):
      "there is a hole before its tensor '\(tensor)' (it begins at byte \(begin) instead of \(expected))"
    case .overlap(let tensor, let expected, let begin):
      "its tensor '\(tensor)' overlaps another (it begins at byte \(begin) instead of \(expected))"
    case .truncatedTensors(let expected, let found):
      "it is cut short within its tensors (\(found) bytes of \(expected))"
    case .trailingBytes(let count): "\(count) byte\(count == 1 ? "" : "s") too many follow its last tensor"
    case .missingMetadata: "it has no metadata, so Vintner did not save it"
    case .missingChecksum: "its metadata has no '\(SafeTensors.checksumName)'"
    case .checksumMismatch: "its bytes have changed since it was saved (SHA-256 differs)"
    case .missingFormatVersion: "its metadata has no '\(SafeTensors.formatVersionName)'"
    case .malformedFormatVersion(let text):
      "its '\(SafeTensors.formatVersionName)' is not a number: '\(text)'"
    case .newerFormat(let found, let supported):
      "its format has version \(found), newer than the \(supported) this Vintner reads"
    case .missingMetadataEntry(let name): "its metadata has no '\(name)'"
    case .malformedMetadata(let name): "its metadata's '\(name)' cannot be read"
    case .unknownTask(let task): "it is a model for the task '\(task)', which this Vintner does not know"
    case .otherTask(let task, let expected, _): "it is a model for the task '\(task)', not '\(expected)'"
    case .unknownPart(let name, let article, _):
      "it needs \(article), '\(name)', that this program does not know"
    case .otherFile(let kind): "it seems to be \(kind)"
    case .foreignWeights(let sentence): "its tensors do not fit its network: \(sentence)"
    case .notFinite(let name): "its tensor '\(name)' holds NaN or infinity"
    case .missingTensor(let name): "it has no tensor '\(name)'"
    case .unexpectedShape(let tensor, let expected, let found):
      "its tensor '\(tensor)' has shape \(found) where the network needs \(expected)"
    }
  }

  private var remedy: String {
    switch self {
    case .unsupportedType: "convert it to one of them"
    case .newerFormat, .unknownTask: "update Vintner"
    case .otherTask(_, _, let type): "open it as a \(type), or as a LoadedModel, which takes every task"
    case .unknownPart(_, _, let line):
      "a program adds its own before it loads the model, \(line), and the command vintner has only those built in"
    case .otherFile(let kind): kind.use
    case .notFinite: "train it again, with a lower learning rate"
    case .missingMetadata, .missingChecksum, .missingFormatVersion, .missingTensor, .unexpectedShape:
      "choose a model that Vintner saved"
    default: "copy the file again or save the model anew"
    }
  }
}
