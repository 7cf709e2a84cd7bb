import { platformIn, type IdentityId, type PersonId } from '#core/contract/ids.ts'
import { downloadAnswer } from '../download.ts'
import { ConsoleError } from '../console-error.ts'
import { nothing } from '../forms/page.ts'
import * as forms from '../forms/people.ts'
import { accessNow, approve, block, forAll, unblock } from '../people/access.ts'
import { listPeople } from '../people/list.ts'
import { editMemory, forgetAllOf, forgetMemory, memoriesOf } from '../people/memories.ts'
import { ownLimitForm, personOf, requirePerson } from '../people/person.ts'
import { route, type Asked } from '../route.ts'
import { say } from '../sentences.ts'

type OfPerson = { readonly params: { readonly person: string } }
const personIn = ({ params }: OfPerson) => params.person as PersonId

/** What is common to all routes about one person. */
const ofPerson = {
  params: forms.personParams,
  query: nothing,
  body: nothing,
  shows: 'content',
} as const
const audited = (action: string) => ({ action, person: personIn })
const auditedMemory = (action: string) => ({
  ...audited(action),
  target: ({ params }: { params: { number: number } }) => `memory ${params.number}`,
})

export const peopleRoutes = [
  route({
    method: 'GET',
    path: '/api/people',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'people.list', target: ({ query: { search } }) => (search === undefined ? undefined : 'search') },
    params: nothing,
    query: forms.peopleQuery,
    body: nothing,
    answer: forms.peoplePage,
    handle: ({ query }, { pool, service, clock }) =>
      listPeople({ pool, settings: service.accessSettings(), now: new Date(clock.now()) }, query),
  }),
  route({
    method: 'GET',
    path: '/api/access',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'access.list' },
    params: nothing,
    query: nothing,
    body: nothing,
    answer: forms.accessForm,
    handle: (_asked, deps) => accessNow(deps),
  }),
  route({
    method: 'POST',
    path: '/api/access/approve',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'person.approve' },
    params: nothing,
    query: nothing,
    body: forms.approveBody,
    answer: forms.accessDone,
    async handle(asked, deps) {
      return noted(asked, await approve(deps, asked.body.code))
    },
  }),
  ...(
    [
      ['block', block],
      ['unblock', unblock],
    ] as const
  ).flatMap(([act, one]) => [
    route({
      method: 'POST',
      path: `/api/access/${act}`,
      needs: 'moderator',
      shows: 'content',
      audit: { action: `person.${act}` },
      params: nothing,
      query: nothing,
      body: forms.identityBody,
      answer: forms.accessDone,
      async handle(asked, deps) {
        const identity = asked.body.identity as IdentityId
        return noted(asked, await one(deps, identity), platformIn(identity))
      },
    }),
    route({
      ...ofPerson,
      method: 'POST',
      path: `/api/people/:person/${act}`,
      needs: 'moderator',
      audit: audited(`person.${act}`),
      answer: forms.accessDone,
      handle: (asked, deps) => forAll(deps, personIn(asked), act),
    }),
  ]),
  route({
    ...ofPerson,
    method: 'GET',
    path: '/api/people/:person',
    needs: 'moderator',
    audit: audited('person.open'),
    answer: forms.personForm,
    handle: (asked, deps) => personOf(deps, personIn(asked)),
  }),
  route({
    ...ofPerson,
    method: 'PUT',
    path: '/api/people/:person/limits',
    needs: 'operator',
    audit: audited('person.limits'),
    body: forms.limitsBody,
    answer: forms.limitsForm,
    async handle(asked, { service }) {
      const done = await service.setOwnLimit({ person: personIn(asked), ...asked.body })
      if (done.type === 'no-person') throw new ConsoleError('not-found', say('person.gone'))
      const now = done.own === null ? {} : { own: ownLimitForm(done.own) }
      if (done.type === 'set') return now
      const message = say('limits.changed')
      throw new ConsoleError('conflict', message, { now })
    },
  }),
  route({
    ...ofPerson,
    method: 'GET',
    path: '/api/people/:person/memories',
    needs: 'moderator',
    audit: audited('memories.read'),
    query: forms.memoriesQuery,
    answer: forms.memoriesPage,
    handle: (asked, { pool }) => memoriesOf(pool, personIn(asked), asked.query),
  }),
  route({
    ...ofPerson,
    method: 'DELETE',
    path: '/api/people/:person/memories',
    needs: 'operator',
    audit: audited('memories.forget-all'),
    answer: forms.forgottenForm,
    handle: (asked, deps) => forgetAllOf(deps, personIn(asked)),
  }),
  route({
    ...ofPerson,
    method: 'PUT',
    path: '/api/people/:person/memories/:number',
    needs: 'operator',
    audit: auditedMemory('memory.edit'),
    params: forms.memoryParams,
    body: forms.memoryBody,
    answer: forms.memoryForm,
    handle: ({ params: { number, ...params }, body }, deps) =>
      editMemory(deps, { person: personIn({ params }), number, ...body }),
  }),
  route({
    ...ofPerson,
    method: 'DELETE',
    path: '/api/people/:person/memories/:number',
    needs: 'operator',
    audit: auditedMemory('memory.forget'),
    params: forms.memoryParams,
    body: forms.forgetBody,
    answer: forms.forgottenForm,
    handle: ({ params: { number, ...params }, body }, deps) =>
      forgetMemory(deps, { person: personIn({ params }), number, ...body }),
  }),
  route({
    ...ofPerson,
    method: 'GET',
    path: '/api/people/:person/export',
    needs: 'owner',
    shows: 'numbers',
    answer: forms.exportForm,
    handle: async (asked, { exports }) => exports.stateOf(personIn(asked)),
  }),
  route({
    ...ofPerson,
    method: 'POST',
    path: '/api/people/:person/export',
    needs: 'owner',
    stepUp: true,
    audit: audited('person.export'),
    answer: forms.exportForm,
    async handle(asked, { exports, pool }) {
      await requirePerson(pool, personIn(asked))
      return exports.begin(personIn(asked))
    },
  }),
  route({
    ...ofPerson,
    method: 'GET',
    path: '/api/people/:person/export/:n',
    needs: 'owner',
    stepUp: true,
    audit: audited('person.export-download'),
    params: forms.exportFileParams,
    answer: downloadAnswer,
    handle: ({ params }, { exports }) => exports.download(personIn({ params }), params.n),
  }),
  route({
    ...ofPerson,
    method: 'DELETE',
    path: '/api/people/:person',
    needs: 'owner',
    stepUp: true,
    audit: audited('person.delete'),
    answer: forms.deletionForm,
    async handle(asked, { service }) {
      const receipt = await service.deletePerson(personIn(asked))
      if (receipt === undefined) throw new ConsoleError('not-found', say('person.gone'))
      return { receipt }
    },
  }),
]

/** Of an id that nobody has written with, the platform alone: it would stay when they are deleted one day. */
function noted(
  asked: Pick<Asked<unknown, unknown, unknown>, 'note'>,
  done: forms.AccessDone,
  platform?: string,
): forms.AccessDone {
  const { person } = done
  asked.note(person === undefined ? { ...(platform && { target: platform }) } : { person: person as PersonId })
  return done
}
