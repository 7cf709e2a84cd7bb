import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SAID } from '#core/prompt/memory.ts'
import { HOST_FAULTS, type HostFault, type HostFaultName } from './host-faults.ts'
import { vectorOf } from './scripted-embedder.ts'

/**
 * An OpenAI-compatible host that answers at once and by rule: a chat model, a Llama Guard and an embedding model in one.
 * It records the prompts it was given: only there one person's words in another person's prompt can be seen from outside.
 */
export type ModelHost = {
  readonly url: string
  readonly model: string
  /** Whole prompts as text, in order of arrival. */
  readonly prompts: readonly RecordedPrompt[]
  /** Adds faults for the next requests of a kind; each is used once. */
  fail(kind: PromptKind, ...faults: Fault[]): void
  /** Resolves with the next prompt of that kind that arrives from now on. */
  next(kind: PromptKind): Promise<RecordedPrompt>
  /** Chat completions that were asked for and not ended, by either side. */
  readonly inFlight: number
  close(): Promise<void>
}

/** `memory`: what to remember of a message. */
export type PromptKind = 'chat' | 'guard' | 'memory'

export type RecordedPrompt = {
  readonly kind: PromptKind
  readonly text: string
  readonly pictures: number
  readonly bytes: number
  /** Of the answer. */
  readonly tokensMax?: number
}

export type Fault =
  /** No answer at all until the caller disconnects. */
  | { readonly type: 'silent' }
  | { readonly type: 'status'; readonly status: number }
  /** Refuses, and repeats in its reason what it was asked, as real hosts do. */
  | { readonly type: 'quoting'; readonly status: number }
  /** The connection breaks after this many words. */
  | { readonly type: 'cut'; readonly afterWords: number }
  /** Waits after this many words until `go` resolves. */
  | { readonly type: 'pause'; readonly afterWords: number; readonly go: Promise<void> }
  /** Waits after each so many words until the `next` that it calls then resolves. */
  | { readonly type: 'steps'; readonly everyWords: number; readonly next: () => Promise<unknown> }
  /** Waits before the first word until `go` resolves. */
  | { readonly type: 'hold'; readonly go: Promise<void> }
  /** Goes on for ever. */
  | { readonly type: 'endless' }
  | { readonly type: 'garbage' }

/** An answer piece by piece. */
export type Written = {
  readonly pieces: readonly string[]
  /** What the model thinks before it, apart from the text. */
  readonly reasoning?: string
  readonly finish?: 'stop' | 'length'
}

export type ModelHostOptions = {
  readonly port?: number
  /** In place of a port: it then answers as llama-server does, where our own driver asks more of it. */
  readonly socketPath?: string
  /** By default the host repeats the last message: `You said: …`. */
  readonly answer?: (prompt: RecordedPrompt & { last: string }) => string | Written
  /** By default there is nothing to remember. */
  readonly memories?: (prompt: RecordedPrompt & { last: string }) => string
  /** By default whatever holds the word "bomb" is unsafe. */
  readonly isUnsafe?: (text: string) => boolean
  /** Requests that fail each time, while the others are served. */
  readonly faultOf?: (prompt: RecordedPrompt) => HostFaultName | undefined
  /** Prompts that leave less room for the answer than was asked for are refused; its list of models does not say so. */
  readonly contextTokens?: number
  /** Before the first word of every answer. */
  readonly delayMs?: number
  /** It takes pictures in any case; with eyes, each takes a part of the prompt. */
  readonly hasEyes?: boolean
  /** So has its guard, as a Llama Guard 4; it judges each picture by this. */
  readonly isUnsafePicture?: (bytes: Buffer) => Promise<boolean>
}

const MODEL = 'fake-scout'
const WORDS_TOKENS = 10
const VECTOR_DIMENSIONS = 8
const PICTURE_TOKENS = 36
const CHARACTERS_PER_TOKEN = 3
const MEMORY_MARK = 'You keep the memory of an assistant.'
const GUARD_MARK = 'Task: Check if there is unsafe content'

export async function startModelHost(options: ModelHostOptions = {}): Promise<ModelHost> {
  const {
    answer = ({ last }) => `You said: ${last}`,
    memories = () => '{"memories":[]}',
    isUnsafe = (text) => /\bbomb\b/i.test(text),
    faultOf = () => undefined,
    contextTokens = Infinity,
    delayMs = 0,
    hasEyes = false,
    isUnsafePicture,
  } = options
  const prompts: RecordedPrompt[] = []
  const faults: Record<PromptKind, Fault[]> = { chat: [], guard: [], memory: [] }
  const waiting: { kind: string; resolve: (prompt: RecordedPrompt) => void }[] = []
  let inFlight = 0

  const server = http.createServer(async (request, response) => {
    if (request.url?.endsWith('/models'))
      return respondJson(response, { object: 'list', data: [{ id: MODEL, object: 'model' }] })
    if (options.socketPath !== undefined && request.method === 'GET') return respondJson(response, {})
    if (request.url?.endsWith('/embeddings')) {
      const body = await bodyOf(request)
      const { input } = JSON.parse(body.toString('utf8')) as { input: string[] }
      const failing = faultOf({ kind: 'chat', text: input.join('\n'), pictures: 0, bytes: body.length })
      if (failing !== undefined) return (HOST_FAULTS[failing] as HostFault).play(response)
      const data = input.map((text, index) => ({ index, embedding: [...vectorOf(text, VECTOR_DIMENSIONS)] }))
      return respondJson(response, { object: 'list', model: MODEL, data })
    }
    if (!request.url?.endsWith('/chat/completions'))
      return respondJson(response, { error: { message: 'not found' } }, 404)
    inFlight += 1
    response.once('close', () => (inFlight -= 1))
    const body = await bodyOf(request)
    const asked = JSON.parse(body.toString('utf8')) as ChatBody
    const prompt = recorded(asked, body.length)
    prompts.push(prompt)
    for (const waiter of waiting.filter(({ kind }) => kind === prompt.kind)) {
      waiting.splice(waiting.indexOf(waiter), 1)
      waiter.resolve(prompt)
    }
    const failing = faultOf(prompt)
    if (failing !== undefined) return (HOST_FAULTS[failing] as HostFault).play(response)
    const wanted = Math.ceil(prompt.text.length / CHARACTERS_PER_TOKEN) + asked.max_tokens
    if (wanted > contextTokens) {
      const message = `This model's maximum context length is ${contextTokens} tokens. However, you requested ${wanted} tokens.`
      return respondJson(response, { error: { message, type: 'BadRequestError', code: 400 } }, 400)
    }
    if (delayMs > 0) await sleep(delayMs)
    const fault = faults[prompt.kind].shift()
    const seen = prompt.kind === 'guard' && isUnsafePicture ? picturesIn(asked) : []
    const badPictures = await Promise.all(seen.map(async (picture) => isUnsafePicture?.(picture)))
    const judgedUnsafe =
      prompt.kind === 'guard' && (isUnsafe(conversationIn(prompt.text)) || badPictures.includes(true))
    const eyes = prompt.kind === 'guard' ? isUnsafePicture !== undefined : hasEyes
    const said = { ...prompt, last: lastText(asked) }
    const verdict = judgedUnsafe ? 'unsafe\nS9' : 'safe'
    const text = prompt.kind === 'guard' ? verdict : prompt.kind === 'memory' ? memories(said) : answer(said)
    await stream(response, {
      text,
      prompt: prompt.text,
      logprobs: asked.logprobs === true,
      fault,
      tokensMax: asked.max_tokens,
      promptTokens: WORDS_TOKENS + (eyes ? prompt.pictures * PICTURE_TOKENS : 0),
    })
  })
  await new Promise<void>((resolve) => {
    if (options.socketPath === undefined) server.listen(options.port ?? 0, '127.0.0.1', resolve)
    else server.listen(options.socketPath, resolve)
  })
  const address = server.address() as AddressInfo | string
  return {
    url: typeof address === 'string' ? address : `http://127.0.0.1:${address.port}/v1`,
    model: MODEL,
    prompts,
    fail: (kind, ...more) => void faults[kind].push(...more),
    next: (kind) => new Promise((resolve) => waiting.push({ kind, resolve })),
    get inFlight() {
      return inFlight
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type ChatBody = {
  readonly messages: readonly { readonly role: string; readonly content: string | readonly ContentPart[] }[]
  readonly logprobs?: boolean
  readonly max_tokens: number
}

type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }

function recorded({ messages, max_tokens: tokensMax }: ChatBody, bytes: number): RecordedPrompt {
  const text = messages.map(({ role, content }) => `${role}: ${textIn(content)}`).join('\n')
  const pictures = picturesIn({ messages }).length
  const isOfMemory = text.includes(MEMORY_MARK) && messages[0]?.role === 'system'
  const kind = text.includes(GUARD_MARK) ? 'guard' : isOfMemory ? 'memory' : 'chat'
  return { kind, text, pictures, bytes, tokensMax }
}

const picturesIn = ({ messages }: Pick<ChatBody, 'messages'>) =>
  messages
    .flatMap(({ content }) => (typeof content === 'string' ? [] : content))
    .flatMap((part) =>
      part.type === 'image_url' ? [Buffer.from(part.image_url.url.split(',')[1] ?? '', 'base64')] : [],
    )

const textIn = (content: string | readonly ContentPart[]) =>
  typeof content === 'string'
    ? content
    : content.map((part) => (part.type === 'text' ? part.text : '[image]')).join('\n')

/** What was asked, without the lines of memory that our prompts put above it. */
const lastText = ({ messages }: ChatBody) =>
  textIn(messages.at(-1)?.content ?? '')
    .replace(/^(\[image\]\n?)+/, '')
    .replace(RECALLED, '')

const RECALLED = new RegExp(`^${SAID}\\n(> .*\\n)+\\n`)

const conversationIn = (guardPrompt: string) =>
  /<BEGIN CONVERSATION>([\s\S]*)<END CONVERSATION>/.exec(guardPrompt)?.[1] ?? guardPrompt

type Told = {
  readonly text: string | Written
  readonly prompt: string
  readonly logprobs: boolean
  readonly fault: Fault | undefined
  readonly tokensMax: number
  readonly promptTokens: number
}

async function stream(response: http.ServerResponse, told: Told): Promise<void> {
  const { text, prompt, logprobs, fault, tokensMax, promptTokens } = told
  if (fault?.type === 'status') return respondJson(response, { error: { message: 'by script' } }, fault.status)
  if (fault?.type === 'quoting')
    return respondJson(response, { error: { message: `cannot read: ${prompt}`, type: prompt } }, fault.status)
  if (fault?.type === 'silent') return
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if (fault?.type === 'garbage') return void response.end('data: {"choices": [\xff\n\n')
  if (fault?.type === 'hold') await fault.go
  const written: Written = typeof text === 'string' ? { pieces: wordsOf(text) } : text
  const words = fault?.type === 'endless' ? wordsOf('again and ') : written.pieces
  const tell = (choice: object) =>
    response.write(`data: ${JSON.stringify({ id: 'x', model: MODEL, choices: [{ index: 0, ...choice }] })}\n\n`)
  if (written.reasoning !== undefined) tell({ delta: { reasoning_content: written.reasoning } })
  for (let n = 0; n < tokensMax; n++) {
    if (fault?.type === 'cut' && n === fault.afterWords) return void response.destroy()
    if (fault?.type === 'pause' && n === fault.afterWords) await fault.go
    if (fault?.type === 'steps' && n > 0 && n % fault.everyWords === 0) await fault.next()
    const word = fault?.type === 'endless' ? words[n % words.length] : words[n]
    if (word === undefined || response.destroyed) break
    tell({ delta: { content: word }, ...(logprobs && n === 0 && { logprobs: { content: [firstToken(word)] } }) })
    if (n % 64 === 63) await new Promise(setImmediate)
  }
  tell({ delta: {}, finish_reason: fault?.type === 'endless' ? 'length' : (written.finish ?? 'stop') })
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: words.length,
    total_tokens: promptTokens + words.length,
  }
  response.end(`data: ${JSON.stringify({ id: 'x', model: MODEL, choices: [], usage })}\n\ndata: [DONE]\n\n`)
}

const wordsOf = (text: string) => text.match(/\s*\S+\s*?/g) ?? ['']

function firstToken(word: string) {
  const first = word.trim().split('\n')[0] ?? ''
  const other = first === 'safe' ? 'unsafe' : 'safe'
  const choices = [
    { token: first, logprob: Math.log(0.99) },
    { token: other, logprob: Math.log(0.01) },
  ]
  return { token: first, logprob: Math.log(0.99), top_logprobs: choices }
}

function respondJson(response: http.ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
