/** As the page's models and collections tell of what changes. */
export class Emitter {
  #handlers = new Map()
  #above

  /** `names`: one, or several with spaces between. */
  on(names, handler) {
    for (const name of names.split(' ')) {
      this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler])
    }
    return this
  }

  off(name, handler) {
    const left = (this.#handlers.get(name) ?? []).filter((each) => each !== handler && each.once !== handler)
    this.#handlers.set(name, left)
    return this
  }

  once(name, handler) {
    const only = (...args) => {
      this.off(name, only)
      handler(...args)
    }
    only.once = handler
    return this.on(name, only)
  }

  trigger(name, ...args) {
    for (const handler of this.#handlers.get(name) ?? []) {
      try {
        handler(...args)
      } catch (error) {
        reportError(error)
      }
    }
    this.#above?.trigger(name, ...args)
  }

  /** Whatever happens here happens to `emitter`, too. */
  bubbleTo(emitter) {
    this.#above = emitter
  }
}
