import { ModelsRefused, type Fit, type ModelsRefusal } from '#core/contract/models.ts'
import { hasFreshProof, requireFreshProof, requireSession } from '../checks.ts'
import { ConsoleError, type ConsoleErrorCode } from '../console-error.ts'
import {
  acceptForm,
  installPlanForm,
  modelParams,
  modelsForm,
  modelsNowForm,
  switchForm,
  switchPlanForm,
} from '../forms/models.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { route, type RouteDeps } from '../route.ts'
import { say } from '../sentences.ts'

const modelIn = ({ params: { model } }: { params: { model: string } }) => model
const operator = { needs: 'operator', shows: 'numbers' } as const
const ofModel = { ...operator, params: modelParams, query: nothing, body: nothing } as const

/** Which model answers, and what else could. Long acts go on by themselves: `now` tells how far they are. */
export const modelRoutes = [
  route({
    method: 'GET',
    path: '/api/models/now',
    needs: 'viewer',
    shows: 'numbers',
    ...takesNothing,
    answer: modelsNowForm,
    handle: (_asked, { service: { models } }) => models.overview(),
  }),
  route({
    method: 'GET',
    path: '/api/models',
    ...operator,
    ...takesNothing,
    answer: modelsForm,
    handle: async (_asked, { service: { models } }) => ({
      rows: (await models.list()).map((row) => ({ ...row, fit: fitForm(row.fit) })),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/models/switch',
    ...operator,
    ...takesNothing,
    query: switchForm,
    answer: switchPlanForm,
    async handle({ query: { model } }, { service: { models } }) {
      const { lost, fit, ...plan } = await answered(models.switchPlan(model))
      return { ...plan, fit: fitForm(fit), lost: [...lost] }
    },
  }),
  route({
    method: 'POST',
    path: '/api/models/switch',
    ...operator,
    audit: { action: 'model.switch', target: ({ body: { model } }) => model },
    ...takesNothing,
    body: switchForm,
    answer: modelsNowForm,
    async handle({ body: { model }, checkAgain }, deps, session) {
      const by = requireSession(session)
      const { models } = deps.service
      const asker = { name: by.account.name, mayWeaken: hasFreshProof(by, deps), permit: checkAgain }
      const begun = models.switchTo(model, asker)
      await answered(
        begun.catch((error: unknown) => {
          if (error instanceof ModelsRefused && error.code === 'weaker-guard') requireFreshProof(by, deps)
          throw error
        }),
      )
      return now(deps)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/models/switch',
    ...operator,
    audit: { action: 'model.switch-cancel' },
    ...takesNothing,
    answer: modelsNowForm,
    async handle(_asked, deps) {
      if (deps.service.models.cancelSwitch()) return now(deps)
      throw new ConsoleError('conflict', say('switch.not-cancelled'))
    },
  }),
  route({
    method: 'GET',
    path: '/api/models/:model/install',
    ...ofModel,
    asksOthers: true,
    answer: installPlanForm,
    async handle({ params: { model }, signal }, { service: { models } }) {
      const { files, ...plan } = await answered(models.installPlan(model, signal))
      return { ...plan, files: [...files] }
    },
  }),
  route({
    method: 'POST',
    path: '/api/models/:model/install',
    ...ofModel,
    audit: {
      action: 'model.install',
      target: ({ params: { model }, body: { licence, revision } }) => `${model} ${revision}, accepted: ${licence}`,
    },
    body: acceptForm,
    answer: modelsNowForm,
    async handle({ params: { model }, body }, deps) {
      await answered(deps.service.models.install(model, body))
      return now(deps)
    },
  }),
  route({
    method: 'POST',
    path: '/api/models/:model/install/pause',
    ...ofModel,
    audit: { action: 'model.install-pause', target: modelIn },
    answer: modelsNowForm,
    async handle({ params: { model } }, deps) {
      if (!deps.service.models.pauseInstall(model)) throw new ConsoleError('conflict', say('install.none', { model }))
      return now(deps)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/models/:model/install',
    ...ofModel,
    audit: { action: 'model.install-discard', target: modelIn },
    answer: modelsNowForm,
    async handle({ params: { model } }, deps) {
      await answered(deps.service.models.discardInstall(model))
      return now(deps)
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/models/:model',
    ...ofModel,
    audit: { action: 'model.remove', target: modelIn },
    answer: modelsNowForm,
    async handle({ params: { model } }, deps) {
      await answered(deps.service.models.remove(model))
      return now(deps)
    },
  }),
]

const fitForm = ({ lacks, ...fit }: Fit) => ({ ...fit, lacks: [...lacks] })

const now = ({ service: { models } }: RouteDeps) => models.overview()

const CODES = {
  unknown: 'not-found',
  'weaker-guard': 'step-up-needed',
  busy: 'conflict',
  licence: 'conflict',
  refused: 'bad-request',
  hub: 'unavailable',
} as const satisfies Record<ModelsRefusal, ConsoleErrorCode>

/** What is refused is told to the operator in its own words. */
async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof ModelsRefused)) throw error
    throw new ConsoleError(CODES[error.code], error.sentences ?? error.message, { cause: error })
  }
}
