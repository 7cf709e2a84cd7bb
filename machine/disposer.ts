/**
 * Closes opened resources in reverse order. When one fails to close, the rest is still closed, and all failures are
 * thrown together at the end.
 */
export class Disposer {
  #resources: { name: string; close: () => unknown }[] = []
  #closing: Promise<void> | undefined

  /** Registers how to close a resource; `name` appears in the error when that fails. */
  defer(name: string, close: () => unknown): void {
    if (this.#closing) throw new Error(`${name} was opened while everything is being closed`)
    this.#resources.push({ name, close })
  }

  /**
   * Closes all, last opened first, one after the other. A second call waits for the first.
   *
   * @throws {AggregateError} when resources failed to close, after all have been tried
   */
  dispose(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }

  async #closeAll(): Promise<void> {
    const errors: Error[] = []
    for (const { name, close } of this.#resources.toReversed()) {
      try {
        await close()
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        errors.push(new Error(`${name} did not close: ${why}`, { cause }))
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => error.message).join('; '))
  }
}
