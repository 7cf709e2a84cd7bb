import { useEffect, useRef, useState } from 'react'
import type { PlaygroundEnd, PlaygroundEvents } from '../../../api/forms/playground.ts'
import { ApiError, changeStreamed, tellSignedOut } from '../../api.ts'
import { language } from '../../texts/language.ts'
import { text } from '../../texts/text.ts'
import { base64Of } from '../../ui/base64.ts'
import { eventsIn } from '../../ui/events.ts'

export type Question = {
  readonly text: string
  readonly pictures?: readonly File[]
  /** In place of the persona that holds. */
  readonly persona?: { readonly name: string; readonly tone: string }
}

/** `stopped`: by whoever asked; `text` is what was judged until then. */
export type Asked =
  | { readonly state: 'none' }
  | { readonly state: 'asking'; readonly text: string }
  | { readonly state: 'stopped'; readonly text: string }
  | { readonly state: 'failed'; readonly error: Error }
  | { readonly state: 'ended'; readonly end: PlaygroundEnd }

export type Asking = {
  readonly asked: Asked
  ask(question: Question): Promise<void>
  stop(): void
}

/** One question at a time, answered as those of people are. It ends with the page. */
export function useAsking(): Asking {
  const [asked, setAsked] = useState<Asked>({ state: 'none' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function ask({ pictures = [], ...question }: Question): Promise<void> {
    running.current?.abort()
    const own = (running.current = new AbortController())
    const { signal } = own
    const show = (next: Asked) => {
      if (running.current === own) setAsked(next)
    }
    let words = ''
    show({ state: 'asking', text: words })
    try {
      const sent = { ...question, locale: language(), pictures: await Promise.all(pictures.map(base64Of)) }
      for await (const { name, data } of eventsIn(await changeStreamed('/api/playground', sent, signal))) {
        if (name === 'draft') show({ state: 'asking', text: (words = (data as PlaygroundEvents['draft']).text) })
        if (name === 'end') return show({ state: 'ended', end: data as PlaygroundEnd })
        if (name === 'signed-out') tellSignedOut()
        if (name === 'failed') throw refusedIn(data as PlaygroundEvents['failed'])
      }
      throw new ApiError('broken-off', text('playground.brokenOff'))
    } catch (error) {
      if (signal.aborted) show({ state: 'stopped', text: words })
      else show({ state: 'failed', error: error instanceof ApiError ? error : brokenOff(error) })
    }
  }
  return { asked, ask, stop: () => running.current?.abort() }
}

const refusedIn = ({ error, message, sentences }: PlaygroundEvents['failed']) =>
  new ApiError(error, message, { sentences })

/** What a browser says of a connection that broke says nothing to its reader. Who would not prove who they are, stopped. */
function brokenOff(error: unknown): Error {
  if (error instanceof DOMException && error.name === 'AbortError') return error
  return new ApiError('broken-off', text('playground.brokenOff'))
}
