export type GuardFaultCode =
  /** The model did not answer with what a verdict can be read from. */
  | 'garbled'
  /** More text than a guard reads in its windows, or a question that its engine refused as too long. */
  | 'too-long'
  /** This engine cannot judge: it gives no probabilities, or no guard is set. */
  | 'unsupported'

/** A guard could not judge. Whoever asked must withhold what was to be judged. */
export class GuardFault extends Error {
  override readonly name = 'GuardFault'
  readonly code: GuardFaultCode
  constructor(code: GuardFaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
