/** A stretch of the record with a heading of its own: one conversation, or the memories. */
export type Section<Heading> = { readonly heading: Heading; readonly records: AsyncIterable<object> }

type Next = { readonly section: number; readonly heading: object; readonly record: object }

/**
 * The record of a person as one or more JSON documents, each read to its end before the next. Nothing is held but one
 * record: a document is ended once it has reached `bytesMax`, and the next goes on in the same section.
 */
export class ExportDocuments {
  readonly #head: object
  readonly #memories: AsyncIterator<object>
  readonly #said: AsyncIterator<Next>
  #memory: IteratorResult<object> | undefined
  #next: IteratorResult<Next> | undefined
  #count = 0

  constructor(of: { head: object; memories: AsyncIterable<object>; conversations: AsyncIterable<Section<object>> }) {
    this.#head = of.head
    this.#memories = of.memories[Symbol.asyncIterator]()
    this.#said = flat(of.conversations)[Symbol.asyncIterator]()
  }

  /** The number of the document that was begun last; 0 before the first. */
  get count(): number {
    return this.#count
  }

  get isOver(): boolean {
    return this.#memory?.done === true && this.#next?.done === true
  }

  async *next(bytesMax: number): AsyncGenerator<Buffer> {
    this.#count += 1
    const text = new Chunks(bytesMax)
    yield text.put(`${opened({ ...this.#head, part: this.#count })},\n"memories":[`)
    this.#memory ??= await this.#memories.next()
    for (let separator = ''; this.#memory.done !== true && !text.isFull; separator = ',') {
      yield text.put(`${separator}\n${JSON.stringify(this.#memory.value)}`)
      this.#memory = await this.#memories.next()
    }
    yield text.put('],\n"conversations":[')
    this.#next ??= await this.#said.next()
    let section: number | undefined
    while (this.#memory.done === true && this.#next.done !== true && !text.isFull) {
      const { section: of, heading, record } = this.#next.value
      const isNew = of !== section
      if (isNew) yield text.put(`${section === undefined ? '' : ']},'}\n${opened(heading)},"said":[`)
      yield text.put(`${isNew ? '' : ','}\n${JSON.stringify(record)}`)
      section = of
      this.#next = await this.#said.next()
    }
    yield text.put(`${section === undefined ? '' : ']}'}]}\n`)
  }
}

/** Counts what it turns into bytes. */
class Chunks {
  readonly #bytesMax: number
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  put(text: string): Buffer {
    const chunk = Buffer.from(text)
    this.#bytes += chunk.length
    return chunk
  }

  get isFull(): boolean {
    return this.#bytes >= this.#bytesMax
  }
}

/** An object as JSON whose last brace is still to come. */
const opened = (value: object) => JSON.stringify(value).slice(0, -1)

async function* flat(sections: AsyncIterable<Section<object>>): AsyncGenerator<Next> {
  let section = 0
  for await (const { heading, records } of sections) {
    for await (const record of records) yield { section, heading, record }
    section += 1
  }
}
