import { mkdirSync, symlinkSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bareCheckout, ended, ownFolder, writeProgram } from './kit.mjs'

test('where nothing is installed, each missing part comes with the command that brings it', async () => {
  const { code, stdout } = await doctor({})
  expect(code).toBe(1)
  expect(stdout).toMatch(/^ {2}MISSING {2}packages +not installed\n +-> npm start/m)
  for (const part of ['redis-server', 'PostgreSQL', 'llama-server']) {
    expect(stdout).toMatch(new RegExp(`^ {2}MISSING {2}${part} +not here yet\\n +-> npm start brings it`, 'm'))
  }
  expect(stdout).toMatch(/^ {2}- {8}Chromium +not here yet\n +-> npm test brings it/m)
  expect(stdout).toMatch(/^ {2}ok {7}Node\.js /m)
  expect(stdout).toContain('Missing: packages, redis-server, PostgreSQL, llama-server.')
})

test('with WhatsApp switched on a missing browser is missing, and one that is named is tried out', async () => {
  const on = await doctor({ WHATSAPP_ENABLED: 'true' })
  expect(on.stdout).toMatch(/^ {2}MISSING {2}Chromium +not here yet\n +-> npm start brings it/m)
  const file = writeProgram(path.join(ownFolder(), 'chromium'), 'echo "Chromium 156.0.1"')
  const named = await doctor({ WHATSAPP_ENABLED: 'true', WHATSAPP_CHROMIUM: file })
  expect(named.stdout).toMatch(/^ {2}- {8}Chromium +not here yet\n +-> npm test brings it/m)
  expect(named.stdout).toMatch(/^ {2}ok {7}Chromium of WhatsApp +156\.0\.1, given by WHATSAPP_CHROMIUM\n +\//m)
  const wrong = await doctor({ WHATSAPP_ENABLED: 'true', WHATSAPP_CHROMIUM: `${file}-none` })
  expect(wrong.stdout).toMatch(
    /^ {2}MISSING {2}Chromium of WhatsApp +.*does not start .*\n +-> correct WHATSAPP_CHROMIUM/m,
  )
  const off = await doctor({ WHATSAPP_CHROMIUM: `${file}-none` })
  expect(off.stdout).not.toContain('Chromium of WhatsApp')
})

test('servers of the operator are asked whether they take connections, and their passwords are not shown', async () => {
  const addresses = { REDIS_URL: 'redis://someone:pass-word@127.0.0.1:1', DATABASE_URL: 'not an address' }
  const { stdout } = await doctor(addresses)
  expect(stdout).toMatch(/MISSING {2}redis-server +REDIS_URL names a server, but it cannot be reached \(ECONNREFUSED\)/)
  expect(stdout).toContain('start that server, or correct REDIS_URL')
  expect(stdout).toMatch(/MISSING {2}PostgreSQL +DATABASE_URL names a server, but it is no address/)
  expect(stdout).not.toContain('pass-word')
})

test('hosts that answer and judge are asked, too', async () => {
  const { stdout } = await doctor({
    CHASQUI_ENGINE_URL: 'http://127.0.0.1:1/v1',
    CHASQUI_GUARD_URL: 'http://127.0.0.1:1',
  })
  expect(stdout).toMatch(/MISSING {2}engine host +CHASQUI_ENGINE_URL names a server, but it cannot be reached/)
  expect(stdout).toContain('start it, or correct CHASQUI_GUARD_URL')
})

test('settings of features that are not built, and misspelt ones, are noted', async () => {
  const { stdout } = await doctor({
    CHASQUI_ROLE: 'secret',
    CHASQUI_PROT: '1',
    TELEGRAM_BOT_TOKN: '1:secret',
    CHASQUI_ENGINE_KEY_FILE: '/x',
  })
  expect(stdout).toMatch(/CHASQUI_ROLE +accepted; running as several processes is not built yet/)
  expect(stdout).toMatch(/CHASQUI_PROT +no setting of this name/)
  expect(stdout).toMatch(/TELEGRAM_BOT_TOKN +no setting of this name/)
  expect(stdout).not.toMatch(/secret|ENGINE_KEY/)
})

test('a proxy of the environment is noted, also one that cannot be used, without its password', async () => {
  const { stdout } = await doctor({ HTTPS_PROXY: 'proxy:3128', http_proxy: 'socks5://user:pass-word@proxy:1080' })
  expect(stdout).toMatch(/HTTPS_PROXY +used for Telegram/)
  expect(stdout).toMatch(/http_proxy +not used: expected an address such as http:/)
  expect(stdout).not.toContain('pass-word')
})

const PARTS = [
  { name: 'store', state: 'ready', detail: '' },
  { name: 'guard', state: 'ready', detail: 'tiny-scout, for demonstration' },
  { name: 'telegram', state: 'failed', detail: 'the token was refused; ask for a new one' },
  {
    name: 'whatsapp',
    state: 'starting',
    word: 'qr',
    detail: 'scan the code; browser restarted once, the last time because x',
  },
  { name: 'database', state: 'off', detail: 'the role bypasses row-level security', fix: 'CREATE ROLE …' },
]

test('a running service reports its components on the socket of its data folder, also while it is not ready', async () => {
  const port = await serviceThatSays({ ready: false })
  // Longer than the path of a socket may be.
  const data = path.join(ownFolder(), 'd'.repeat(100))
  await socketThatSays(data, { ready: false, url: `http://127.0.0.1:${port}`, parts: PARTS })
  const { code, stdout } = await doctor({ CHASQUI_PORT: `${port}`, CHASQUI_DATA: data })
  expect(code).toBe(1)
  expect(stdout).toMatch(new RegExp(`ok +service +not ready yet on 127.0.0.1:${port}`))
  expect(stdout).toMatch(/ok +guard +ready: tiny-scout, for demonstration/)
  expect(stdout).toMatch(/MISSING +telegram +failed: the token was refused/)
  expect(stdout).toMatch(/- +whatsapp +qr: scan the code; browser restarted once/)
  expect(stdout).toMatch(/- +database +off: the role bypasses row-level security\n +-> CREATE ROLE …/)
  expect(stdout).toMatch(new RegExp(`ok +port ${port} +in use by the running service`))
})

test('a service without a page is found by its data folder', async () => {
  const data = ownFolder()
  await socketThatSays(data, { ready: true, parts: PARTS })
  const { stdout } = await doctor({ CHASQUI_PORT: '1', CHASQUI_DATA: data })
  expect(stdout).toMatch(/ok +service +ready on no port, for npm run chat/)
  expect(stdout).toMatch(/MISSING +telegram +failed/)
})

test('a service on another data folder is reported as running, and how to see more', async () => {
  const port = await serviceThatSays({ ready: true })
  const { stdout } = await doctor({ CHASQUI_PORT: `${port}`, CHASQUI_DATA: path.join(ownFolder(), 'absent') })
  expect(stdout).toMatch(new RegExp(`- +service +ready on 127.0.0.1:${port}; it works on another data folder`))
  expect(stdout).toMatch(/-> run doctor as its user, with its CHASQUI_DATA/)
  expect(stdout).toMatch(new RegExp(`ok +port ${port} +in use by the running service`))
})

test('a port held by another program is named, with the way out', async () => {
  const port = await serviceThatSays('something else')
  const { stdout } = await doctor({ CHASQUI_PORT: `${port}` })
  expect(stdout).toMatch(new RegExp(`MISSING +port ${port} +in use by another program\\n +-> .*CHASQUI_PORT=`))
  const console = await doctor({ CHASQUI_CONSOLE_PORT: `${port}` })
  expect(console.stdout).toMatch(
    new RegExp(`- +port ${port} +in use by another program\\n +-> .*CHASQUI_CONSOLE_PORT=`),
  )
})

test('a word it does not know ends it with exit code 2', async () => {
  const { code, stderr } = await ended(process.execPath, ['setup/doctor.mjs', 'all'])
  expect(code).toBe(2)
  expect(stderr).toContain('takes no "all"')
})

/** @param {Record<string, string>} settings */
async function doctor(settings) {
  const cwd = bareCheckout()
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CHASQUI_|REDIS_URL|DATABASE_URL|DISCORD|WHATSAPP)/.test(name),
  )
  const env = { ...Object.fromEntries(kept), CHASQUI_CACHE: path.join(ownFolder(), 'cache'), ...settings }
  return await ended(process.execPath, ['setup/doctor.mjs'], { cwd, env })
}

/**
 * @param {unknown} answer
 * @returns {Promise<number>} its port
 */
function serviceThatSays(answer) {
  return listening(answer, (server, ready) => server.listen(0, '127.0.0.1', ready))
}

/**
 * @param {string} folder
 * @param {unknown} answer
 */
async function socketThatSays(folder, answer) {
  mkdirSync(folder, { recursive: true })
  const short = path.join(ownFolder(), 's')
  symlinkSync(folder, short)
  await listening(answer, (server, ready) => server.listen(path.join(short, 'status.sock'), ready))
}

/**
 * @param {unknown} answer
 * @param {(server: http.Server, ready: () => void) => void} listen
 * @returns {Promise<number>} its port, if it has one
 */
function listening(answer, listen) {
  const server = http.createServer((_request, response) => response.writeHead(503).end(JSON.stringify(answer)))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new Promise((resolve) => {
    listen(server, () => {
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    })
  })
}
