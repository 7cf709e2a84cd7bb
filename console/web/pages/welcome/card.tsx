import { Button, Card, Group, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { WelcomeForm } from '../../../api/forms/welcome.ts'
import { text } from '../../texts/text.ts'
import { usePass } from './asked.ts'

/** On the overview while the first run is not over. */
export function WelcomeCard({ step }: Pick<WelcomeForm, 'step'>) {
  const pass = usePass()
  return (
    <Card component="section" padding="md">
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2} fz="md">
            {text('welcome.card')}
          </Title>
          <Text size="sm" c="dimmed">
            {text('welcome.card.about', { step: text(`welcome.step.${step}`) })}
          </Text>
        </div>
        <Group gap="xs">
          <Button variant="subtle" color="gray" loading={pass.isPending} onClick={() => pass.mutate('all')}>
            {text('welcome.card.dismiss')}
          </Button>
          <Button variant="light" renderRoot={(props) => <Link {...props} to="/welcome" />}>
            {text('welcome.card.go')}
          </Button>
        </Group>
      </Group>
    </Card>
  )
}
