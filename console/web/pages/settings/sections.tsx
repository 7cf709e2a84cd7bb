import { Box, NativeSelect, Stack, UnstyledButton } from '@mantine/core'
import { text } from '../../texts/text.ts'

type Props = {
  /** By group of chasqui.yaml, with how many of its settings are shown. */
  readonly counts: readonly (readonly [string, number])[]
  readonly nameOf: (section: string) => string
  /** Undefined: all of them. */
  readonly chosen: string | undefined
  readonly onChoose: (section: string | undefined) => void
}

/** The sections of the page: a list beside it, and on a phone a field above it. */
export function Sections({ counts, nameOf, chosen, onChoose }: Props) {
  const all = counts.reduce((sum, [, count]) => sum + count, 0)
  const rows = [
    ['', text('settings.allSections'), all] as const,
    ...counts.map(([key, count]) => [key, nameOf(key), count] as const),
  ]
  return (
    <>
      <NativeSelect
        hiddenFrom="md"
        label={text('settings.section')}
        value={chosen ?? ''}
        data={rows.map(([value, label, count]) => ({ value, label: `${label} (${count})` }))}
        onChange={({ currentTarget: { value } }) => onChoose(value || undefined)}
      />
      <Box component="nav" visibleFrom="md" aria-label={text('settings.section')} className="settings-sections">
        <Stack gap={2} component="ul" className="list">
          {rows.map(([key, label, count]) => (
            <li key={key}>
              <UnstyledButton
                className="settings-section"
                aria-current={(chosen ?? '') === key}
                onClick={() => onChoose(key || undefined)}
              >
                <span>{label}</span> <span className="figures">{count}</span>
              </UnstyledButton>
            </li>
          ))}
        </Stack>
      </Box>
    </>
  )
}
