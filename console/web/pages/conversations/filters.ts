import { useNavigate, useSearch } from '@tanstack/react-router'

/** What stands in the address, so that a link shows a colleague the same. */
const NAMES = ['channel', 'person', 'kind', 'outcome', 'takenOver', 'since', 'until', 'text', 'open', 'turn'] as const

export type Filters = Readonly<Partial<Record<(typeof NAMES)[number], string>>>

export function useFilters(): { filters: Filters; change: (changed: Filters) => void } {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const filters = filtersIn(search)
  const change = (changed: Filters) =>
    void navigate({ to: '.', search: withFilters(search, { ...filters, ...changed }) })
  return { filters, change }
}

/** What somebody typed into the address may be of any type. */
function filtersIn(search: Readonly<Record<string, unknown>>): Filters {
  const given = NAMES.map((name) => [name, search[name]] as const)
  return Object.fromEntries(
    given.flatMap(([name, value]) =>
      (typeof value === 'string' && value !== '') || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  )
}

/** Others stay: the language of a test is one. */
const withFilters = (search: Readonly<Record<string, unknown>>, filters: Filters) => ({
  ...search,
  ...Object.fromEntries(NAMES.map((name) => [name, filters[name] || undefined])),
})

const DAY_MS = 86_400_000

/** As `/api/conversations` takes them: days begin and end where the operator is. */
export function queryOf({ channel, person, kind, outcome, takenOver, since, until, text }: Filters) {
  const sinceMs = dayMs(since)
  const untilMs = dayMs(until)
  return {
    channel,
    person,
    kind,
    outcome,
    takenOver,
    text,
    sinceMs,
    untilMs: untilMs === undefined ? undefined : untilMs + DAY_MS,
  }
}

function dayMs(day: string | undefined): number | undefined {
  const ms = day === undefined ? Number.NaN : new Date(`${day}T00:00`).getTime()
  return Number.isNaN(ms) ? undefined : ms
}

export const isFiltered = ({ open: _open, turn: _turn, ...filters }: Filters) => Object.keys(filters).length > 0
