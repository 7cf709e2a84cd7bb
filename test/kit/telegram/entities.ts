import type { Entity } from './wire.ts'

const KINDS: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['bot_command', /(?<![\w/])\/[a-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/])/gi],
  ['mention', /(?<![\w@])@\w{3,32}\b/g],
  ['url', /\bhttps?:\/\/[^\s]+/g],
]

/** The entities that Telegram finds by itself in what a person typed. */
export function entitiesIn(text: string): Entity[] {
  const found = KINDS.flatMap(([type, pattern]) =>
    Array.from(text.matchAll(pattern), (match) => ({ type, offset: match.index, length: match[0].length })),
  )
  return found.toSorted((one, other) => one.offset - other.offset)
}

/** Nothing when there is none, as on the wire. */
export function withEntities(name: 'entities' | 'caption_entities', text: string) {
  const entities = entitiesIn(text)
  return entities.length === 0 ? {} : { [name]: entities }
}
