import type { Mark, Names } from './renderer.ts'

export type Match = RegExpExecArray
type Shown = { readonly text: string; readonly marks?: readonly Mark[] }
type Context = { readonly names: Names; readonly inner: (source: string) => Required<Shown> }

export type Rule = {
  /** Sticky: looked for at one place. */
  readonly pattern: RegExp
  readonly atLineStart?: true
  readonly show: (match: Match, context: Context) => Shown
}

/** Around other markup: the outer mark stands before those inside. */
function around(type?: Mark['type']) {
  return ([, source = '']: Match, { inner }: Context): Shown => {
    const { text, marks } = inner(source)
    return { text, marks: type ? [{ type, text }, ...marks] : marks }
  }
}

function verbatim(type: 'code' | 'block') {
  return ([, , source = '']: Match): Shown => {
    const text = type === 'code' ? source.replace(/^ (?= *`)|(?<=` *) $/g, '') : source
    return { text, marks: [{ type, text }] }
  }
}

function link(url: string, label: Required<Shown>, previews: boolean): Shown {
  const preview: Mark[] = previews ? [{ type: 'preview', text: url }] : []
  return { text: label.text, marks: [{ type: 'link', text: label.text }, ...label.marks, ...preview] }
}

function named(text: string, pings: boolean): Shown {
  return { text, marks: pings ? [{ type: 'mention', text }] : [] }
}

/**
 * The rules of Discord's clients in the order in which they are tried, as far as a reader sees them. They are those of
 * simple-markdown, on which the clients are built, with Discord's own added.
 */
export const RULES: readonly Rule[] = [
  // ¯\_(ツ)_/¯ keeps its arm.
  { pattern: /¯\\_\(ツ\)_\/¯/y, show: ([text]) => ({ text }) },
  { pattern: /\\([^0-9A-Za-z\s])/y, show: ([, text = '']) => ({ text }) },
  { pattern: /```(?:([\w+\-.#]+?)\n)?\n*([^\n][^]*?)\n*```/y, show: verbatim('block') },
  { pattern: /(`+)([^]*?[^`])\1(?!`)/y, show: verbatim('code') },
  { pattern: />>> ([^]*)/y, atLineStart: true, show: around() },
  { pattern: /> ([^\n]*)/y, atLineStart: true, show: around() },
  { pattern: /#{1,3} +([^\n]+)/y, atLineStart: true, show: around('bold') },
  { pattern: /-# +([^\n]+)/y, atLineStart: true, show: around() },
  { pattern: /( *)[-*] +(?=\S)/y, atLineStart: true, show: ([, indent = '']) => ({ text: `${indent}• ` }) },
  {
    pattern: /\[((?:\\[^]|[^[\]\\]|\[[^\]]*\])+)\]\((<?)(https?:\/\/[^\s<>)]+(?:\([^\s<>)]*\)[^\s<>)]*)*)>?\)/y,
    show: ([, label = '', hides, url = ''], { names, inner }) =>
      link(url, inner(label), names.previews && hides === ''),
  },
  { pattern: /<(https?:\/\/[^ >]+)>/y, show: ([, url = '']) => link(url, { text: url, marks: [] }, false) },
  {
    pattern: /https?:\/\/[^\s<]+[^<.,:;"'\])\s]/y,
    show: ([url], { names }) => link(url, { text: url, marks: [] }, names.previews),
  },
  {
    pattern: /<@!?(\d+)>/y,
    show: ([whole, id = ''], { names }) => {
      const name = names.user(id)
      return name === undefined ? { text: whole } : named(`@${name}`, names.pings(id))
    },
  },
  { pattern: /<@&(\d+)>/y, show: ([, id = ''], { names }) => named('@role', names.pings(`&${id}`)) },
  { pattern: /@(?:everyone|here)/y, show: ([text], { names }) => named(text, names.pings('everyone')) },
  { pattern: /<#(\d+)>/y, show: ([whole, id = ''], { names }) => ({ text: `#${names.channel(id) ?? whole}` }) },
  { pattern: /<a?:(\w+):\d+>/y, show: ([, name]) => ({ text: `:${name}:` }) },
  { pattern: /<\/([-\w ]+):\d+>/y, show: ([, name]) => ({ text: `/${name}` }) },
  {
    pattern: /<t:(-?\d{1,13})(?::[tTdDfFR])?>/y,
    show: ([, at]) => ({ text: new Date(Number(at) * 1000).toUTCString() }),
  },
  { pattern: /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y, show: around('bold') },
  { pattern: /__((?:\\[^]|[^\\])+?)__(?!_)/y, show: around() },
  { pattern: /_((?:__|\\[^]|[^\\_])+?)_(?!\w)/y, show: around('italic') },
  { pattern: /\*(?=\S)((?:\*\*|\\[^]|\s+(?:\\[^]|[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y, show: around('italic') },
  { pattern: /~~(?=\S)((?:\\[^]|[^\\])*?\S)~~/y, show: around() },
  { pattern: /\|\|((?:\\[^]|[^\\])+?)\|\|/y, show: around() },
]
