import { useNavigate, useSearch } from '@tanstack/react-router'

/** What stands in the address, so that a link shows a colleague the same. `level`, `part` and `words` are the log's. */
const NAMES = ['tab', 'section', 'search', 'show', 'level', 'part', 'words'] as const

export type View = Readonly<Partial<Record<(typeof NAMES)[number], string>>>

type Changed = { readonly [Name in keyof View]: string | undefined }

export function useView(): { view: View; change: (changed: Changed) => void } {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = (changed: Changed) => {
    const empty = Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, value || undefined]))
    // Each letter that is typed is no page of its own to go back to.
    void navigate({
      to: '.',
      search: (now: Readonly<Record<string, unknown>>) => ({ ...now, ...empty }),
      replace: true,
      resetScroll: false,
    })
  }
  return { view: viewIn(search), change }
}

/** What somebody typed into the address may be of any type. */
function viewIn(search: Readonly<Record<string, unknown>>): View {
  const given = NAMES.map((name) => [name, search[name]] as const)
  return Object.fromEntries(
    given.flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  )
}

/** The one that is called so, otherwise `fallback`. */
export const among = <Name extends string>(
  names: readonly [Name, ...Name[]],
  given: string | undefined,
  fallback = names[0],
): Name => names.find((name) => name === given) ?? fallback
