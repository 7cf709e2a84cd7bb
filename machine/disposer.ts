/**
 * What was opened, to be closed in reverse order. A part that fails to close does not keep the others open: the rest is
 * closed too, and the failures come together at the end.
 */
export class Disposer {
  #resources: { name: string; close: () => unknown }[] = []
  #closing: Promise<void> | undefined

  /** Remembers how to close a part; `name` appears in the error when that fails. */
  defer(name: string, close: () => unknown): void {
    if (this.#closing) throw new Error(`${name} was opened while everything is being closed`)
    this.#resources.push({ name, close })
  }

  /**
   * Closes all, last opened first, one after the other. A second call waits for the first.
   *
   * @throws {AggregateError} when parts failed to close, after all have been tried
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
