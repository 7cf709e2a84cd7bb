import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { channelRows } from '#adapters/all.ts'
import { GUIDES, settingsOf } from '#adapters/guides.ts'
import { readConfig } from '#app/config.ts'

const REPOSITORY = path.resolve(import.meta.dirname, '../..')
const rows = channelRows({} as Parameters<typeof channelRows>[0])

describe.each(Object.entries(GUIDES))('the guide of %s', (name, guide) => {
  it('has a page of the guide for operators, and links to pages that are read safely', () => {
    expect(existsSync(path.join(REPOSITORY, guide.docs))).toBe(true)
    for (const { link } of guide.steps) if (link !== undefined) expect(link).toMatch(/^https:\/\//)
  })

  it('names settings that exist, and that open the channel anew when they change', async () => {
    const config = await readConfig({ env: { CHASQUI_DATA: '/nowhere' } })
    const { needs, may } = settingsOf(guide)
    for (const key of [...needs, ...may]) expect(Object.keys(config)).toContain(key.split('.')[0])
    const own = [...needs, ...may].filter((key) => key !== 'whatsapp.access')
    expect(rows[name as keyof typeof rows].settings).toEqual(expect.arrayContaining(own))
  })

  it('has each step once, fills in before it checks, and ends with the first message', () => {
    const ids = guide.steps.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(guide.steps.at(-1)?.kind).toBe('message')
    const check = ids.indexOf('check')
    const filledIn = guide.steps.flatMap(({ setting, isOptional }, index) =>
      setting !== undefined && isOptional === undefined ? [index] : [],
    )
    expect(Math.max(...filledIn)).toBeLessThan(check)
  })
})
