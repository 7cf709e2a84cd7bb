import { channels } from '../../texts/en/channels.ts'
import { text } from '../../texts/text.ts'

type Key = keyof typeof channels

/** Of a step of a guide: its own words, or those that this step has in every channel. */
const wordsOf = (part: 'step' | 'do', channel: string, id: string): string | undefined => {
  const key = [`channels.${part}.${channel}.${id}`, `channels.${part}.${id}`].find((each) =>
    Object.hasOwn(channels, each),
  )
  return key === undefined ? undefined : text(key as Key)
}

export const titleOf = (channel: string, id: string) => wordsOf('step', channel, id) ?? id
/** Where a step lets choose, what the choice means. */
export const whatToDo = (channel: string, id: string, chosen: unknown) =>
  wordsOf('do', channel, `${id}.${String(chosen)}`) ?? wordsOf('do', channel, id)

/** Of what a step lets choose; as in chasqui.yaml where it has no words. */
export function wordsOfChoice(id: string, value: string): string {
  const key = `channels.${id}.${value}`
  return Object.hasOwn(channels, key) ? text(key as Key) : value
}
