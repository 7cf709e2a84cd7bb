import { describe, expect, it } from 'vitest'
import { ChannelError, type ChannelErrorCode } from '#core/contract/channel.ts'
import { conversationId, eventId, identityId, personId, replyId, turnId } from '#core/contract/ids.ts'
import type { MediaPart } from '#core/contract/message.ts'
import type { MediaRow } from '#core/media/media-path.ts'
import type { MediaStore } from '#core/media/media-store.ts'
import { PictureError } from '#core/media/picture-error.ts'
import { picturesOfTurn, type TurnPicturesDeps } from '#core/media/turn-pictures.ts'
import type { AskedPicture } from '#core/contract/asked.ts'
import type { Turn } from '#core/contract/turn.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { account, randomId } from '../../kit/events.ts'
import { jpegOf, lyingPng } from './hostile.ts'

const signal = new AbortController().signal
const event = eventId(randomId)
const asked = (part: number, ref = 'photo', more: Partial<AskedPicture> = {}): AskedPicture => ({
  eventId: event,
  part,
  quoted: false,
  media: { type: 'image', ref },
  ...more,
})

function turnWith(pictures: readonly AskedPicture[]): Turn {
  return {
    id: turnId(randomId),
    number: 1,
    conversation: conversationId(account, '1'),
    account,
    chat: { id: '1', kind: 'dm' },
    person: personId(randomId),
    identity: identityId(account, 'alice'),
    locale: undefined,
    asked: { type: 'message', text: '', pictures, others: [] },
    replyId: replyId(randomId),
    attempt: 1,
    eventIds: [event],
    messageIds: ['m'],
    receivedAtMs: 0,
    sentAtMs: 0,
  }
}

/** A media store in memory; the real one has its own tests. */
function shelf(): MediaStore & { readonly rows: Map<string, MediaRow>; readonly files: Map<string, Uint8Array> } {
  const rows = new Map<string, MediaRow>()
  const files = new Map<string, Uint8Array>()
  return {
    rows,
    files,
    keep: async (
      { eventId, part, person: personId, conversation: conversationId, turn: turnId = null },
      { bytes, mime, width, height },
    ) => {
      const row = {
        eventId,
        part,
        personId,
        conversationId,
        turnId,
        mime,
        width,
        height,
        sha256: `${part}`,
        bytes: bytes.length,
        createdAt: new Date(0),
      }
      rows.set(`${eventId}.${part}`, row)
      files.set(row.sha256, bytes)
      return row
    },
    find: async (eventId, part) => rows.get(`${eventId}.${part}`),
    read: async ({ sha256 }) => files.get(sha256) ?? Promise.reject(new PictureError('gone', 'gone')),
    deleteOf: async () => 0,
    cleanUp: async () => 0,
  }
}

function setUp(more: Partial<TurnPicturesDeps> & Pick<TurnPicturesDeps, 'turn'>) {
  const slept: number[] = []
  const fetched: string[] = []
  const media = shelf()
  const clock: Clock = { ...systemClock, sleep: async (delayMs) => void slept.push(delayMs) }
  const fetch = async (part: MediaPart, stop: AbortSignal) => {
    fetched.push(part.ref)
    return more.fetch ? more.fetch(part, stop) : jpegOf()
  }
  const run = () => picturesOfTurn({ media, clock, ...more, fetch }, signal)
  return { run, slept, fetched, media }
}

const failing = (code: ChannelErrorCode, options?: { retryAfterMs: number }) => () =>
  Promise.reject(new ChannelError(code, code, options))

describe('the pictures of a turn', () => {
  it('are fetched, prepared and kept under the person, in order', async () => {
    const turn = turnWith([asked(0, 'one'), asked(1, 'two')])
    const { run, media } = setUp({ turn })
    const { pictures, faults, surplus } = await run()
    expect(pictures.map(({ asked }) => asked.media.ref)).toEqual(['one', 'two'])
    expect(pictures[0]).toMatchObject({ mime: 'image/jpeg', width: 640, height: 480 })
    expect({ faults, surplus }).toEqual({ faults: [], surplus: 0 })
    expect([...media.rows.values()].map(({ personId, turnId }) => ({ personId, turnId }))).toEqual(
      [0, 1].map(() => ({ personId: turn.person, turnId: turn.id })),
    )
  })

  it('are not fetched again when the turn is run again, unless their file is gone', async () => {
    const { run, fetched, media } = setUp({ turn: turnWith([asked(0), asked(1)]) })
    const first = await run()
    const second = await run()
    expect(second).toEqual(first)
    expect(fetched).toHaveLength(2)
    media.files.delete('1')
    expect((await run()).pictures).toHaveLength(2)
    expect(fetched).toHaveLength(3)
  })

  it('are never those that were kept for somebody else', async () => {
    const { run, fetched, media } = setUp({ turn: turnWith([asked(0)]) })
    await run()
    media.rows.set(`${event}.0`, { ...media.rows.get(`${event}.0`)!, personId: personId(randomId) })
    await run()
    expect(fetched).toHaveLength(2)
  })

  it('are fetched again and never kept when they are somebody else’s; the own one that is quoted is kept', async () => {
    const foreign = asked(1_000, 'foreign', { quoted: true })
    const own = asked(1_001, 'own', { quoted: true, isOwn: true })
    const { run, fetched, media } = setUp({ turn: turnWith([foreign, own]) })
    await run()
    expect((await run()).pictures.map(({ asked }) => asked.media.ref)).toEqual(['foreign', 'own'])
    expect(fetched).toEqual(['foreign', 'own', 'foreign'])
    expect([...media.rows.values()].map(({ part }) => part)).toEqual([1_001])
  })

  it('are fetched a few at a time, and never so many of one network that others wait for it', async () => {
    const fetching: string[] = []
    const gate = Promise.withResolvers<void>()
    const starts = (ref: string, more: Partial<Turn> = {}) => {
      const fetch = async () => {
        fetching.push(ref)
        await gate.promise
        return jpegOf()
      }
      return setUp({ turn: { ...turnWith([asked(0, ref)]), ...more }, fetch }).run()
    }
    const flood = Array.from({ length: 20 }, () => starts('flood', { network: 'n' }))
    await expect.poll(() => fetching.length).toBe(6)
    const other = starts('other')
    await expect.poll(() => fetching.length).toBe(7)
    expect(fetching.at(-1)).toBe('other')
    gate.resolve()
    expect(await Promise.all([...flood, other])).toHaveLength(21)
  })

  it('are taken up to a number: what was sent before what was quoted', async () => {
    const pictures = [
      asked(1_000, 'quoted', { quoted: true }),
      ...Array.from({ length: 5 }, (_, part) => asked(part, `own${part}`)),
    ]
    const { run, fetched } = setUp({ turn: turnWith(pictures) })
    expect((await run()).surplus).toBe(1)
    expect(fetched).toEqual(['own0', 'own1', 'own2', 'own3', 'own4'])
  })

  it('are never more than eight, whatever is set', async () => {
    const { run } = setUp({ turn: turnWith(Array.from({ length: 12 }, (_, part) => asked(part))), picturesMax: 100 })
    expect(await run()).toMatchObject({ surplus: 4 })
  })

  it('that cannot be used have a sentence, and the others are used', async () => {
    const bytes: Record<string, () => Promise<Uint8Array>> = {
      good: () => jpegOf(),
      words: async () => Buffer.from('words'),
      svg: async () => Buffer.from('<svg></svg>'),
      huge: async () => lyingPng(),
      heavy: async () => new Uint8Array(20_000_001),
      gone: failing('media-gone'),
      cutOff: failing('media-too-large'),
    }
    const turn = turnWith(Object.keys(bytes).map((ref, part) => asked(part, ref)))
    const { run, slept } = setUp({ turn, picturesMax: 8, fetch: ({ ref }) => bytes[ref]!() })
    const { pictures, faults } = await run()
    expect(pictures.map(({ asked }) => asked.media.ref)).toEqual(['good'])
    expect(Object.fromEntries(faults.map(({ asked, text }) => [asked.media.ref, text]))).toEqual({
      words: 'notAPicture',
      svg: 'pictureSvg',
      huge: 'pictureTooLarge',
      heavy: 'pictureTooLarge',
      gone: 'pictureGone',
      cutOff: 'pictureTooLarge',
    })
    expect(slept).toEqual([])
  })

  it('that say they are too heavy are not fetched', async () => {
    const { run, fetched } = setUp({
      turn: turnWith([asked(0, 'x', { media: { type: 'image', ref: 'x', bytes: 30_000_000 } })]),
    })
    expect((await run()).faults).toMatchObject([{ text: 'pictureTooLarge' }])
    expect(fetched).toEqual([])
  })

  it('are asked for again when the platform stumbles, a few times', async () => {
    let left = 2
    const flaky = setUp({ turn: turnWith([asked(0)]), fetch: () => (left-- > 0 ? failing('unreachable')() : jpegOf()) })
    expect((await flaky.run()).pictures).toHaveLength(1)
    const limited = setUp({ turn: turnWith([asked(0)]), fetch: failing('rate-limited', { retryAfterMs: 3_600_000 }) })
    expect((await limited.run()).faults).toMatchObject([{ text: 'pictureGone' }])
    expect(limited.slept).toEqual([5_000, 5_000])
  })

  it('are not asked for again when the platform took long to fail', async () => {
    let nowMs = 0
    const fetched: number[] = []
    const fetch = () => {
      fetched.push((nowMs += 10_000))
      return failing('unreachable')()
    }
    const clock = { ...systemClock, monotonicMs: () => nowMs }
    const late = await picturesOfTurn({ turn: turnWith([asked(0)]), fetch, media: shelf(), clock }, signal)
    expect(late.faults).toMatchObject([{ text: 'pictureGone' }])
    expect(fetched).toHaveLength(1)
  })

  it('may be files that do not say what they are: their bytes tell', async () => {
    const bytes: Record<string, () => Promise<Uint8Array>> = {
      jpeg: () => jpegOf(),
      words: async () => Buffer.from('words'),
      svg: async () => Buffer.from('<svg></svg>'),
      heavy: async () => new Uint8Array(20_000_001),
      gone: failing('media-gone'),
      cutOff: failing('media-too-large'),
      away: failing('unreachable'),
    }
    const media = (ref: string): MediaPart => ({ type: 'file', ref, mime: 'application/octet-stream' })
    const turn = turnWith(Object.keys(bytes).map((ref, part) => asked(part, ref, { media: media(ref) })))
    const { run } = setUp({ turn, picturesMax: 8, fetch: ({ ref }) => bytes[ref]!() })
    const { pictures, faults } = await run()
    expect(pictures.map(({ asked }) => asked.media.ref)).toEqual(['jpeg'])
    expect(Object.fromEntries(faults.map(({ asked, text }) => [asked.media.ref, text]))).toEqual({
      words: 'otherFile',
      svg: 'pictureSvg',
      heavy: 'otherFile',
      gone: 'otherFile',
      cutOff: 'otherFile',
      away: 'pictureGone',
    })
  })

  it('stop with the turn', async () => {
    const stop = new AbortController()
    const { media } = setUp({ turn: turnWith([]) })
    const fetch = async () => {
      stop.abort(new Error('stop'))
      return jpegOf()
    }
    const turn = turnWith([asked(0), asked(1)])
    await expect(picturesOfTurn({ turn, fetch, media, clock: systemClock }, stop.signal)).rejects.toThrow('stop')
  })

  it('are none for a command', async () => {
    const turn: Turn = { ...turnWith([]), asked: { type: 'command', name: 'help', argument: '' } }
    expect(await setUp({ turn }).run()).toEqual({ pictures: [], faults: [], surplus: 0 })
  })
})
