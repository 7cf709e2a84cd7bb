/** What a route answers in place of JSON: a file, written as fast as it is taken. */
export class Download {
  readonly name: string
  readonly mime: 'application/x-ndjson'
  readonly pieces: AsyncIterable<string>
  constructor({ name, mime, pieces }: Pick<Download, 'name' | 'mime' | 'pieces'>) {
    this.name = name
    this.mime = mime
    this.pieces = pieces
  }
}
