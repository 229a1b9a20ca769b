import LinearAlgebra

extension RunConfiguration {
  /// Records which kernels of OpenBLAS this process has: the last bits of a training depend on them.
  ///
  /// - Parameter file: the file that the run was read from; `nil` where it was read from none.
  /// - Returns: what the user should know, where the run in the file was made with others.
  package mutating func recordKernels(file: String?) -> String? {
    let given = self.blasKernels
    self.blasKernels = BLASKernels.name
    guard let file, let given, given != BLASKernels.name else { return nil }
    return
      "\(file) was made with OpenBLAS's kernels for \(given), which are \(BLASKernels.name) here: the last digits"
      + " of the results may differ."
  }
}
