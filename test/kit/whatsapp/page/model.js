import { Emitter } from './emitter.js'

/** Fields are plain properties; what is told by `set` is told of, as `change:<field>` and then `change`. */
export class Model extends Emitter {
  constructor(fields = {}) {
    super()
    Object.assign(this, fields)
  }

  set(fields) {
    const changed = Object.entries(fields).filter(([name, value]) => !isSame(this[name], value))
    if (changed.length === 0) return
    const before = Object.fromEntries(changed.map(([name]) => [name, this[name]]))
    Object.assign(this, Object.fromEntries(changed))
    for (const [name, value] of changed) this.trigger(`change:${name}`, this, value, before[name])
    this.trigger('change', this)
  }

  serialize() {
    return Object.fromEntries(Object.entries(this).filter(([, value]) => value !== undefined))
  }

  toJSON() {
    return this.serialize()
  }
}

const isSame = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other)
