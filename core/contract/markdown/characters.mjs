/**
 * Character references that models write. Other names stay as written; in code all of them do.
 * @type {Readonly<Record<string, string>>}
 */
const NAMED = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009',
  shy: '\u00ad', iexcl: '¡', cent: '¢', pound: '£', yen: '¥', euro: '€', sect: '§', copy: '©', reg: '®', trade: '™',
  deg: '°', plusmn: '±', micro: 'µ', para: '¶', middot: '·', laquo: '«', raquo: '»', frac12: '½', frac14: '¼',
  frac34: '¾', iquest: '¿', times: '×', divide: '÷', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚',
  ldquo: '“', rdquo: '”', bdquo: '„', bull: '•', hellip: '…', prime: '′', Prime: '″', larr: '←', uarr: '↑', rarr: '→',
  darr: '↓', harr: '↔', rArr: '⇒', minus: '−', radic: '√', infin: '∞', asymp: '≈', ne: '≠', le: '≤', ge: '≥',
  sum: '∑', pi: 'π', szlig: 'ß', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', aacute: 'á',
  eacute: 'é', iacute: 'í', oacute: 'ó', uacute: 'ú', ntilde: 'ñ', agrave: 'à', egrave: 'è', ccedil: 'ç', atilde: 'ã',
}

/**
 * @param {string} reference `&amp;`, `&#38;`, `&#x26;`
 * @returns {string} what it stands for
 */
export function characterOf(reference) {
  const name = reference.slice(1, -1)
  const [, hexadecimal, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? []
  if (hexadecimal !== undefined) return codePoint(parseInt(hexadecimal, 16))
  if (decimal !== undefined) return codePoint(Number(decimal))
  return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? reference) : reference
}

/** @param {number} code */
function codePoint(code) {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  return code === 0 || code > 0x10ffff || isSurrogate ? '\ufffd' : String.fromCodePoint(code)
}

const WRITTEN_FOR_ANOTHER = /\\([!-/:-@[-`{-~])|&#?\w{1,32};/g

/**
 * Resolves backslashes and character references in an address, or in the info string of a fence.
 * @param {string} text
 */
export function unescaped(text) {
  return text.replace(WRITTEN_FOR_ANOTHER, (written, escaped) => escaped ?? characterOf(written))
}
