import { Alert, Button, Group, Text } from '@mantine/core'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { plural, text } from '../../texts/text.ts'

type Props = { readonly settings: readonly SettingForm[]; readonly onShow: () => void }

/** What was changed, and does not hold before the service is started again. */
export function Waiting({ settings, onShow }: Props) {
  const waiting = settings.filter(({ waitsForStart }) => waitsForStart === true)
  if (waiting.length === 0) return null
  return (
    <Alert color="blue" title={plural('settings.waiting', waiting.length)}>
      <Text size="sm" className="wrapped">
        {waiting.map(({ key }) => key).join(', ')}
      </Text>
      <Group gap="xs" mt="xs">
        <Text size="sm">{text('settings.restart')}</Text>
        <Button variant="default" size="compact-sm" onClick={onShow}>
          {text('settings.showWaiting')}
        </Button>
      </Group>
    </Alert>
  )
}
