import COpenBLAS

/// The loops that OpenBLAS has chosen for this processor.
package enum BLASKernels {
  /// Their name: `Haswell`, `SkylakeX`. `OPENBLAS_CORETYPE` in the environment chooses others.
  ///
  /// They add up in different orders, so that the last bits of a training depend on them.
  package static let name = String(cString: openblas_get_corename())
}
