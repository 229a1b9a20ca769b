/// What a command may change.
struct SessionControl {
  var run: SessionRun
  var isRunning: Bool
  var pace: Pace { didSet { paceIsNew = true } }
  var focus: Focus?
  private(set) var paceIsNew = false

  init(run: SessionRun, isRunning: Bool, pace: Pace, focus: Focus?) {
    self.run = run
    self.isRunning = isRunning
    self.pace = pace
    self.focus = focus
  }
}
