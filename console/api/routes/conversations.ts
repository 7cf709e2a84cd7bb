import { bytesAnswer } from '../bytes.ts'
import { conversationHead } from '../conversations/head.ts'
import { listConversations } from '../conversations/list.ts'
import { pictureOf } from '../conversations/picture.ts'
import { turnsOf } from '../conversations/turns.ts'
import {
  conversationForm,
  conversationParams,
  conversationsPage,
  conversationsQuery,
  pictureParams,
  turnsPage,
  turnsQuery,
} from '../forms/conversations.ts'
import { nothing } from '../forms/page.ts'
import { route } from '../route.ts'

export const conversationRoutes = [
  route({
    method: 'GET',
    path: '/api/conversations',
    needs: 'moderator',
    shows: 'content',
    // That somebody searched, not for what: it may be a person's words.
    audit: {
      action: 'conversations.list',
      target: ({ query: { text } }) => (text === undefined ? undefined : 'search in texts'),
    },
    params: nothing,
    query: conversationsQuery,
    body: nothing,
    answer: conversationsPage,
    handle: ({ query }, { pool }) => listConversations(pool, query),
  }),
  route({
    method: 'GET',
    path: '/api/conversations/:id',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'conversation.open', conversation: ({ params: { id } }) => id },
    params: conversationParams,
    query: nothing,
    body: nothing,
    answer: conversationForm,
    handle: ({ params: { id } }, { pool }) => conversationHead(pool, id),
  }),
  route({
    method: 'GET',
    path: '/api/conversations/:id/turns',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'conversation.read', conversation: ({ params: { id } }) => id },
    params: conversationParams,
    query: turnsQuery,
    body: nothing,
    answer: turnsPage,
    handle: ({ params: { id }, query }, { pool }) => turnsOf(pool, { id, ...query }),
  }),
  route({
    method: 'GET',
    path: '/api/conversations/:id/pictures/:turn/:n',
    needs: 'moderator',
    shows: 'content',
    audit: { action: 'conversation.picture', conversation: ({ params: { id } }) => id },
    params: pictureParams,
    query: nothing,
    body: nothing,
    answer: bytesAnswer,
    handle: ({ params }, { pool, service }) => pictureOf(pool, service.mediaFolder, params),
  }),
]
