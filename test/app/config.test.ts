import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { layered, readConfig, readLayers } from '#app/config.ts'
import { temporaryFolder } from '../kit/product.ts'

async function withFile(text: string, env: Record<string, string> = {}) {
  const folder = await temporaryFolder('config')
  try {
    await writeFile(path.join(folder, 'chasqui.yaml'), text)
    return await readConfig({ env: { CHASQUI_DATA: folder, ...env } })
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('without any setting it is loopback, the bundled model, a guard, and open to all', async () => {
  const config = await readConfig({ env: {} })
  expect(config).toMatchObject({
    server: { host: '127.0.0.1', port: 3000 },
    access: { mode: 'open' },
    engine: { model: 'tiny-scout' },
    guard: { mode: 'model' },
    limits: { person: { burst: 30, perMinute: 20 } },
  })
  expect(Object.isFrozen(config.limits.person)).toBe(true)
})

test('the environment goes over the file, and the file over the defaults', async () => {
  const config = await withFile('server: { port: 4000 }\nmedia: { keepDays: 3 }', { CHASQUI_PORT: '5000' })
  expect(config).toMatchObject({ server: { port: 5000 }, media: { keepDays: 3, picturesMax: 5 } })
})

test('a token of the environment has its channel on, by its own name', async () => {
  const token = { CHASQUI_DATA: '/nowhere', TELEGRAM_BOT_TOKEN: '1:a' }
  const layers = await readLayers({ env: token })
  expect(layers.environment.names.get('telegram.enabled')).toBe('TELEGRAM_BOT_TOKEN')
  expect(layered(layers, new Map([['telegram.enabled', false]])).telegram.enabled).toBe(true)
})

test('a secret may lie in a file of its own', async () => {
  const folder = await temporaryFolder('secret')
  const file = path.join(folder, 'token')
  await writeFile(file, '123:abc\n')
  const config = await readConfig({ env: { TELEGRAM_BOT_TOKEN_FILE: file } })
  expect(config.telegram.token).toBe('123:abc')
  expect(config.secretFiles).toEqual({ 'telegram.token': file })
  await rm(folder, { recursive: true })
  await expect(readConfig({ env: { TELEGRAM_BOT_TOKEN_FILE: file } })).rejects.toThrow(/TELEGRAM_BOT_TOKEN_FILE/)
})

test.each([
  ['server: { prot: 1 }', 'Did you mean server.port?'],
  ['serverr: {}', 'Did you mean server?'],
  ['limits: { person: { perMinut: 1 } }', 'Did you mean limits.person.perMinute?'],
  ['server: { port: 70000 }', 'from 0 to 65535'],
  ['server: { trustProxy: everybody }', 'addresses such as'],
  ['server: { trustProxy: true }', 'trustProxy'],
  ['console: { prot: 1 }', 'Did you mean console.port?'],
  ['console: { trustProxy: everybody }', 'addresses such as'],
  ['- a list', 'should hold settings'],
  ['a: [', 'is not YAML'],
])('%s is refused with what would be right', async (text, advice) => {
  await expect(withFile(text)).rejects.toThrow(advice)
})

test.each([
  [{ WHATSAPP_ENABLED: 'yes' }, 'WHATSAPP_ENABLED: expected true or false.'],
  [{ CHASQUI_PROT: '1' }, 'Did you mean CHASQUI_PORT?'],
  [{ CHASQUI_GUARD: 'oof' }, 'CHASQUI_GUARD'],
  [{ CHASQUI_PORT: 'three' }, 'CHASQUI_PORT'],
  [{ CHASQUI_CONSOLE_PORT: 'three' }, 'CHASQUI_CONSOLE_PORT'],
  [{ CHASQUI_CONSOLE_URL: 'console.example.org' }, 'CHASQUI_CONSOLE_URL'],
  [{ CHASQUI_CONSOLE_DATABASE_URL: 'postgres://reader@db/chasqui' }, 'also set DATABASE_URL'],
  [{ TELEGRAM_BOT_TOKEN: 'secret-without-form' }, 'TELEGRAM_BOT_TOKEN'],
  [{ CHASQUI_ENGINE_URL: 'http://gpu:8000' }, 'CHASQUI_ENGINE_MODEL'],
  [{ TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-some-length' }, 'CHASQUI_PUBLIC_URL'],
  [{ CHASQUI_EMBEDDER: 'model' }, 'CHASQUI_EMBED_MODEL'],
  [{ CHASQUI_EMBEDDER: 'host' }, 'CHASQUI_EMBED_URL'],
  [{ CHASQUI_EMBEDDER: 'host', CHASQUI_EMBED_URL: 'http://gpu:8000' }, 'CHASQUI_EMBED_REMOTE_MODEL'],
  [{ CHASQUI_EMBED_MODEL: 'embeddinggemma-300m' }, 'CHASQUI_EMBEDDER=model'],
  [{ CHASQUI_EMBED_URL: 'http://gpu:8000', CHASQUI_EMBED_REMOTE_MODEL: 'a' }, 'CHASQUI_EMBEDDER=host'],
])('the environment %o is refused by name', async (env, advice) => {
  const refused = readConfig({ env })
  await expect(refused).rejects.toThrow(advice)
  await expect(refused).rejects.not.toThrow(/secret-without-form/)
})

test('nobody who set a protection is left without it silently', async () => {
  await expect(withFile('access: { allow: ["telegram:1:2"] }')).rejects.toThrow('allow-list')
  await expect(withFile('access: { mode: open, allow: ["telegram:1:2"] }')).rejects.toThrow('allow-list')
  const onWhatsApp = (access: string) =>
    withFile(`access: { allow: ["whatsapp:1:2"] }\nwhatsapp: { access: ${access} }`)
  await expect(onWhatsApp('open')).rejects.toThrow('whatsapp.access')
  await expect(onWhatsApp('pairing')).resolves.toMatchObject({ access: { mode: 'open' } })
  await expect(withFile('telegram: { webhookSecret: "" }')).rejects.toThrow('webhookSecret')
  for (const name of ['TELEGRAM_WEBHOOK_SECRET', 'CHASQUI_ACCESS']) {
    await expect(readConfig({ env: { [name]: '' } }), name).rejects.toThrow(`${name} is set and empty`)
  }
  const folder = await temporaryFolder('secret')
  const file = path.join(folder, 'empty')
  await writeFile(file, '\n')
  await expect(readConfig({ env: { TELEGRAM_WEBHOOK_SECRET_FILE: file } })).rejects.toThrow('which is empty')
  await rm(folder, { recursive: true })
})

test('a file that is no YAML is not quoted, since it may hold secrets', async () => {
  const refused = withFile('telegram:\n  token: "123:canary\nserver: {}\n')
  await expect(refused).rejects.toThrow(/is not YAML: .*line/)
  await expect(refused).rejects.not.toThrow(/canary/)
})

test('the guard is only switched off by somebody who says so twice', async () => {
  await expect(readConfig({ env: { CHASQUI_GUARD: 'off' } })).rejects.toThrow('acknowledgeUnguarded')
  const config = await withFile('guard: { acknowledgeUnguarded: true }', { CHASQUI_GUARD: 'off' })
  expect(config.guard.mode).toBe('off')
})

test('names whose part is not built yet are taken, and noted', async () => {
  const config = await readConfig({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'x', CHASQUI_ROLE: 'worker' } })
  expect(config.ignoredNames).toEqual(['CHASQUI_ROLE', 'OTEL_EXPORTER_OTLP_ENDPOINT'])
})
