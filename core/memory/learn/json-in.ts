/**
 * The first JSON object or array in what a model wrote: in a code fence, or with prose around it. Undefined when there
 * is none, or when it broke off.
 */
export function jsonIn(text: string): unknown {
  for (let start = nextStart(text, 0), tries = 0; start >= 0 && tries < TRIES_MAX; tries += 1) {
    const end = endOf(text, start)
    const value = end < 0 ? undefined : parsed(text.slice(start, end))
    if (value !== undefined) return value
    start = nextStart(text, start + 1)
  }
  return undefined
}

/** Prose may have brackets of its own; a text of nothing but brackets is not searched to its end. */
const TRIES_MAX = 20

function nextStart(text: string, from: number): number {
  const found = text.slice(from).search(/[[{]/)
  return found < 0 ? -1 : from + found
}

/** Behind the bracket that closes the one at `start`; brackets within strings do not count. */
function endOf(text: string, start: number): number {
  let depth = 0
  let isInString = false
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (isInString) {
      if (character === '\\') at += 1
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '{' || character === '[') depth += 1
    else if ((character === '}' || character === ']') && (depth -= 1) === 0) return at + 1
  }
  return -1
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
