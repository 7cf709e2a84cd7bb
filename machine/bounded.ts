/** A map of at most `sizeMax` entries: what is set becomes the newest one, and the oldest makes room for it. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #sizeMax: number

  constructor(sizeMax: number) {
    super()
    this.#sizeMax = sizeMax
  }

  override set(key: Key, value: Value): this {
    this.delete(key)
    super.set(key, value)
    dropOldest(this, this.#sizeMax)
    return this
  }
}

/** The same for a set. */
export class BoundedSet<Value> extends Set<Value> {
  readonly #sizeMax: number

  constructor(sizeMax: number) {
    super()
    this.#sizeMax = sizeMax
  }

  override add(value: Value): this {
    this.delete(value)
    super.add(value)
    dropOldest(this, this.#sizeMax)
    return this
  }
}

type Keyed<Key> = { readonly size: number; keys(): Iterator<Key>; delete(key: Key): boolean }

function dropOldest<Key>(all: Keyed<Key>, sizeMax: number): void {
  if (all.size <= sizeMax) return
  const oldest = all.keys().next()
  if (!oldest.done) all.delete(oldest.value)
}
