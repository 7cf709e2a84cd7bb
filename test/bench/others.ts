import { Visitor, type Listening } from '../adapters/web/visitor.ts'
import { Chatter } from './chatter.ts'
import type { Fixture } from './fixture.ts'
import { nowMs } from './now.ts'

/** A measured person: writes, and waits for the first words of the answer. */
export type Other = {
  readonly sendsPhotos: boolean
  /** @param words that nobody else says and that the answer repeats */
  firstWordsMs(words: string): Promise<number>
}

export type Crowd = { readonly others: readonly Other[]; close(): void }

const ANSWER_MS_MAX = 60_000

/** One half writes on Telegram, one on the page, there each from another network; every fifth sends photos. */
export async function gather(
  fixture: Fixture,
  about: { count: number; url: string; photo: Uint8Array },
): Promise<Crowd> {
  const { count, url, photo } = about
  const chatter = new Chatter(fixture.telegram)
  const streams: Listening[] = []
  const others = await Promise.all(
    Array.from({ length: count }, async (_, n): Promise<Other> => {
      const picture = n % 5 === 0 ? photo : undefined
      if (n % 2 === 0) return onTelegram(fixture, chatter, { name: `other ${n}`, photo: picture })
      const visitor = new Visitor({ url })
      const from = { 'x-forwarded-for': `198.51.100.${n}` }
      await visitor.visit(from)
      const stream = await visitor.listens(from)
      streams.push(stream)
      return onPage({ visitor, stream, from, photo: picture })
    }),
  )
  return {
    others,
    close() {
      chatter.close()
      for (const stream of streams) stream.leave()
    },
  }
}

type Photo = { readonly photo: Uint8Array | undefined }

function onTelegram(
  { telegram }: Fixture,
  chatter: Chatter,
  { name, photo }: Photo & { readonly name: string },
): Other {
  const person = telegram.person(name)
  return {
    sendsPhotos: photo !== undefined,
    async firstWordsMs(words) {
      const send = () => (photo ? person.sendsPhoto(photo, words) : person.sends(words))
      const { sentMs, repliedMs } = await chatter.ask(person, send, (text) => text.includes(words))
      return repliedMs - sentMs
    },
  }
}

type Page = Photo & { readonly visitor: Visitor; readonly stream: Listening; readonly from: Record<string, string> }

function onPage({ visitor, stream, from, photo }: Page): Other {
  return {
    sendsPhotos: photo !== undefined,
    async firstWordsMs(words) {
      const sentMs = nowMs()
      const posted = await visitor.post(photo ? form(words, photo) : { id: idOf(words), text: words }, from)
      if (posted.status !== 202) throw new Error(`The page refused a message: ${await posted.text()}`)
      const late = setTimeout(() => stream.leave(), ANSWER_MS_MAX)
      for (;;) {
        const { data } = await stream.next('reply')
        if (!String(data.text).includes(words)) continue
        clearTimeout(late)
        return nowMs() - sentMs
      }
    },
  }
}

function form(words: string, photo: Uint8Array): FormData {
  const data = new FormData()
  data.append('id', idOf(words))
  data.append('text', words)
  data.append('picture', new Blob([Buffer.from(photo)], { type: 'image/jpeg' }), 'photo.jpg')
  return data
}

const idOf = (words: string) => words.replace(/\W+/g, '-').padEnd(8, '-')
