import { ExportRefused } from '../export/exporter.ts'
import type { Command } from './command.ts'

/** Everything that is held about the person, as files; only where nobody else reads them. */
export const exportCommand: Command = {
  name: 'export',
  ofPerson: 'answered-here',
  async run({ texts: { files: texts }, turn, startTyping, exportOf }) {
    if (turn.chat.kind !== 'dm') return { text: texts.onlyPrivately }
    startTyping()
    try {
      const { files, areFetched } = await exportOf()
      return { text: areFetched ? `${texts.ready}\n${texts.fetch}` : texts.ready, files }
    } catch (error) {
      if (error instanceof ExportRefused) return { text: texts.refused[error.code] }
      throw error
    }
  },
}
