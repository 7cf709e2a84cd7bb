import { nothing, pageQuery } from '../forms/page.ts'
import { privacyForm, receiptForm, receiptParams, receiptsPage } from '../forms/privacy.ts'
import { receiptOf, receiptsOf, retryReceipt } from '../privacy/receipts.ts'
import { route } from '../route.ts'

export const privacyRoutes = [
  route({
    method: 'GET',
    path: '/api/memory',
    needs: 'viewer',
    shows: 'numbers',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: privacyForm,
    async handle(_asked, { service, memoryCounter }) {
      const { embedder: kind, ...settings } = service.privacy()
      const part = service.readiness().parts.find(({ name }) => name === 'embedder')
      const embedder = { kind, ...(part && { state: part.state, detail: part.detail, sentences: part.sentences }) }
      return { ...(await memoryCounter.look()), settings, embedder }
    },
  }),
  route({
    method: 'GET',
    path: '/api/receipts',
    needs: 'owner',
    shows: 'numbers',
    params: nothing,
    query: pageQuery,
    body: nothing,
    answer: receiptsPage,
    handle: ({ query }, { pool }) => receiptsOf(pool, query),
  }),
  route({
    method: 'GET',
    path: '/api/receipts/:receipt',
    needs: 'owner',
    shows: 'numbers',
    params: receiptParams,
    query: nothing,
    body: nothing,
    answer: receiptForm,
    handle: ({ params: { receipt } }, { pool }) => receiptOf(pool, receipt),
  }),
  route({
    method: 'POST',
    path: '/api/receipts/:receipt/retry',
    needs: 'owner',
    stepUp: true,
    shows: 'numbers',
    audit: { action: 'person.delete-again', target: ({ params: { receipt } }) => receipt },
    params: receiptParams,
    query: nothing,
    body: nothing,
    answer: receiptForm,
    handle: ({ params: { receipt } }, { pool, service }) => retryReceipt({ pool, service }, receipt),
  }),
]
