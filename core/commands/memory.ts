import type { Command } from './command.ts'

/** `/memory off` stops learning and recall and keeps what is there; `/memory` says how it is. */
export const memory: Command = {
  name: 'memory',
  ofPerson: 'answered-here',
  async run({ argument, texts: { memory: texts }, memory: control, turn }) {
    const wanted = argument.trim().toLowerCase()
    if (wanted === 'on' || wanted === 'off') await control.switch(turn, wanted)
    if (!control.isEnabled) return { text: texts.state.never }
    const { isOff, isPrivate } = await control.stateOf(turn)
    return { text: [isOff ? texts.state.off : texts.state.on, ...(isPrivate ? [texts.private.on] : [])].join('\n') }
  },
}
