/** Says on stderr how far a stage is, at most twenty times. */
export function progressOf(stage: string, total: number): (done: number) => void {
  let shown = -1
  return (done) => {
    const step = Math.floor((done / total) * STEPS)
    if (step === shown) return
    shown = step
    process.stderr.write(`eval: ${stage}: ${done} of ${total}\n`)
  }
}

const STEPS = 20
