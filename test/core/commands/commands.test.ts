import { describe, expect, it } from 'vitest'
import { commandNamed, commands } from '#core/commands/all.ts'
import { stopIn } from '#core/commands/phrases.ts'
import type { CommandContext } from '#core/commands/command.ts'
import type { ServiceStatus } from '#core/contract/channel.ts'
import { languages } from '#core/texts/all.ts'
import { textsFor } from '#core/texts/texts.ts'

const status: ServiceStatus = {
  model: 'tiny-scout',
  engine: 'ready',
  vision: true,
  guard: 'demonstration',
  guardSeesPictures: false,
}

async function say(name: string, more: Partial<ServiceStatus> = {}, { locale = 'en', isEnabled = false } = {}) {
  const learningSettled = () => Promise.resolve()
  const about = { status: { ...status, ...more }, memory: { isEnabled }, learningSettled }
  const context = { argument: '', texts: textsFor(locale), ...about }
  const reply = await commandNamed(name)?.run(context as CommandContext)
  return reply !== undefined && 'text' in reply ? reply : { text: '' }
}

describe('a command', () => {
  it('has a name of its own, in lower case', () => {
    const names = commands.map(({ name }) => name)
    expect(names).toEqual(names.map((name) => name.toLowerCase()))
    expect(new Set(names).size).toBe(names.length)
  })

  it('is found as people type it, with or without hyphens', () => {
    const [first, ...others] = ['deleteme', 'delete-me', 'delete_me'].map(commandNamed)
    expect(first?.name).toBe('deleteme')
    expect(new Set(others)).toEqual(new Set([first]))
    expect(commandNamed('delete')).toBeUndefined()
  })

  it('/start greets, and says so when nobody can answer yet', async () => {
    expect((await say('start')).text).toBe(textsFor('en').start)
    expect((await say('start', { engine: 'starting' })).text).toContain('starting')
  })

  it('/help speaks the language of the person', async () =>
    expect((await say('help', {}, { locale: 'es-PE' })).text).toBe(textsFor('es').help))

  it.each(Object.keys(languages))('/help says how to stop an answer: %s', async (locale) => {
    const { text } = await say('help', {}, { locale })
    expect(text).toContain('/stop')
    const [, word = ''] = /["“„«»”]\s?([^"“„«»”]+?)\s?["“”»«]/u.exec(text) ?? []
    expect(stopIn(word, textsFor(locale).language)?.language, text).toBe(locale)
  })

  it('/reset opens a new window', async () =>
    expect(await say('reset')).toEqual({ text: textsFor('en').resetDone, reset: true }))

  it('/reset waits for what is being learnt', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const context = { texts: textsFor('en'), memory: { isEnabled: false }, learningSettled: () => promise }
    let isDone = false
    const reply = Promise.resolve(commandNamed('reset')?.run(context as unknown as CommandContext)).finally(
      () => (isDone = true),
    )
    await Promise.resolve()
    expect(isDone).toBe(false)
    resolve()
    expect(await reply).toMatchObject({ reset: true })
  })

  it.each(Object.keys(languages))(
    '/start, /help and /reset say what is remembered, where memory is on: %s',
    async (locale) => {
      const about = { locale, isEnabled: true }
      for (const command of ['/memories', '/forget', '/memory off'])
        expect((await say('start', {}, about)).text).toContain(command)
      for (const command of [
        '/memories',
        '/remember',
        '/edit',
        '/forget',
        '/memory off',
        '/private',
        '/export',
        '/delete_me',
      ])
        expect((await say('help', {}, about)).text).toContain(command)
      expect(await say('reset', {}, about)).toMatchObject({ reset: true, text: expect.stringContaining('/memories') })
      for (const name of ['start', 'help', 'reset'])
        expect((await say(name, {}, { locale })).text).not.toContain('/memories')
    },
  )

  it('/status says which model answers, whether it sees, and that a demonstration guard is no guard to rely on', async () => {
    const text = (await say('status')).text
    expect(text).toContain('tiny-scout')
    expect(text).toContain('ready')
    expect(text).toMatch(/demonstration guard.*do not rely on it/)
    expect((await say('status', { vision: false, guard: 'off', engine: 'failed' })).text).toMatch(
      /not running[\s\S]*cannot see[\s\S]*switched off/,
    )
  })

  it('/status says whether pictures are judged, where any are looked at', async () => {
    expect((await say('status')).text).toContain('Pictures themselves are not checked')
    expect((await say('status', { guard: 'full' }, { locale: 'de' })).text).toContain(
      'Bilder selbst werden nicht geprüft',
    )
    expect((await say('status', { guard: 'full', guardSeesPictures: true })).text).toContain(
      'Pictures are checked, too',
    )
    expect((await say('status', { vision: false })).text).not.toMatch(/Pictures (?:themselves )?are/)
  })
})
