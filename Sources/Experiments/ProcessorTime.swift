import Foundation
import Pipelines

/// The processor's time of the calling thread, in seconds: what other programs take meanwhile does not count.
func threadProcessorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
