import type { Command } from './command.ts'
import { isConfirmed } from './confirmed.ts'

/** `/delete-me yes`: the answer is the receipt; the deletion follows once it was delivered. */
export const deleteMe: Command = {
  name: 'deleteme',
  ofPerson: 'answered-in-private',
  async run({ argument, texts: { memory: texts }, memory, turn }) {
    if (turn.chat.kind !== 'dm') return { text: texts.onlyHere }
    const { messages, memories, pictures } = await memory.countAll(turn)
    if (!isConfirmed(argument)) return { text: texts.deleteConfirm(messages, memories, pictures) }
    await memory.deletePerson(turn)
    return { text: texts.deleting(messages, memories, pictures) }
  },
}
