import { type Fault, type PlannedFault, waited } from '../faults.ts'
import { type Dated, Transcript } from '../transcript.ts'
import type { AccountDeps, Call, How } from './call.ts'
import type { OpenPage } from './devices.ts'
import { editText, react, revoke, sealedOpened, send } from './sends.ts'
import { type Said, userIn } from './state.ts'
import type { Account, OpName, PageAnswers, PageOp, PageSocket, StoredMedia, WireMessage } from './wire.ts'

export type Called = { readonly op: OpName; readonly call: PageOp }

/** Of each chat, in the answer to `hello`; a page asks for what is older. */
const LOADED_MESSAGES = 5
/** Which faults strike an operation; the last three are no questions to WhatsApp. */
const FAULTS: Readonly<Partial<Record<OpName, PlannedFault['op'] | 'none'>>> = {
  send: 'send',
  edit: 'edit',
  react: 'edit',
  revoke: 'edit',
  chatstate: 'typing',
  'qr-read': 'none',
  listening: 'none',
  took: 'none',
}

/** What the pages of the linked account ask of WhatsApp. */
export class DoubleAccount implements Account {
  readonly #deps: AccountDeps
  readonly #transcript: Transcript<Called>
  /** Until then every message is refused. */
  #refusesUntilMs = 0

  constructor(deps: AccountDeps) {
    this.#deps = deps
    this.#transcript = new Transcript(deps.state)
  }

  /** Everything that pages asked, or all of one operation. */
  calls(op?: OpName): readonly Dated<Called>[] {
    return this.#transcript.calls.filter((call) => op === undefined || call.op === op)
  }

  connected(socket: PageSocket): void {
    this.#deps.devices.opened(socket)
  }

  disconnected(socket: PageSocket): void {
    this.#deps.devices.closed(socket)
    this.#deps.state.changed()
  }

  async answer<Op extends PageOp>(op: Op, socket: PageSocket): Promise<PageAnswers[Op['op']] | 'silent' | 'drop'> {
    const page = this.#deps.devices.opened(socket)
    const strikes = FAULTS[op.op] ?? 'other'
    if (strikes === 'none') return this.#done(op, page)
    this.#transcript.add({ op: op.op, call: op })
    const fault = this.#deps.faults.take(strikes)
    if (fault && 'drop' in fault) return 'drop'
    await waited(fault)
    if (this.#isRefused(op, fault)) return this.#refusal(op)
    const isUnanswered = fault !== undefined && ('silent' in fault || 'dropAfterAccept' in fault)
    const answer = this.#done(op, page, { isUnanswered })
    if (!isUnanswered) return answer
    return 'silent' in fault ? 'silent' : 'drop'
  }

  async media(path: string): Promise<StoredMedia | undefined> {
    const file = this.#deps.state.media.get(path)
    const fault = this.#deps.faults.take('download')
    await waited(fault)
    return file && { ...file, ...(fault && { fault }) }
  }

  async upload(bytes: Uint8Array, mimetype = 'application/octet-stream'): Promise<string | undefined> {
    return this.#deps.state.addMedia({ bytes, mimetype })
  }

  now(): number {
    return this.#deps.state.now()
  }

  /** WhatsApp tells nobody how long to wait: it refuses, for so long. */
  #isRefused({ op }: PageOp, fault: Fault | undefined): boolean {
    const { state } = this.#deps
    if (fault && 'retryAfter' in fault) this.#refusesUntilMs = state.now() + fault.retryAfter * 1000
    if (op === 'send' && state.now() < this.#refusesUntilMs) return true
    return fault !== undefined && ('status' in fault || 'html' in fault || 'retryAfter' in fault)
  }

  #refusal<Op extends PageOp>({ op }: Op): PageAnswers[Op['op']] {
    if (op !== 'send') throw new Error(`WhatsApp refused ${op}`)
    return { ack: -1, t: this.#deps.state.seconds } as PageAnswers[Op['op']]
  }

  #done<Op extends PageOp>(op: Op, page: OpenPage, how: How = {}): PageAnswers[Op['op']] {
    const act = ACTS[op.op] as (call: unknown) => PageAnswers[Op['op']]
    return act({ ...this.#deps, ...how, op, page })
  }
}

type Named<Name extends OpName> = Extract<PageOp, { readonly op: Name }>
type Acts = { readonly [Name in OpName]: (call: Call<Named<Name>>) => PageAnswers[Name] }

const ACTS: Acts = {
  hello,
  send,
  edit: editText,
  react,
  revoke,
  seen({ state, op }) {
    const chat = state.chat(op.chat)
    chat.unreadCount = 0
    chat.signals.push({ kind: 'seen', atMs: state.now() })
    state.changed(chat)
    return {}
  },
  chatstate({ state, op }) {
    const chat = state.chat(op.chat)
    chat.signals.push({ kind: op.state, atMs: state.now() })
    state.changed(chat)
    return {}
  },
  history({ state, op }) {
    const all = [...(state.chats.get(op.chat)?.messages.values() ?? [])]
    const end = op.before === undefined ? all.length : all.findIndex(({ wire }) => wire.id === op.before)
    return { messages: wiresOf(all.slice(Math.max(0, end - op.count), Math.max(0, end))) }
  },
  message({ state, op }) {
    const said = state.chats.get(op.chat)?.messages.get(op.id)
    return said ? { message: said.wire } : {}
  },
  exists({ state, op }) {
    const one = [state.me.pn, state.me.lid].includes(op.jid) ? state.me : state.contactOf(op.jid)
    return one ? { exists: true, lid: one.lid, pn: one.pn } : { exists: false }
  },
  'pairing-code'({ state, devices, op, page }) {
    if (op.phone !== userIn(state.me.pn)) throw new Error(`no account has the number ${op.phone}`)
    return { code: devices.newCode(page) }
  },
  'refresh-qr': ({ devices, page }) => ({ ref: devices.newRef(page) }),
  'qr-read'({ op, page, shown }) {
    if (page.ref === op.ref) shown(page)
    return {}
  },
  resend({ state, inbox, op }) {
    for (const id of op.ids) sealedOpened(state, inbox, id)
    return {}
  },
  logout({ devices, page, loggedOut }) {
    devices.forget(page.device)
    page.state = 'unpaired'
    loggedOut()
    return {}
  },
  listening({ state, inbox, page }) {
    page.isListening = page.state === 'paired'
    if (page.isListening) inbox.listens()
    state.changed()
    return {}
  },
  took({ state, page, op }) {
    page.took = op.count
    state.changed()
    return {}
  },
}

function hello({ state, devices, op, page, syncMs }: Call<Named<'hello'>>): PageAnswers['hello'] {
  if (!devices.greets(page, op.device)) return { state: 'unpaired', ref: page.ref }
  const chats = [...state.chats.values()].filter(({ messages }) => messages.size > 0)
  state.changed()
  return {
    state: 'paired',
    me: state.me,
    chats: chats.map((chat) => state.wireChat(chat)),
    messages: chats.flatMap(({ messages }) => wiresOf([...messages.values()].slice(-LOADED_MESSAGES))),
    lids: [state.me, ...state.contacts.values()].map(({ lid, pn }) => [lid, pn] as const),
    syncMs: syncMs(),
  }
}

const wiresOf = (all: readonly Said[]): WireMessage[] => all.map(({ wire }) => wire)
