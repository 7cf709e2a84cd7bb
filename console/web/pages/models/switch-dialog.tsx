import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ModelRow, SwitchPlanForm } from '../../../api/forms/models.ts'
import { read } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Awaited } from '../../ui/state.tsx'
import { useAct } from './asked.ts'
import { shownWait } from './size.ts'
import { Told } from '../../ui/told.tsx'

type Props = { readonly model: ModelRow | undefined; readonly serving: string; readonly close: () => void }

/** Says what people will notice before anything happens. */
export function SwitchDialog({ model, serving, close }: Props) {
  return (
    <Dialog
      opened={model !== undefined}
      onClose={close}
      // What it holds comes later: in the middle of the window, it would move then.
      centered={false}
      title={text('models.switch.title', { model: model?.title ?? '' })}
    >
      {model === undefined ? null : <Question model={model} serving={serving} close={close} />}
    </Dialog>
  )
}

const WAYS = { beside: 'models.switch.beside', 'messages-wait': 'models.switch.waits' } as const

function Question({ model, serving, close }: { model: ModelRow; serving: string; close: () => void }) {
  const plan = useQuery({
    queryKey: ['model-switch', model.name],
    queryFn: ({ signal }) => read<SwitchPlanForm>('/api/models/switch', { model: model.name }, signal),
    staleTime: 0,
    gcTime: 0,
  })
  const act = useAct(close)
  const judging = model.guard === 'off' ? 'none' : model.guard
  return (
    <Awaited asked={plan}>
      {({ way, why, sentences, waitSecondsAbout, fit, lost }) => (
        <Stack>
          <Text size="sm" fw={600}>
            {text(WAYS[way], { serving, time: shownWait(waitSecondsAbout) })}
          </Text>
          <Text size="sm" c="dimmed" className="wrapped" dir="auto">
            <Told english={why} sentences={sentences} />
          </Text>
          {fit.fits ? null : (
            <Alert color="orange" title={fit.lacks.map((lack) => text(`models.lacks.${lack}`)).join(' · ')}>
              <Told english={fit.why} sentences={fit.sentences} />
            </Alert>
          )}
          <Lost of={lost} />
          <Text size="sm">
            {text(`models.switch.guard.${judging}`)} {text('models.switch.fails', { serving })}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {text('form.cancel')}
            </Button>
            <Button
              loading={act.isPending}
              onClick={() => act.mutate({ method: 'POST', path: '/api/models/switch', body: { model: model.name } })}
            >
              {text('models.switch.go')}
            </Button>
          </Group>
        </Stack>
      )}
    </Awaited>
  )
}

/** What people are no longer protected from; the server asks for a proof then. */
function Lost({ of }: { of: SwitchPlanForm['lost'] }) {
  if (of.length === 0) return null
  return (
    <Alert color="red" title={text('models.switch.lost')}>
      <List size="sm" spacing={4}>
        {of.map((loss) => (
          <List.Item key={loss}>{text(`models.switch.lost.${loss}`)}</List.Item>
        ))}
        <List.Item>{text('models.switch.lost.proof')}</List.Item>
      </List>
    </Alert>
  )
}
