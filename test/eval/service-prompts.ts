import { turnId } from '#core/contract/ids.ts'
import type { PersonRows } from '#core/memory/person-rows.ts'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import { addItem, supersedeItems } from '#core/memory/items.ts'
import { episodes } from '#core/memory/kinds/episodes.ts'
import { createMemory } from '#core/memory/memory.ts'
import { buildPrompt } from '#core/prompt/build.ts'
import { SYSTEM_WORDS } from '#core/prompt/system-words.ts'
import type { Store } from '#core/store/store.ts'
import { systemClock } from '#machine/clock.ts'
import { openScripted } from '../kit/scripted.ts'
import type { PromptFor } from './in-prompt.ts'
import { chatOf, learningsOf, storedPerson } from './passages.ts'
import { tokensIn } from './score.ts'
import type { LabelledItem, SetPerson } from './set.ts'

export const PROMPT_TOKENS = 4_000

/** The prompt of a turn in a private chat, with all turns and all labelled items of the person stored. */
export function servicePrompts(store: Store): PromptFor {
  const memory = createMemory({ store, isEnabled: true })
  const { capabilities } = openScripted({
    script: () => ({ text: '' }),
    capabilities: { promptTokens: PROMPT_TOKENS },
    clock: systemClock,
  })
  const stored = new Set<string>()
  return async (person, { text }, signal) => {
    const id = `prompt-${person.id}`
    const owner = await storedPerson(store.pool, id)
    if (!stored.has(id)) await inMemoryOf(store.pool, owner, (rows) => keepAll(rows, { ...person, id }))
    stored.add(id)
    const chat = { kind: 'dm', id } as const
    const turn = { id: turnId(() => `${id}-asks`), person: owner, conversation: chatOf(id), chat }
    const prompt = await buildPrompt({
      words: SYSTEM_WORDS,
      past: [],
      pastPictures: new Map(),
      asked: { type: 'message', text, pictures: [], others: [] },
      pictures: [],
      memory: await memory.recall({ turn, text }, signal),
      capabilities: capabilities(),
      budgetTokens: PROMPT_TOKENS,
      countTokens: async (each) => tokensIn(each),
      signal,
    })
    return prompt.type === 'prompt' ? prompt.messages.flatMap(({ parts }) => parts.map(textOf)).join('\n') : ''
  }
}

const textOf = (part: { readonly type: string; readonly text?: string }) => part.text ?? ''

async function keepAll(rows: PersonRows, person: SetPerson): Promise<void> {
  for (const learning of learningsOf(person)) await episodes.learn(rows, learning)
  const newest = new Map<string, number>()
  for (const item of person.items) {
    const at = new Date(item.saidAtMs)
    const number = await addItem(rows, newItem(item), at)
    const before = newest.get(item.topic)
    if (before !== undefined) await supersedeItems(rows, { numbers: [before], by: number, at })
    newest.set(item.topic, number)
  }
}

const newItem = ({ kind, field, valueInEnglish, text, turn, saidAtMs }: LabelledItem) => ({
  kind,
  ...(field && { field }),
  ...(valueInEnglish !== undefined && { value: valueInEnglish }),
  text,
  scope: '',
  origin: 'learnt' as const,
  confidence: 1,
  turnId: turnId(() => turn),
  saidAtMs,
})
