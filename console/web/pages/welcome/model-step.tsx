import { Anchor, Button, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ModelRow } from '../../../api/forms/models.ts'
import { text } from '../../texts/text.ts'
import { Awaited } from '../../ui/state.tsx'
import { isBegun, isSwitching, offerOf, useModels, type Models } from '../models/asked.ts'
import { InstallDialog } from '../models/install-dialog.tsx'
import { Installing } from '../models/installing.tsx'
import { Facts, Licence } from '../models/model-card.tsx'
import { SwitchDialog } from '../models/switch-dialog.tsx'
import { Switching } from '../models/switching.tsx'
import { Panel, type Way } from './panel.tsx'

/** What answers already, said honestly, and the best that this machine runs. */
export function ModelStep(way: Way) {
  const models = useModels()
  const found = models.data
  if (found === undefined && models.error === null) return <Skeleton h={440} radius="lg" />
  const isSettled = found !== undefined && (offerOf(found) === undefined || found.installing.state === 'running')
  return (
    <Panel
      title={text('welcome.model')}
      about={found === undefined ? null : nowOf(found)}
      onward={text(isSettled ? 'welcome.next' : 'welcome.skip')}
      isDone={isSettled}
      {...way}
    >
      <Awaited asked={models}>{(of) => <Better of={of} />}</Awaited>
    </Panel>
  )
}

function nowOf({ serving: { kind, model, host }, models }: Models): string {
  if (kind === 'host') return text('welcome.model.host', { model, host: host ?? '' })
  const now = models.find(({ serves }) => serves)
  return now?.source === 'bundled'
    ? text('welcome.model.tiny', { model: now.title })
    : text('welcome.model.now', { model: now?.title ?? model })
}

function Better({ of }: { of: Models }) {
  const { serving, models, installing, switching } = of
  const [wanted, setWanted] = useState<ModelRow>()
  const [next, setNext] = useState<ModelRow>()
  const offer = offerOf(of)
  return (
    <Stack>
      {offer === undefined ? (
        serving.kind === 'host' || models.some(({ serves, source }) => serves && source !== 'bundled') ? null : (
          <Text size="sm">{text('welcome.model.none')}</Text>
        )
      ) : (
        <Card radius="md" component="article">
          <Stack gap="xs">
            <Text size="sm" fw={600} c="teal">
              {text('welcome.model.better')}
            </Text>
            <Title order={3}>{offer.title}</Title>
            <Facts of={offer} />
            <Licence of={offer.licence} />
            {isBegun(installing) || isSwitching(switching) ? null : (
              <Group>
                {offer.installed === 'yes' ? (
                  <Button disabled={serving.lockedBy !== undefined} onClick={() => setNext(offer)}>
                    {text('models.switch')}
                  </Button>
                ) : (
                  <Button onClick={() => setWanted(offer)}>{text('models.install')}</Button>
                )}
              </Group>
            )}
          </Stack>
        </Card>
      )}
      <Switching switching={switching} serving={serving.model} />
      {isBegun(installing) ? (
        <Installing
          installing={installing}
          resume={() => setWanted(models.find(({ name }) => name === installing.model))}
        />
      ) : null}
      <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/models" />}>
        {text('welcome.model.all')}
      </Anchor>
      <InstallDialog model={wanted} close={() => setWanted(undefined)} />
      <SwitchDialog model={next} serving={serving.model} close={() => setNext(undefined)} />
    </Stack>
  )
}
