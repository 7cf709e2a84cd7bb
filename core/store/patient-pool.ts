import pg from 'pg'
import type { Clock } from '#machine/clock.ts'

type Done = (release?: unknown) => void
type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: Done) => void

/**
 * A pool that tries again while Postgres cannot be reached or is still starting, until `patienceMs` have passed. That
 * is safe for everything: a connection that was never made has done nothing.
 */
export class PatientPool extends pg.Pool {
  #clock: Clock
  #patienceMs: number

  constructor(config: pg.PoolConfig, patience: { clock: Clock; patienceMs: number }) {
    super(config)
    this.#clock = patience.clock
    this.#patienceMs = patience.patienceMs
  }

  /** `pool.query` and drizzle come through here, too. */
  override connect(): Promise<pg.PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    const connected = this.#connect()
    if (!callback) return connected
    void answer(connected, callback)
  }

  async #connect(): Promise<pg.PoolClient> {
    const giveUpAtMs = this.#clock.monotonicMs() + this.#patienceMs
    for (;;) {
      try {
        return await super.connect()
      } catch (error) {
        if (!isAway(error) || this.#clock.monotonicMs() > giveUpAtMs || this.ending) throw error
        await this.#clock.sleep(RETRY_MS)
      }
    }
  }
}

async function answer(connected: Promise<pg.PoolClient>, callback: Connected): Promise<void> {
  const outcome = await connected.catch((error: Error) => error)
  if (outcome instanceof Error) callback(outcome, undefined, () => undefined)
  else callback(undefined, outcome, (release) => outcome.release(release as boolean))
}

const RETRY_MS = 50
// No socket, nobody behind it, closed while connecting; starting up, shutting down, recovering.
const AWAY = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'])

// pg says these in words alone, when the server goes while a connection is opened, used, or used again.
const AWAY_IN_WORDS = ['Connection terminated', 'Client has encountered a connection error']

/** Whether Postgres could not be reached, or went away: the same may succeed a little later. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  const isOne = AWAY.has(code) || AWAY_IN_WORDS.some((words) => error.message.startsWith(words))
  // drizzle wraps what Postgres said.
  return isOne || isAway(error.cause)
}
