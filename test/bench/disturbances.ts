import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { HOST_FAULTS, type HostFaultName } from '../kit/host-faults.ts'
import type { RecordedPrompt } from '../kit/model-host.ts'
import type { Fixture } from './fixture.ts'

/** A disturbance by one person or one network while others are measured. */
export type Disturbance = { readonly name: string; begin(): void; end(): void }

type Fault = { readonly mark: string; readonly kind: 'chat' | 'guard'; readonly name: HostFaultName }

/** How the host fails one person's requests, which it recognises by a mark in their text. */
export class FaultyRequests {
  #fault: Fault | undefined

  readonly faultOf = ({ kind, text }: RecordedPrompt): HostFaultName | undefined =>
    this.#fault?.kind === kind && text.includes(this.#fault.mark) ? this.#fault.name : undefined

  /** Each way in which a host can fail, and two of them at the guard. */
  disturbances({ telegram }: Fixture): Disturbance[] {
    const faults = [
      ...(Object.keys(HOST_FAULTS) as HostFaultName[]).map((name) => ({ kind: 'chat', name }) as const),
      ...(['server-error', 'silence'] as const).map((name) => ({ kind: 'guard', name }) as const),
    ]
    return faults.map(({ kind, name }) => {
      const mark = `#${kind}-${name}`
      const person = telegram.person(mark)
      let writing: NodeJS.Timeout | undefined
      return {
        name:
          kind === 'guard' ? `one person's requests fail at the guard: ${name}` : `one person's requests fail: ${name}`,
        begin: () => {
          this.#fault = { mark, kind, name }
          writing = setInterval(() => person.sends(`hello ${mark}`), WRITES_EVERY_MS)
        },
        end: () => {
          this.#fault = undefined
          clearInterval(writing)
        },
      }
    })
  }
}

const WRITES_EVERY_MS = 250
const READY_MS_MAX = 30_000
const COOKIES = 20

/** One network of the page with many cookies. */
export async function openFlood(url: string): Promise<Disturbance & { close(): void }> {
  const child = fork(path.join(import.meta.dirname, 'flood.ts'), [url, '203.0.113.66', String(COOKIES)])
  await Promise.race([once(child, 'message'), wait(READY_MS_MAX).then(() => Promise.reject(new Error('no flood')))])
  return {
    name: `one network floods with ${COOKIES} cookies, 100 requests a second`,
    begin: () => void child.send('start'),
    end: () => void child.send('stop'),
    close: () => child.disconnect(),
  }
}
