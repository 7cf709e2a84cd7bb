import { spawn } from 'node:child_process'
import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { answerWhatsApp, WHATSAPP_PATH, whatsAppStatus } from '#app/whatsapp-requests.ts'
import { BAN_WARNING } from '#app/whatsapp-warning.ts'
import { openDataFolder, type DataFolder } from '#machine/data-folder.ts'
import { logFor } from '#machine/log.ts'
import { openStatusSocket } from '#machine/status-socket.ts'
import { fakeLinking, type FakeLinking } from '../kit/fake-linking.ts'
import { temporaryFolder as folderOfFile } from '../kit/product.ts'
import { qrInFile, qrInText } from '../kit/read-qr.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

// As long as WhatsApp's own.
const QR = `2@${'kUq8zL0vT3'.repeat(14)},${'pXk4'.repeat(11)}=,${'Qw7e'.repeat(11)}=,1`
const NEWER = QR.replace('2@', '2@newer')
const PHONE = '4915123456789'
const READY = { state: 'ready', detail: 'connected', phoneNumber: PHONE } as const

let dataFolder: DataFolder
let socket: AsyncDisposable
let linking: FakeLinking

beforeAll(async () => {
  dataFolder = await openDataFolder(await folderOfFile('link'))
  const deps = () => ({
    settings: () => ({ enabled: true, access: 'pairing' }) as const,
    channels: () => [{ name: 'whatsapp' as const, linking }],
  })
  socket = await openStatusSocket({
    dataFolder,
    status: () => ({}),
    routes: { [WHATSAPP_PATH]: async () => whatsAppStatus(deps()) },
    actions: { [WHATSAPP_PATH]: (body) => answerWhatsApp(deps(), body) },
    log: logFor('test:status'),
  })
})
afterAll(async () => {
  await socket[Symbol.asyncDispose]()
  await dataFolder[Symbol.asyncDispose]()
  await rm(dataFolder.path, { recursive: true, force: true })
})
beforeEach(() => {
  linking = fakeLinking()
})

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** What an operator types. */
function whatsApp(words: readonly string[], folder = dataFolder.path) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, CHASQUI_DATA: folder }
  const child = spawn(process.execPath, ['cli/whatsapp.ts', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  let look = () => undefined as void
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk
      look()
    })
  }
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...text })))
  return {
    child,
    ended,
    /** Resolves when it has written something for which this holds. */
    shows: (holds: (stdout: string) => boolean) =>
      new Promise<void>((resolve) => {
        look = () => holds(text.stdout) && resolve()
        look()
      }),
  }
}

test('an account is linked: the warning first, the code, a newer one, the chats, and what to do next', async () => {
  linking.onLink = () => {
    linking.state = { state: 'qr', detail: 'scan it', qr: QR }
  }
  const { shows, ended } = whatsApp(['link', '--yes'])
  await shows((text) => qrInText(text) === QR)
  linking.state = { state: 'qr', detail: 'scan it', qr: NEWER }
  await shows((text) => qrInText(text) === NEWER)
  linking.state = { state: 'connecting', detail: '' }
  await shows((text) => text.includes('The phone has taken the code'))
  linking.state = READY
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.startsWith(BAN_WARNING)).toBe(true)
  expect(stdout).toMatch(/Linked devices\n +2\. Link a device\n +3\. Scan the code below/)
  expect(stdout).toMatch(new RegExp(`Linked as \\+${PHONE}\\.\\n.*npm run access -- approve CODE`))
  expect(linking.asked).toEqual([{ phoneNumber: undefined }])
  expect(stdout).not.toContain('2@')
}, 20_000)

test('a pairing code comes in groups of four, for a number as people write it', async () => {
  linking.onLink = () => {
    linking.state = { state: 'pairing', detail: 'type it', pairingCode: 'ABCD2345' }
  }
  const { shows, ended } = whatsApp(['link', '--yes', '--phone', '+49 151-2345 6789'])
  await shows((text) => text.includes('Type ABCD-2345'))
  linking.state = READY
  const { code, stdout } = await ended
  expect(code).toBe(0)
  expect(stdout).toContain('Link with phone number instead')
  expect(linking.asked).toEqual([{ phoneNumber: PHONE }])
})

test('the code as a picture is a file of its owner alone, which ends when the link fails', async () => {
  const file = path.join(await temporaryFolder(), 'code.png')
  linking.onLink = () => {
    linking.state = { state: 'qr', detail: 'scan it', qr: QR }
  }
  const { shows, ended } = whatsApp(['link', '--yes', '--image', file])
  await shows((text) => text.includes(`Scan the code in ${file}`))
  await expect.poll(() => qrInFile(file).catch(() => undefined), { timeout: 5_000 }).toBe(QR)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  linking.state = { state: 'logged-out', detail: 'no code was used; to link one: …' }
  const { code, stderr } = await ended
  expect(code).toBe(1)
  expect(stderr).toBe('Not linked: no code was used; to link one: …\n')
}, 15_000)

test('where nobody can type yes, nothing is linked or unlinked without --yes', async () => {
  linking.state = READY
  for (const command of ['link', 'unlink']) {
    const { code, stderr } = await whatsApp([command]).ended
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('add --yes') as string })
  }
  expect(linking.asked).toEqual([])
})

test('an account that is linked already, and a service that cannot link, are said', async () => {
  linking.state = READY
  const linked = await whatsApp(['link', '--yes']).ended
  expect(linked).toMatchObject({ code: 0, stdout: expect.stringContaining(`+${PHONE} is linked already`) as string })
  linking.state = { state: 'off', detail: 'no Chromium: run: apt-get install chromium' }
  const off = await whatsApp(['link', '--yes']).ended
  expect(off).toMatchObject({ code: 1, stderr: 'no Chromium: run: apt-get install chromium\n' })
})

test('Ctrl-C ends the command and leaves the service alone', async () => {
  linking.onLink = () => {
    linking.state = { state: 'qr', detail: 'scan it', qr: QR }
  }
  const { child, shows, ended } = whatsApp(['link', '--yes'])
  await shows((text) => text.includes('Scan the code below'))
  child.kill('SIGINT')
  await ended
  expect(linking.asked).toEqual([{ phoneNumber: undefined }])
})

test('the state is told in plain words, and to scripts without codes', async () => {
  const at = (agoMs: number) => Date.now() - agoMs
  linking.state = {
    ...READY,
    lastInAtMs: at(3 * 60_000),
    lastOutAtMs: at(2 * 3_600_000),
    roundTrip: { atMs: at(5_000), ms: 12.4 },
    browser: { startedAtMs: at(86_400_000), bytes: 412e6 },
    restarts: { count: 2, newestFor: { code: 'whatsapp.page-crashed', values: {}, english: 'Its page crashed.' } },
  }
  const { code, stdout } = await whatsApp(['status']).ended
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^state +ready: connected\naccount +\+4915123456789\nlast message in +3 minutes ago\nlast message out +2 hours ago\n/,
  )
  expect(stdout).toMatch(/\nlast round trip +\d+ seconds ago, took 12 ms\n/)
  expect(stdout).toMatch(
    /\nbrowser +started 1 day ago, 412 MB\nrestarted +2 times, the last time: Its page crashed\.\n$/,
  )
  linking.state = { state: 'qr', detail: 'scan it', qr: QR, pairingCode: 'ABCD2345' }
  const json = await whatsApp(['status', '--json']).ended
  expect(JSON.parse(json.stdout)).toEqual({ state: 'qr', detail: 'scan it', access: 'pairing' })
})

test('unlinking forgets the session', async () => {
  linking.state = READY
  const { code, stdout } = await whatsApp(['unlink', '--yes']).ended
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Unlinking \+4915123456789 [^]*\nUnlinked\./)
  expect(linking.asked).toEqual(['unlink'])
})

test('where no account is linked there is none to unlink', async () => {
  linking.state = { state: 'logged-out', detail: 'no account is linked; to link one: …' }
  expect(await whatsApp(['unlink', '--yes']).ended).toEqual({ code: 0, stdout: 'No account is linked.\n', stderr: '' })
  expect(linking.asked).toEqual([])
})

test.each([
  [['lnk'], /no command "lnk"\. Did you mean link\?/],
  [[], /npm run whatsapp -- link/],
  [['status', '--phone', '49'], /--phone is not for status/],
  [['link', '--phone', '--yes'], /^--phone needs a value after it\.$/m],
  [['link', '--phone'], /^--phone needs a value after it\.$/m],
  [['link', '--yes=now'], /^Option '--yes' does not take an argument\.$/m],
  [['link', 'now'], /not how link is used/],
  [['link', '--phone', '49151234567', '--image', 'x.png'], /--image is for the QR code/],
  [['link', '--yes', '--phone', '0151 2345678'], /"0151 2345678" is no phone number .* such as \+49 151 23456789/],
])('%j is not understood, and what would be right is said', async (words, said) => {
  const { code, stderr } = await whatsApp(words).ended
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) as string })
})

test('without a running service it says where it looked and what to do', async () => {
  const { code, stderr } = await whatsApp(['status'], await temporaryFolder()).ended
  expect(code).toBe(1)
  expect(stderr).toMatch(/^No service runs on .*only the service can say how the link is: .*npm start.*CHASQUI_DATA/)
})
