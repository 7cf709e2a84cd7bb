import { Emitter } from './emitter.js'

const keyOf = (id) => (typeof id === 'string' ? id : id?._serialized)

/** Models by their ids, in the order they came in; what happens to one is told here, too. */
export class Collection extends Emitter {
  #models = new Map()

  get(id) {
    return this.#models.get(keyOf(id))
  }

  getModelsArray() {
    return [...this.#models.values()]
  }

  get length() {
    return this.#models.size
  }

  add(model) {
    this.#models.set(keyOf(model.id), model)
    model.bubbleTo(this)
    this.trigger('add', model)
    return model
  }

  remove(model) {
    if (this.#models.delete(keyOf(model.id))) this.trigger('remove', model)
  }
}
