import { describe, expect, it } from 'vitest'
import { commandNamed, commands } from '#core/commands/all.ts'
import { commandMenu } from '#core/commands/menu.ts'

describe('the menu of commands', () => {
  it.each(commandMenu.languages)('keeps to what platforms take: %s', (language) => {
    for (const { name, description } of commandMenu.in(language)) {
      expect(name).toMatch(/^[a-z_]{1,32}$/)
      expect(description.length).toBeGreaterThan(3)
      expect(description.length).toBeLessThanOrEqual(100)
      expect(description).not.toMatch(/[\n.。]$/)
    }
  })

  it('offers every command but the greeting, each once', () => {
    const offered = commandMenu.in('en').map(({ name }) => commandNamed(name)?.name)
    const all = commands.map(({ name }) => name).filter((name) => name !== 'start')
    expect(offered.toSorted()).toEqual(all.toSorted())
  })

  it('is in the language of a locale, and in English for others', () => {
    expect(commandMenu.in('de-AT')[0]?.description).toBe('Was ich kann')
    expect(commandMenu.in('xx')).toEqual(commandMenu.in('en'))
    expect(commandMenu.in(undefined)).toEqual(commandMenu.in('en'))
  })
})
