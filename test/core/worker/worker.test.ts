import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { BusMessage } from '#core/delivery/bus.ts'
import type { Turn } from '#core/contract/turn.ts'
import type { Turns } from '#core/turn/run.ts'
import { SUPERSEDED } from '#core/worker/running-turns.ts'
import { command, conversationOf, deletion, edit, message, picture } from '../../kit/events.ts'
import { answer, textOf } from '../../kit/worker.ts'
import { workerTest } from './fixture.ts'

const { open, place, redis, pool } = workerTest()

async function rows<Row>(query: string): Promise<Row[]> {
  return (await pool().query(query)).rows as Row[]
}

const echo = async (turn: Turn) => answer(`answer to ${textOf(turn)}`)
type Reply = { conversation_id: string; text: string; kind: string }
const replies = () => rows<Reply>('select * from outbox order by conversation_id, turn_number')

test('a message is answered, and its reply is published', async () => {
  const { inbox, bus, idle } = await open(echo)
  const published: BusMessage[] = []
  bus.subscribe((sent) => published.push(sent))
  await inbox.accept([message('hi')])
  await idle()
  expect(await replies()).toMatchObject([{ text: 'answer to hi', kind: 'answer' }])
  const [row] = await rows<{ id: string; conversation_id: string }>('select id, conversation_id from outbox')
  expect(published).toEqual([{ op: 'reply-ready', conversation: row?.conversation_id, reply: row?.id }])
})

test('a lease that could not be released does not stay for ever', async () => {
  const { inbox, idle, mailbox } = await open(async (turn) => {
    // Something that is ignored is still to be done when the turn ends.
    await inbox.accept([deletion(message('gone'))])
    return echo(turn)
  })
  const { release } = mailbox
  let refused = 0
  Object.assign(mailbox, {
    release: (claim: Parameters<typeof release>[0]) =>
      refused++ === 0 ? Promise.reject(new Error('the store is unreachable')) : release(claim),
  })
  await inbox.accept([message('hi')])
  await idle()
  const owned = 'select 1 from conversation where lease_owner is not null'
  expect(await rows(owned)).toHaveLength(1)
  await expect.poll(() => rows(owned), { timeout: 10_000 }).toEqual([])
})

test('without wake-ups the answer comes a little later', async () => {
  const worker = await open(echo, { socketPath: '/nowhere/redis.sock' })
  await worker.inbox.accept([message('one')])
  await worker.idle()
  expect(await replies()).toMatchObject([{ text: 'answer to one' }])
})

test('what comes while a turn runs is the next turn', async () => {
  const { inbox, idle } = await open(async (turn) => {
    if (textOf(turn) === 'one') await inbox.accept([message('two'), message('three')])
    return echo(turn)
  })
  await inbox.accept([message('one')])
  await idle()
  expect((await replies()).map(({ text }) => text)).toEqual(['answer to one', 'answer to two\nthree'])
})

test('a command is a turn of its own', async () => {
  const { inbox, idle } = await open(echo)
  await inbox.accept([message('one'), command('help'), message('two')])
  await idle()
  expect((await replies()).map(({ text }) => text)).toEqual(['answer to one', 'answer to /help', 'answer to two'])
})

test('the parts of an album are answered together', async () => {
  const { inbox, idle, mailbox } = await open(async ({ asked }) =>
    answer(`${'pictures' in asked && asked.pictures.length}`),
  )
  const part = () => message('', { groupId: 'g', parts: [picture()] })
  const { next } = mailbox
  const waitsForMore = new Promise<void>((resolve) => {
    Object.assign(mailbox, {
      next: async (claim: Parameters<typeof next>[0]) => {
        const step = await next(claim)
        if (step.type === 'wait') resolve()
        return step
      },
    })
  })
  await inbox.accept([part()])
  await waitsForMore
  await inbox.accept([part(), part()])
  await idle()
  expect((await replies()).map(({ text }) => text)).toEqual(['3'])
})

test('the turns of one network leave permits for others, wait, and are all answered', async () => {
  const gate = Promise.withResolvers<void>()
  let running = 0
  let runningMax = 0
  const { inbox, idle } = await open(
    async (turn) => {
      if (turn.network === undefined) return echo(turn)
      runningMax = Math.max(runningMax, (running += 1))
      await gate.promise
      running -= 1
      return echo(turn)
    },
    { turnsMax: 4 },
  )
  const visitor = (n: number) => message(`visitor ${n}`, { chatId: `v${n}`, from: `v${n}`, network: 'n' })
  await inbox.accept(Array.from({ length: 9 }, (_, n) => visitor(n)))
  await expect.poll(() => running).toBe(3)
  await inbox.accept([message('somebody else', { chatId: 'other', from: 'other' })])
  await expect.poll(replies).toMatchObject([{ text: 'answer to somebody else' }])
  gate.resolve()
  await idle()
  expect(await replies()).toHaveLength(10)
  expect(runningMax).toBe(3)
})

/** An inbox without a worker. */
async function openSilent() {
  const silent = await open(echo)
  await silent.worker.stop(AbortSignal.abort())
  return silent
}

/** Runs until its signal aborts, and says when it has begun. */
function endless() {
  const begun = Promise.withResolvers<Turn>()
  const runTurn: Turns['run'] = (turn, signal) => {
    begun.resolve(turn)
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  }
  return { begun: begun.promise, runTurn }
}

test('an edit before anything was shown starts the turn again with it', async () => {
  const first = endless()
  let runs = 0
  const { inbox, idle } = await open((...given) => (++runs === 1 ? first.runTurn(...given) : echo(given[0])))
  const sent = message('helo')
  await inbox.accept([sent])
  await first.begun
  await inbox.accept([edit(sent, 'hello')])
  await idle()
  expect(await replies()).toMatchObject([{ text: 'answer to hello' }])
  expect(await rows('select outcome from event order by seq')).toEqual([{ outcome: 'reply' }, { outcome: 'joined' }])
})

test('an edit that is stored before the answer counts though its notice comes too late', async () => {
  const go = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const { inbox, bus, idle } = await open(async (turn) => {
    begun.resolve()
    await go.promise
    // Where an answer does not grow, its draft is shown to nobody.
    const { conversation, account, chat } = turn
    const target = { reply: turn.replyId, turn: turn.id, conversation, account, chat }
    bus.publish({ op: 'reply-draft', target, text: 'so far' })
    return echo(turn)
  })
  const sent = message('helo')
  await inbox.accept([sent])
  await begun.promise
  const { publish } = bus
  bus.publish = () => undefined
  await inbox.accept([edit(sent, 'hello')])
  bus.publish = publish
  go.resolve()
  await idle()
  expect(await replies()).toMatchObject([{ text: 'answer to hello' }])
  expect(await rows('select outcome from event order by seq')).toEqual([{ outcome: 'reply' }, { outcome: 'joined' }])
})

test('an edit after something was shown lets the turn go on', async () => {
  const edited = Promise.withResolvers<void>()
  const { inbox, bus, idle } = await open(async (turn, signal) => {
    const { conversation, account, chat } = turn
    const target = { reply: turn.replyId, turn: turn.id, conversation, account, chat }
    await rows(`insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, state, sends, created_at)
      select reply_id, id, conversation_id, person_id, number, 'answer', 'live', '[{"state":"sending","index":0}]', now()
      from turn`)
    bus.publish({ op: 'reply-draft', target, text: 'so far' })
    await edited.promise
    return signal.reason === SUPERSEDED ? answer('was interrupted') : echo(turn)
  })
  const sent = message('helo')
  const drafted = new Promise<void>((resolve) => bus.subscribe(({ op }) => op === 'reply-draft' && resolve()))
  await inbox.accept([sent])
  await drafted
  await inbox.accept([edit(sent, 'hello')])
  edited.resolve()
  await idle()
  expect(await replies()).toMatchObject([{ text: 'answer to helo' }])
  const [late] = await rows("select outcome_detail from event where kind = 'edit'")
  expect(late).toEqual({ outcome_detail: 'edit-after-answer' })
})

/** What an app sends together: words, and a message that is forwarded with them. */
function commentAndForward() {
  const sentAtMs = Date.now()
  return [message('what is this?', { sentAtMs }), message('a thing', { sentAtMs, forwardedFrom: 'Bob' })] as const
}

test('a message that was forwarded with the words of a turn starts it again, and both are one', async () => {
  const first = endless()
  let runs = 0
  const { inbox, idle } = await open((...given) => (++runs === 1 ? first.runTurn(...given) : echo(given[0])))
  const [comment, forward] = commentAndForward()
  await inbox.accept([comment])
  await first.begun
  await inbox.accept([forward])
  await idle()
  expect(await replies()).toMatchObject([{ text: 'answer to what is this?\na thing' }])
})

test('the same when it is stored while the turn is being claimed', async () => {
  const [comment, forward] = commentAndForward()
  let runs = 0
  const { inbox, idle, mailbox } = await open((...given) => (runs++, echo(given[0])))
  const { next } = mailbox
  let steps = 0
  Object.assign(mailbox, {
    next: async (claim: Parameters<typeof next>[0]) => {
      const step = await next(claim)
      if (steps++ === 0) await inbox.accept([forward])
      return step
    },
  })
  await inbox.accept([comment])
  await idle()
  expect(await replies()).toMatchObject([{ text: 'answer to what is this?\na thing' }])
  expect(runs).toBe(1)
})

test('a message that was forwarded later, or by somebody else, is a turn of its own', async () => {
  const released = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const { inbox, idle } = await open(async (turn, signal) => {
    begun.resolve()
    await released.promise
    signal.throwIfAborted()
    return echo(turn)
  })
  const sentAtMs = Date.now()
  const about = { chatKind: 'group', addressed: 'mention' } as const
  await inbox.accept([message('what is this?', { ...about, sentAtMs })])
  await begun.promise
  const later = message('a thing', { ...about, sentAtMs: sentAtMs + 1_001, forwardedFrom: 'Bob' })
  const others = message('another', { ...about, sentAtMs, from: 'carol', forwardedFrom: 'Bob' })
  await inbox.accept([later, others])
  released.resolve()
  await idle()
  const texts = (await replies()).map(({ text }) => text)
  expect(texts).toEqual(['answer to what is this?', 'answer to a thing', 'answer to another'])
})

test('a turn that fails unexpectedly gets an apology', async () => {
  const { inbox, idle } = await open(async () => Promise.reject(new TypeError('no such thing')))
  await inbox.accept([message('hi')])
  await idle()
  expect(await replies()).toMatchObject([{ text: 'sorry', kind: 'apology' }])
  const [fate] = await rows('select outcome, outcome_detail from event')
  expect(fate).toEqual({ outcome: 'apology', outcome_detail: 'internal' })
})

test('a turn whose runs never ended gets an apology in place of a further run', async () => {
  const { inbox, mailbox } = await openSilent()
  const sent = message('hi')
  await inbox.accept([sent])
  // A claim that begins the turn and never renews its lease.
  const claim = await mailbox.claim(conversationOf())
  if (claim) await mailbox.next(claim)
  let runs = 0
  const { idle } = await open(async (turn) => (runs++, echo(turn)), { attemptsMax: 1 })
  await idle()
  expect(runs).toBe(0)
  expect(await replies()).toMatchObject([{ text: 'sorry', kind: 'apology' }])
  expect(await rows('select outcome_detail from event')).toEqual([{ outcome_detail: 'worker-crashed' }])
})

test('a stop lets turns finish until the deadline, then hands them back, and the next start goes on', async () => {
  const first = endless()
  const { inbox, worker } = await open(first.runTurn)
  await inbox.accept([message('hi')])
  const turn = await first.begun
  await worker.stop(AbortSignal.timeout(50))
  expect(await rows('select state, attempts from turn')).toEqual([{ state: 'running', attempts: 0 }])
  const attempts: [string, number][] = []
  const next = await open(async (again) => {
    attempts.push([again.id, again.attempt])
    return echo(again)
  })
  await next.idle()
  expect(attempts).toEqual([[turn.id, 1]])
  expect(await rows('select id, text from outbox')).toEqual([{ id: turn.replyId, text: 'answer to hi' }])
})

test('a stop waits for what ends in time', async () => {
  const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { inbox, worker } = await open(async (turn) => {
    begun.resolve()
    await go.promise
    return echo(turn)
  })
  await inbox.accept([message('hi')])
  await begun.promise
  const stopped = worker.stop(AbortSignal.timeout(10_000))
  expect(await replies()).toEqual([])
  go.resolve()
  await stopped
  expect(await replies()).toMatchObject([{ text: 'answer to hi', kind: 'answer' }])
})

test('a worker that is killed leaves its turn to another, under the same reply', async () => {
  const child = workerProcess({ turnMs: 600_000 })
  const { inbox } = await openSilent()
  await inbox.accept([message('hi')])
  await once(child.stdout, 'data')
  const [before] = await rows<{ reply_id: string }>('select reply_id from turn')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const { idle } = await open(echo)
  await idle()
  expect(await rows('select id, text from outbox')).toEqual([{ id: before?.reply_id, text: 'answer to hi' }])
  expect(await rows('select attempts from turn')).toEqual([{ attempts: 2 }])
})

const WORKER_PROCESS = fileURLToPath(new URL('../../kit/worker-process.ts', import.meta.url))

function workerProcess({ turnMs }: { turnMs: number }) {
  const args = [WORKER_PROCESS, JSON.stringify(place()), `${turnMs}`]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

test('a thousand messages in a hundred chats keep their order while Redis and a worker are killed', async () => {
  const chats = Array.from({ length: 100 }, (_, chat) => `${chat}`)
  const { inbox, idle } = await openSilent()
  const children = [0, 1].map(() => workerProcess({ turnMs: 5 }))
  for (const child of children) child.stdout.resume()
  const started = children.map((child) => once(child.stdout, 'data'))
  const send = async (numbers: readonly number[]) => {
    for (const number of numbers) {
      await inbox.accept(chats.map((chatId) => message(`${number}`, { chatId, from: chatId })))
    }
  }
  await send([0, 1, 2])
  await Promise.race(started)
  process.kill(redis().child.pid as number, 'SIGKILL')
  await send([3, 4])
  await redis().child.whenReady()
  await send([5, 6])
  children[0]?.kill('SIGKILL')
  await send([7, 8, 9])
  await idle()
  for (const child of children) {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  const answers = await replies()
  for (const [chat, own] of Map.groupBy(answers, (row) => row.conversation_id)) {
    const answered = own.flatMap(({ text }) => text.replace('answer to ', '').split('\n'))
    expect(answered.join(''), chat).toBe('0123456789')
  }
  expect(new Set(answers.map((row) => row.conversation_id)).size).toBe(100)
})
