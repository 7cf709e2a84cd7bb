import { useEffect, useEffectEvent } from 'react'
import type { OverviewForm } from '../../api/forms/overview.ts'
import { addressOf, tellSignedOut } from '../api.ts'
import { reportAnswered, reportLost } from '../connection.ts'

/** What the service pushes, by the names of `console/api/live/topics.ts`. */
type Pushed = { overview: OverviewForm }
type Topic = keyof Pushed

/**
 * `idle`: nobody looks, so there is no stream. `lost`, `refused`: it is being opened again. `elsewhere`: another tab of this
 * browser has it; this one gets it back when it is looked at.
 */
type State = 'idle' | 'connecting' | 'open' | 'lost' | 'refused' | 'elsewhere'

/** Its first events repeat what the page has asked for itself: that is drawn first. */
const OPEN_AFTER_MS = 100
const AGAIN_MS = { first: 2_000, max: 60_000 }
/** The service beats every 15 s: without a sign for so long the connection is gone, whatever the browser says. */
const SILENCE_MS_MAX = 40_000

type Listener = { readonly topic: Topic; readonly take: (data: unknown) => void }

/** One event stream a tab, of the topics that are listened to; only while the tab is seen. */
class Stream {
  readonly #listeners = new Set<Listener>()
  #source: EventSource | undefined
  #topics = ''
  #state: State = 'idle'
  #failures = 0
  #again: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor() {
    document.addEventListener('visibilitychange', () => this.#settle())
    window.addEventListener('focus', () => this.#state === 'elsewhere' && this.#open())
    window.addEventListener('online', () => this.#state === 'lost' && this.#open())
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    setTimeout(() => this.#settle(), OPEN_AFTER_MS)
    return () => {
      this.#listeners.delete(listener)
      queueMicrotask(() => this.#settle())
    }
  }

  /** Opens, closes or opens anew, as is needed for who listens now. */
  #settle(): void {
    const isNeeded = this.#listeners.size > 0 && document.visibilityState === 'visible'
    if (!isNeeded) return this.#close('idle')
    if (this.#state === 'idle' || this.#topicsNow() !== this.#topics) this.#open()
  }

  #topicsNow = () => [...new Set([...this.#listeners].map(({ topic }) => topic))].toSorted().join(',')

  #open(): void {
    this.#close(this.#state === 'lost' ? 'lost' : 'connecting')
    this.#topics = this.#topicsNow()
    const url = addressOf('/api/stream')
    url.searchParams.set('topics', this.#topics)
    const source = new EventSource(url)
    this.#source = source
    this.#hear()
    source.addEventListener('open', () => {
      this.#failures = 0
      this.#hear()
      this.#become('open')
    })
    source.addEventListener('beat', () => this.#hear())
    source.addEventListener('elsewhere', () => this.#close('elsewhere'))
    source.addEventListener('signed-out', () => {
      this.#close('idle')
      tellSignedOut()
    })
    source.addEventListener('push', (event: MessageEvent<string>) => {
      this.#hear()
      const { topic, data } = JSON.parse(event.data) as { topic: Topic; data: unknown }
      for (const listener of this.#listeners) if (listener.topic === topic) listener.take(data)
    })
    source.addEventListener('error', () => {
      // One that was refused is not opened again by the browser; then the service is there.
      if (source.readyState === EventSource.CLOSED) this.#openLater('refused')
      else this.#become('lost')
    })
  }

  #openLater(state: 'lost' | 'refused'): void {
    this.#close(state)
    this.#again = setTimeout(() => this.#open(), Math.min(AGAIN_MS.max, AGAIN_MS.first * 2 ** this.#failures))
    this.#failures += 1
  }

  #hear(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#openLater('lost'), SILENCE_MS_MAX)
  }

  #close(state: State): void {
    clearTimeout(this.#again)
    clearTimeout(this.#silence)
    this.#source?.close()
    this.#source = undefined
    this.#become(state)
  }

  #become(state: State): void {
    this.#state = state
    if (state === 'open') reportAnswered()
    if (state === 'lost') reportLost()
  }
}

const stream = new Stream()

/** Calls `take` with all that is pushed of a topic while the component is there. */
export function useLive<Name extends Topic>(topic: Name, take: (data: Pushed[Name]) => void): void {
  const newest = useEffectEvent((data: unknown) => take(data as Pushed[Name]))
  useEffect(() => stream.listen({ topic, take: newest }), [topic])
}
