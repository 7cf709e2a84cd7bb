import { Alert, Anchor, Button, Card, Group, Stack, Text } from '@mantine/core'
import { hasCode } from '../../api.ts'
import { plural, text } from '../../texts/text.ts'
import { errorText } from '../../ui/fail.ts'
import { useSecondsLeft } from '../../ui/seconds-left.ts'
import type { Unsaved } from './use-drafts.ts'

type Props = {
  readonly unsaved: Unsaved
  /** Has one of them on the page, with the focus. */
  readonly onShow: (key: string) => void
}

/** Always in sight: what was typed and is not saved, or was saved a moment ago and can be undone. */
export function Bar({ unsaved, onShow }: Props) {
  const { changes, saved } = unsaved
  if (changes.length === 0 && saved === undefined) return null
  return (
    <Card padding="sm" shadow="md" className="settings-bar" component="section" aria-label={text('settings.bar')}>
      {changes.length > 0 ? <Changes unsaved={unsaved} onShow={onShow} /> : <Saved unsaved={unsaved} />}
    </Card>
  )
}

function Changes({ unsaved, onShow }: Props) {
  const { changes, saving, canSave, close } = unsaved
  const isHeld = useSecondsLeft(saving.error) > 0
  const keys = changes.map(({ setting }) => setting.key)
  return (
    <Stack gap="xs">
      <Problem unsaved={unsaved} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} role="status">
          {plural('settings.unsaved', changes.length)}
        </Text>
        <Group gap="xs">
          <Button type="submit" size="xs" loading={saving.isPending} disabled={isHeld || !canSave}>
            {text('settings.save')}
          </Button>
          <Button variant="default" size="xs" disabled={saving.isPending} onClick={() => close(keys)}>
            {text('settings.discard')}
          </Button>
        </Group>
      </Group>
      <Group gap="sm" className="settings-bar-keys">
        {keys.map((key) => (
          <Anchor key={key} component="button" type="button" size="sm" underline="always" onClick={() => onShow(key)}>
            {key}
          </Anchor>
        ))}
      </Group>
    </Stack>
  )
}

/** What is said beside a field is not said twice. */
function Problem({ unsaved: { changes, saving, refused } }: Pick<Props, 'unsaved'>) {
  const { error } = saving
  if (error === null || saving.isPending) return null
  const marked = new Set(changes.flatMap(({ setting: { key, goesWith = [] } }) => [key, ...goesWith]))
  const elsewhere = Object.entries(refused).filter(([key]) => !marked.has(key))
  const isBeside = hasCode(error, 'conflict') || (Object.keys(refused).length > 0 && elsewhere.length === 0)
  const words = isBeside ? text('settings.marked') : errorText(error)
  return words === undefined ? null : (
    <Alert color="red" role="alert" p="xs" title={words}>
      {hasCode(error, 'unreachable') ? <Text size="sm">{text('settings.kept')}</Text> : null}
    </Alert>
  )
}

function Saved({ unsaved: { saved, undoing } }: Pick<Props, 'unsaved'>) {
  if (saved === undefined) return null
  const { keys, waitsForStart, undo } = saved
  return (
    <Group justify="space-between" gap="xs" role="status">
      <div className="shrinks">
        <Text size="sm" fw={600}>
          {text(waitsForStart ? 'settings.savedForStart' : 'settings.saved')}
        </Text>
        <Text size="sm" className="wrapped">
          {text('settings.changed', { keys: keys.join(', ') })}
        </Text>
      </div>
      {undo === undefined ? null : (
        <Button variant="default" size="xs" loading={undoing.isPending} onClick={() => undoing.mutate(undo)}>
          {text('settings.undo')}
        </Button>
      )}
    </Group>
  )
}
