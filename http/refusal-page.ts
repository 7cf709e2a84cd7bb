import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { REFUSAL_TEXTS } from './refusal-texts.ts'
import type { WebError } from './web-error.ts'

const STYLE = 'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem}'
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'`
const OTHER_NAMES: Readonly<Record<string, string>> = { fil: 'tl', in: 'id' }

type Language = keyof typeof REFUSAL_TEXTS

/** Tells who opens a refused page why, in their language; `undefined` for requests for something else. */
export function refusalPage(error: WebError, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const language = languageOf(request.headers['accept-language'])
  const texts: Readonly<Record<string, string>> = REFUSAL_TEXTS[language]
  const text = texts[error.code]
  const isVisit = request.method === 'GET' && request.headers.accept?.includes('text/html') === true
  if (!isVisit || text === undefined) return undefined
  const sentence = text.replace('{minutes}', String(Math.ceil((error.retryAfterSeconds ?? 0) / 60)))
  const address = escaped(error.link ?? '')
  const link = address === '' ? '' : `<p dir="ltr"><a href="${address}">${address}</a></p>`
  void reply.headers({
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    vary: 'accept-language',
  })
  return reply
    .code(error.status)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width"><title>Chasqui</title><style>${STYLE}</style>` +
        `<p>${escaped(sentence)}</p>${link}</html>`,
    )
}

/** The first of the browser's languages that we speak. */
function languageOf(acceptLanguage = ''): Language {
  const names = acceptLanguage.split(',').map((tag) => tag.trim().toLowerCase().split(/[-;]/)[0] ?? '')
  const isOurs = (name: string): name is Language => Object.hasOwn(REFUSAL_TEXTS, name)
  return names.map((name) => OTHER_NAMES[name] ?? name).find(isOurs) ?? 'en'
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
