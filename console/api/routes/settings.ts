import { requireSession } from '../checks.ts'
import { takesNothing } from '../forms/page.ts'
import {
  aboutServiceForm,
  logForm,
  logQuery,
  settingsChangedForm,
  settingsChangeForm,
  settingsForm,
} from '../forms/settings.ts'
import { route } from '../route.ts'
import { changeSettings, settingsNow } from '../settings/change.ts'
import { linesOf } from '../settings/log-lines.ts'

type Changing = { body: { changes: readonly { key: string }[] } }
/** Never the values. */
const keysIn = ({ body: { changes } }: Changing) => changes.map(({ key }) => key).join(' ')

const changing = {
  method: 'PUT',
  needs: 'operator',
  shows: 'numbers',
  ...takesNothing,
  body: settingsChangeForm,
  answer: settingsChangedForm,
} as const

/** Settings, the service's log, and what it is made of. */
export const settingsRoutes = [
  route({
    method: 'GET',
    path: '/api/settings',
    needs: 'operator',
    shows: 'numbers',
    ...takesNothing,
    answer: settingsForm,
    handle: (_asked, { service }) => settingsNow(service.settings),
  }),
  route({
    ...changing,
    path: '/api/settings',
    audit: { action: 'settings.change', target: keysIn },
    handle: ({ body, checkAgain }, deps, session) =>
      changeSettings(body.changes, { session: requireSession(session), checkAgain, mayChangeSecrets: false, deps }),
  }),
  route({
    ...changing,
    path: '/api/settings/secrets',
    stepUp: true,
    audit: { action: 'settings.change-secret', target: keysIn },
    handle: ({ body, checkAgain }, deps, session) =>
      changeSettings(body.changes, { session: requireSession(session), checkAgain, mayChangeSecrets: true, deps }),
  }),
  route({
    method: 'GET',
    path: '/api/log',
    needs: 'operator',
    shows: 'numbers',
    ...takesNothing,
    query: logQuery,
    answer: logForm,
    handle: async ({ query }, { service }) => linesOf(service.recentLog, query),
  }),
  route({
    method: 'GET',
    path: '/api/about',
    needs: 'viewer',
    shows: 'numbers',
    ...takesNothing,
    answer: aboutServiceForm,
    async handle(_asked, { pool, service }) {
      const { versions, model, notice, packages } = await service.about()
      const { rows } = await pool.query<{ version: string }>(`select current_setting('server_version') as version`)
      const postgres = rows.map(({ version }) => ({ name: 'PostgreSQL', version }))
      return { versions: [...versions, ...postgres], model, notice, packages: [...packages] }
    },
  }),
]
