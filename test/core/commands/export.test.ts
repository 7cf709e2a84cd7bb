import { describe, expect, it } from 'vitest'
import type { CommandContext } from '#core/commands/command.ts'
import { exportCommand } from '#core/commands/export.ts'
import { ExportRefused } from '#core/export/exporter.ts'
import { textsFor } from '#core/texts/texts.ts'

async function answerTo(about: Partial<CommandContext> | { turn: object }) {
  const turn = { chat: { id: '1', kind: 'dm' } }
  const exportOf = () => Promise.reject(new Error('nothing is exported'))
  const context = { texts: textsFor('en'), turn, startTyping: () => undefined, exportOf, ...about }
  return await exportCommand.run(context as CommandContext)
}

describe('/export', () => {
  it('answers with the files, and says where they are fetched how long they wait', async () => {
    const files = [{ path: 'exports/p/f.zip', name: 'export.zip', mime: 'application/zip', bytes: 1 }]
    const { ready, fetch } = textsFor('en').files
    const sent = await answerTo({ exportOf: async () => ({ files, areFetched: false }) })
    expect(sent).toEqual({ text: ready, files })
    const fetched = await answerTo({ exportOf: async () => ({ files, areFetched: true }) })
    expect(fetched).toEqual({ text: `${ready}\n${fetch}`, files })
  })

  it('gives nothing where others read it', async () => {
    const { onlyPrivately: text } = textsFor('en').files
    expect(await answerTo({ turn: { chat: { id: '1', kind: 'group' } } })).toEqual({ text })
  })

  it.each(['busy', 'no-room'] as const)('says kindly that it cannot now: %s', async (code) => {
    const exportOf = () => Promise.reject(new ExportRefused(code))
    expect(await answerTo({ exportOf })).toEqual({ text: textsFor('en').files.refused[code] })
  })
})
