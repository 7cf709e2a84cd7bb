import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { asksForHelp, HELP, helpFor } from '#setup/help.mjs'
import { root } from '#setup/system.mjs'
import { stepsFor } from '#setup/steps.mjs'
import { bareCheckout, ended } from './kit.mjs'

/**
 * @param {string} script
 * @param {NodeJS.ProcessEnv} env
 */
const keysFor = (script, env = {}) => stepsFor(script, env).map(({ key }) => key)

test('the service needs no browser, the tests do', () => {
  expect(keysFor('cli/chat.ts')).toEqual(['redis', 'postgres', 'llamaServer'])
  expect(keysFor('main.ts')).toEqual([...keysFor('cli/chat.ts'), 'console'])
  expect(keysFor('setup/check.mjs')).toEqual(['redis', 'postgres', 'llamaServer', 'chromium', 'console'])
})

test('with WhatsApp the service has a browser, unless the operator names one; the terminal has none', () => {
  const env = { WHATSAPP_ENABLED: 'true' }
  expect(keysFor('main.ts', env)).toEqual(['redis', 'postgres', 'llamaServer', 'chromium', 'console'])
  expect(keysFor('cli/chat.ts', env)).not.toContain('chromium')
  expect(keysFor('cli/whatsapp.ts', env)).toEqual([])
  expect(keysFor('main.ts', { WHATSAPP_ENABLED: 'false' })).not.toContain('chromium')
  const own = { ...env, WHATSAPP_CHROMIUM: '/opt/chromium' }
  expect(keysFor('main.ts', own)).not.toContain('chromium')
  expect(keysFor('setup/check.mjs', own)).toContain('chromium')
})

test('a browser that cannot be had keeps neither the service nor the tests from running', () => {
  const [chromium] = stepsFor('setup/check.mjs', {}).filter(({ key }) => key === 'chromium')
  expect(chromium?.isRequired).toBe(false)
})

test('a command that runs no service waits for no server', () => {
  expect(keysFor('cli/models.ts')).toEqual([])
})

test('servers of the operator take the place of ours', () => {
  const unneeded = (/** @type {NodeJS.ProcessEnv} */ env) =>
    stepsFor('main.ts', env)
      .filter((step) => step.unneeded(env))
      .map(({ key }) => key)
  expect(unneeded({ REDIS_URL: 'redis://host' })).toEqual(['redis'])
  expect(unneeded({ DATABASE_URL: 'postgres://host/db' })).toEqual(['postgres'])
  expect(unneeded({ CHASQUI_ENGINE_URL: 'http://host' })).toEqual([])
  expect(unneeded({ CHASQUI_ENGINE_URL: 'http://host', CHASQUI_GUARD_URL: 'http://host' })).toEqual(['llamaServer'])
})

test('help is asked for by --help or -h, but not behind a lone --', () => {
  expect(asksForHelp(['--config', 'x', '--help'])).toBe(true)
  expect(asksForHelp(['-h'])).toBe(true)
  expect(asksForHelp(['--', '--help'])).toBe(false)
  expect(asksForHelp([])).toBe(false)
})

test('every script of package.json has a help text', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  for (const command of Object.values(scripts)) {
    const script = String(command)
      .split(' ')
      .find((word) => /\.(ts|mjs)$/.test(word))
    expect(Object.keys(HELP), String(command)).toContain(script)
  }
})

test('help is printed where nothing is installed, and nothing is started after it', async () => {
  const cwd = bareCheckout()
  const { code, stdout, stderr } = await ended('sh', ['setup/run.sh', 'main.ts', '--help'], { cwd })
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${helpFor('main.ts')}\n`, stderr: '' })
})
