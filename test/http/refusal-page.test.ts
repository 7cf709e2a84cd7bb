import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { REFUSAL_TEXTS } from '#http/refusal-texts.ts'
import { host, type PageHost } from '../adapters/web/page-host.ts'
import { Visitor } from '../adapters/web/visitor.ts'

const HTTPS = { publicUrl: 'https://chat.example.org' }
const PUBLIC = { host: 'chat.example.org' }
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'upgrade-insecure-requests': '1' }

/** As a browser opens it; Node's `fetch` would add headers of its own. */
async function visit(page: PageHost, headers: Record<string, string>) {
  const asked = request({ port: page.port, host: '127.0.0.1', headers: { ...BROWSER, ...headers }, agent: false }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return {
    status: response.statusCode,
    headers: response.headers,
    text: String(Buffer.concat(await response.toArray())),
  }
}

test('an https page that was opened by plain http says so, with the right link and without a cookie', async () => {
  const page = await host({ ...HTTPS, host: '0.0.0.0' })
  for (const headers of [
    { ...PUBLIC, 'x-forwarded-proto': 'http' },
    { ...PUBLIC, forwarded: 'for=203.0.113.9;proto=http' },
    // A proxy that sends no header: browsers leave sec-fetch-mode out over plain http.
    { ...PUBLIC, via: '1.1 proxy' },
    { host: 'chat.example.org:3000' },
    { host: '192.168.1.5:3000' },
  ]) {
    const answer = await visit(page, headers)
    expect(answer.status, JSON.stringify(headers)).toBe(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(answer.text).toContain('<a href="https://chat.example.org/">https://chat.example.org/</a>')
  }
})

test('where it came by https, or where that cannot be told, the page is served', async () => {
  const page = await host({ ...HTTPS, host: '0.0.0.0' })
  for (const headers of [
    { ...PUBLIC, 'x-forwarded-proto': 'https' },
    { ...PUBLIC, forwarded: 'proto=https' },
    { ...PUBLIC, 'sec-fetch-mode': 'navigate' },
    // TLS ends one proxy further out, and the nearer one states its own side.
    { ...PUBLIC, 'sec-fetch-mode': 'navigate', 'x-forwarded-proto': 'http' },
    { ...PUBLIC, 'sec-fetch-mode': 'navigate', forwarded: 'for=203.0.113.9;proto=http' },
    // A proxy that sends no header, and names its upstream in place of the name that was asked for.
    { host: '192.168.1.5:3000', 'sec-fetch-mode': 'navigate' },
    { host: '[fe80::1]:3000', 'sec-fetch-mode': 'navigate' },
    { ...PUBLIC, 'upgrade-insecure-requests': '0' },
    { host: 'localhost:3000', 'sec-fetch-mode': 'navigate' },
    { host: '127.0.0.1:3000' },
  ]) {
    expect((await visit(page, headers)).status, JSON.stringify(headers)).toBe(200)
  }
  const onOtherPort = await host({ publicUrl: 'https://chat.example.org:8443' })
  expect((await visit(onOtherPort, { ...PUBLIC, 'sec-fetch-mode': 'navigate' })).status).toBe(200)
  expect((await visit(await host(), { 'x-forwarded-proto': 'http' })).status).toBe(200)
})

test('a person reads in their language why they cannot have the page, a program reads JSON', async () => {
  const page = await host({ limits: { newPeoplePerHourMax: 0 } })
  const said = async (language: string) => (await visit(page, { 'accept-language': language })).text
  expect(await said('de-CH,de;q=0.9')).toMatch(/lang="de" dir="ltr".*in 60 Minuten wieder/s)
  expect(await said('xx, fil;q=0.5')).toContain('lang="tl"')
  expect(await said('ar')).toContain('dir="rtl"')
  expect(await said('__proto__')).toContain('lang="en"')
  const json = await new Visitor(page).visit({ accept: '*/*' })
  expect(await json.json()).toMatchObject({ error: 'too-many-people' })
})

test('every language of Llama 4 has every sentence, with the same blanks', () => {
  expect(Object.keys(REFUSAL_TEXTS)).toEqual(['ar', 'de', 'en', 'es', 'fr', 'hi', 'id', 'it', 'pt', 'th', 'tl', 'vi'])
  for (const [language, texts] of Object.entries(REFUSAL_TEXTS)) {
    for (const [code, text] of Object.entries(texts)) {
      expect(text.includes('{minutes}'), `${language} ${code}`).toBe(code === 'too-many-people')
    }
  }
})
