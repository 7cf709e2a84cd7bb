import { describe, expect, it } from 'vitest'
import { commands } from '#core/commands/all.ts'
import type { ServiceStatus } from '#core/contract/channel.ts'
import { textsFor } from '#core/texts/texts.ts'

const status: ServiceStatus = {
  model: 'tiny-scout',
  engine: 'ready',
  vision: true,
  guard: 'demonstration',
  guardSeesPictures: false,
}

const say = (name: string, more: Partial<ServiceStatus> = {}, locale = 'en') =>
  commands.find((command) => command.name === name)?.run({ texts: textsFor(locale), status: { ...status, ...more } })

describe('a command', () => {
  it('has a name of its own, in lower case', () => {
    const names = commands.map(({ name }) => name)
    expect(names).toEqual(['start', 'help', 'reset', 'status'])
    expect(new Set(names).size).toBe(names.length)
  })

  it('/start greets, and says so when nobody can answer yet', () => {
    expect(say('start')?.text).toBe(textsFor('en').start)
    expect(say('start', { engine: 'starting' })?.text).toContain('starting')
  })

  it('/help speaks the language of the person', () => expect(say('help', {}, 'es-PE')?.text).toBe(textsFor('es').help))

  it('/reset opens a new window', () => expect(say('reset')).toEqual({ text: textsFor('en').resetDone, reset: true }))

  it('/status says which model answers, whether it sees, and that a demonstration guard is no guard to rely on', () => {
    const text = say('status')?.text ?? ''
    expect(text).toContain('tiny-scout')
    expect(text).toContain('ready')
    expect(text).toMatch(/demonstration guard.*do not rely on it/)
    expect(say('status', { vision: false, guard: 'off', engine: 'failed' })?.text).toMatch(
      /not running[\s\S]*cannot see[\s\S]*switched off/,
    )
  })

  it('/status says whether pictures are judged, where any are looked at', () => {
    expect(say('status')?.text).toContain('Pictures themselves are not checked')
    expect(say('status', { guard: 'full' }, 'de')?.text).toContain('Bilder selbst werden nicht geprüft')
    expect(say('status', { guard: 'full', guardSeesPictures: true })?.text).toContain('Pictures are checked, too')
    expect(say('status', { vision: false })?.text).not.toMatch(/Pictures (?:themselves )?are/)
  })
})
