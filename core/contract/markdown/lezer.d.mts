/** What we use of the parser in lezer.mjs. */
export type SyntaxNode = {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly firstChild: SyntaxNode | null
  readonly nextSibling: SyntaxNode | null
}

export type Element = { readonly from: number; readonly to: number }
/** What may open or close something: a bracket, a run of stars. One that `side` says is neither is only text. */
export type Delimiter = Element & { readonly type: object; side: number }

export class InlineContext {
  static readonly linkStart: object
  static readonly imageStart: object
  static readonly emphasisAsterisk: object
  static readonly emphasisUnderscore: object
  readonly parts: (Element | null)[]
  /** Where the inline text begins and ends in the whole. */
  readonly offset: number
  readonly end: number
  char(at: number): number
  slice(from: number, to: number): string
  elt(type: string, from: number, to: number, children?: readonly Element[]): Element
  addElement(element: Element): number
  addDelimiter(type: object, from: number, to: number, open: boolean, close: boolean): number
  getDelimiterAt(index: number): Delimiter | null
  takeContent(index: number): Element[]
}

/** Called at every character: where what it read ends, or -1. */
export type InlineParser = {
  readonly name: string
  readonly before?: string
  parse(cx: InlineContext, next: number, at: number): number
}

export type MarkdownParser = {
  configure(config: {
    readonly remove?: readonly string[]
    readonly parseInline?: readonly InlineParser[]
  }): MarkdownParser
  parse(text: string): { readonly topNode: SyntaxNode }
}
export const parser: MarkdownParser
