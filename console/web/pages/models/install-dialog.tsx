import { Alert, Anchor, Button, Checkbox, Group, Stack, Table, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { InstallPlanForm, ModelRow } from '../../../api/forms/models.ts'
import { read } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Awaited } from '../../ui/state.tsx'
import { pathOf, useAct } from './asked.ts'
import { shownBytes } from './size.ts'

type Props = { readonly model: ModelRow | undefined; readonly close: () => void }

/** What would be downloaded, and under which licence; nothing begins before it is accepted. */
export function InstallDialog({ model, close }: Props) {
  return (
    <Dialog
      opened={model !== undefined}
      onClose={close}
      // What it holds comes later: in the middle of the window, it would move then.
      centered={false}
      size="lg"
      title={text('models.install.title', { model: model?.title ?? '' })}
    >
      {model === undefined ? null : <Plan name={model.name} close={close} />}
    </Dialog>
  )
}

const PLAN = ['model-plan'] as const

function Plan({ name, close }: { name: string; close: () => void }) {
  const plan = useQuery({
    queryKey: [...PLAN, name],
    queryFn: ({ signal }) => read<InstallPlanForm>(pathOf(name, '/install'), {}, signal),
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  return <Awaited asked={plan}>{(found) => <Wanted key={found.revision} plan={found} close={close} />}</Awaited>
}

function Wanted({ plan, close }: { plan: InstallPlanForm; close: () => void }) {
  const { model, repository, revision, files, bytes, receivedBytes, freeBytes, hasRoom, licence } = plan
  const [isAccepted, setAccepted] = useState(false)
  const begin = useAct(close)
  const queries = useQueryClient()
  // What was accepted may no longer be what the hub has: it is shown anew.
  const onError = () => void queries.invalidateQueries({ queryKey: PLAN })
  const left = bytes - receivedBytes
  const sizes = { bytes: shownBytes(left), free: shownBytes(freeBytes) }
  return (
    <Stack>
      <Table withRowBorders={false} verticalSpacing={4} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('models.plan.file')}</Table.Th>
            <Table.Th w="6rem" ta="end">
              {text('models.plan.size')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {files.map((file) => (
            <Table.Tr key={file.path}>
              <Table.Td className="wrapped" dir="ltr" ta="start">
                {file.path}
              </Table.Td>
              <Table.Td className="figures" ta="end">
                {shownBytes(file.bytes)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" className="wrapped">
        {text('models.plan.from', { repository, revision: revision.slice(0, REVISION_CHARACTERS) })}
      </Text>
      {hasRoom ? (
        <Text size="sm">{text('models.plan.room', sizes)}</Text>
      ) : (
        <Alert color="red" title={text('models.plan.noRoom', sizes)} />
      )}
      <Licence of={licence} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isAccepted || begin.isPending) return
          const body = { licence: licence.name, revision }
          begin.mutate({ method: 'POST', path: pathOf(model, '/install'), body }, { onError })
        }}
      >
        <Stack>
          <Checkbox
            label={text('models.plan.accept', { licence: licence.name })}
            checked={isAccepted}
            onChange={(event) => setAccepted(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {text('form.cancel')}
            </Button>
            <Button type="submit" loading={begin.isPending} disabled={!isAccepted || !hasRoom}>
              {text('models.plan.go', sizes)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  )
}

/** Enough of it to be found again. */
const REVISION_CHARACTERS = 12

function Licence({ of: { name, url, notice, gate } }: { of: ModelRow['licence'] }) {
  return (
    <Alert color="teal" title={text('models.licence', { licence: name })}>
      <Stack gap={4}>
        {notice === undefined ? null : <Text size="sm">{notice}</Text>}
        {url === undefined ? null : <Outside url={url}>{text('models.licence.read')}</Outside>}
        {gate === undefined ? null : (
          <>
            <Text size="sm">{text('models.licence.gate')}</Text>
            <Outside url={gate}>{gate}</Outside>
          </>
        )}
      </Stack>
    </Alert>
  )
}

/** Of the catalogue, which is a part of the service. */
const Outside = ({ url, children }: { url: string; children: string }) => (
  <Anchor size="sm" href={url} target="_blank" rel="noreferrer noopener" className="wrapped">
    {children}
  </Anchor>
)
