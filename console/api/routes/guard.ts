import { Readable } from 'node:stream'
import type { TurnId } from '#core/contract/ids.ts'
import type { LabelOutcome } from '#core/guard/labels.ts'
import type { Sentence } from '#machine/sentence.ts'
import { ConsoleError } from '../console-error.ts'
import { Download, downloadAnswer } from '../download.ts'
import {
  aboutForm,
  blockForm,
  type BlockForm,
  blocksPage,
  blocksQuery,
  guardPlotForm,
  guardPlotQuery,
  labelForm,
  labelsQuery,
  triedForm,
  TRY_BYTES_MAX,
  tryForm,
  turnParams,
  unlabelForm,
} from '../forms/guard.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { requireSession } from '../checks.ts'
import { blockOf, noSuchTurn, personOf } from '../guard/block.ts'
import { listBlocks } from '../guard/blocks.ts'
import { labelLines } from '../guard/export.ts'
import { guardPlot } from '../guard/plot.ts'
import { route, type RouteDeps } from '../route.ts'
import { say } from '../sentences.ts'

const turnIn = ({ params: { turn } }: { params: { turn: string } }) => turn
const ofTurn = { params: turnParams, query: nothing, answer: blockForm } as const

/** What guards have blocked, and what operators think of it. */
export const guardRoutes = [
  route({
    method: 'GET',
    path: '/api/guard/blocks',
    needs: 'moderator',
    shows: 'numbers',
    ...takesNothing,
    query: blocksQuery,
    answer: blocksPage,
    handle: ({ query }, { pool }) => listBlocks(pool, query),
  }),
  route({
    method: 'GET',
    path: '/api/guard/blocks/:turn',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'guard.read', target: turnIn },
    ...ofTurn,
    body: nothing,
    async handle({ params, note }, deps) {
      note({ person: await personOf(deps.pool, params.turn as TurnId) })
      return block(deps, params.turn as TurnId)
    },
  }),
  route({
    method: 'PUT',
    path: '/api/guard/blocks/:turn/label',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'guard.label', target: turnIn },
    ...ofTurn,
    body: labelForm,
    async handle({ params, body: { seen, decision, note: words }, note }, deps, session) {
      const turn = params.turn as TurnId
      note({ person: await personOf(deps.pool, turn) })
      const by = requireSession(session).account.id
      const outcome = await deps.service.guard.labels.put({ turn, by, seen }, { decision, note: words })
      return changed(deps, turn, outcome)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/guard/blocks/:turn/label',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'guard.unlabel', target: turnIn },
    ...ofTurn,
    body: unlabelForm,
    async handle({ params, body: { seen }, note }, deps) {
      const turn = params.turn as TurnId
      note({ person: await personOf(deps.pool, turn) })
      return changed(deps, turn, await deps.service.guard.labels.remove({ turn, seen }))
    },
  }),
  route({
    method: 'GET',
    path: '/api/guard/labels.jsonl',
    needs: 'owner',
    stepUp: true,
    shows: 'content',
    audit: { action: 'guard.export', target: ({ query: { texts } }) => `${texts} texts` },
    ...takesNothing,
    query: labelsQuery,
    answer: downloadAnswer,
    async handle({ query: { texts } }, { pool, service: { guard } }) {
      const { judgedTexts } = guard
      const pieces = labelLines({ pool, ...(texts === 'with' && { judgedTexts }) })
      return new Download({
        name: 'guard-labels.jsonl',
        mime: 'application/x-ndjson; charset=utf-8',
        content: Readable.from(pieces),
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/guard/plot',
    needs: 'viewer',
    shows: 'numbers',
    ...takesNothing,
    query: guardPlotQuery,
    answer: guardPlotForm,
    handle: ({ query: { span } }, deps) => guardPlot(deps, span),
  }),
  route({
    method: 'GET',
    path: '/api/guard/about',
    needs: 'viewer',
    shows: 'numbers',
    ...takesNothing,
    answer: aboutForm,
    async handle(_asked, { service: { guard, status } }) {
      const { guard: level, guardSeesPictures: seesPictures } = status()
      return {
        level,
        seesPictures,
        lost: [...guard.lost()],
        guards: guard.guards().map((of) => ({ name: of.name, ...of.about() })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/guard/try',
    needs: 'moderator',
    shows: 'numbers',
    audit: { action: 'guard.try' },
    ...takesNothing,
    body: tryForm,
    bodyBytesMax: TRY_BYTES_MAX,
    answer: triedForm,
    handle: ({ body, signal }, { guardTrial }, session) =>
      guardTrial.judge(body, { account: requireSession(session).account.id, signal }),
  }),
]

const block = ({ pool, service: { guard } }: RouteDeps, turn: TurnId) =>
  blockOf({ pool, judgedTexts: guard.judgedTexts }, turn)

async function changed(deps: RouteDeps, turn: TurnId, outcome: LabelOutcome) {
  if (outcome === 'no-turn') throw noSuchTurn()
  const now = await block(deps, turn)
  if (outcome === 'done') return now
  throw new ConsoleError('conflict', changedBy(now.label))
}

function changedBy(label: BlockForm['label']): Sentence {
  if (label === undefined) return say('label.taken-back')
  // The account may be gone.
  return label.by === '' ? say('label.changed') : say('label.changed-by', { name: label.by })
}
