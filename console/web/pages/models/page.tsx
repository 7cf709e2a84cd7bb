import { Card, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { ModelRow } from '../../../api/forms/models.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { Awaited } from '../../ui/state.tsx'
import { isBegun, isSwitching, offerOf, useModels, type Models } from './asked.ts'
import { InstallDialog } from './install-dialog.tsx'
import { Installing } from './installing.tsx'
import { ModelCard } from './model-card.tsx'
import { Serving } from './serving.tsx'
import { SwitchDialog } from './switch-dialog.tsx'
import { Switching } from './switching.tsx'

/** What answers, what else there is, and how to get and use it. */
export function Page() {
  const models = useModels()
  return (
    <>
      <PageHead title={text('nav.models')} description={text('models.about')} />
      {models.data === undefined && models.error === null ? (
        <Stack gap="lg">
          <Skeleton h={320} />
          <Skeleton h={480} />
        </Stack>
      ) : (
        <Awaited asked={models}>{(found) => <Found of={found} />}</Awaited>
      )}
    </>
  )
}

function Found({ of }: { of: Models }) {
  const { serving, models, installing, switching } = of
  const [wanted, setWanted] = useState<ModelRow>()
  const [next, setNext] = useState<ModelRow>()
  const offer = offerOf(of)
  return (
    <Stack gap="xl">
      <Serving of={of} />
      {isSwitching(switching) ? (
        <Card>
          <Switching switching={switching} serving={serving.model} />
        </Card>
      ) : (
        <Switching switching={switching} serving={serving.model} />
      )}
      {isBegun(installing) ? (
        <Card>
          <Installing
            installing={installing}
            resume={() => setWanted(models.find(({ name }) => name === installing.model))}
          />
        </Card>
      ) : null}
      <section>
        <Title order={2}>{text('models.catalogue')}</Title>
        <Text size="sm" c="dimmed" mb="sm">
          {text('models.catalogue.about')}
        </Text>
        <SimpleGrid component="ul" className="list" cols={{ base: 1, sm: 2, xl: 3 }}>
          {models.map((model) => (
            <ModelCard
              key={model.name}
              model={model}
              isOffered={model.name === offer?.name}
              mayInstall={installing.state !== 'running'}
              maySwitch={!isSwitching(switching) && serving.lockedBy === undefined}
              install={() => setWanted(model)}
              switchTo={() => setNext(model)}
            />
          ))}
        </SimpleGrid>
      </section>
      <InstallDialog model={wanted} close={() => setWanted(undefined)} />
      <SwitchDialog model={next} serving={serving.model} close={() => setNext(undefined)} />
    </Stack>
  )
}
