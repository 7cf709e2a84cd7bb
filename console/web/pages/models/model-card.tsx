import { Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { ModelRow } from '../../../api/forms/models.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { pathOf, useAct } from './asked.ts'
import { SelfTest } from './self-test.tsx'
import { shownBytes } from './size.ts'
import { Told } from '../../ui/told.tsx'

type Props = {
  readonly model: ModelRow
  /** The best one for this machine. */
  readonly isOffered: boolean
  /** Another is downloaded: one at a time. */
  readonly mayInstall: boolean
  readonly maySwitch: boolean
  readonly install: () => void
  readonly switchTo: () => void
}

/** One model of the catalogue: what it is, whether it runs here and why, and what can be done with it. */
export function ModelCard({ model, isOffered, mayInstall, maySwitch, install, switchTo }: Props) {
  const { name, title, source, installed, serves, judges, fit, tested } = model
  const act = text(installed === 'partly' ? 'models.install.resume' : 'models.install')
  const ofModel = (act: string) => text('models.act', { act, model: title })
  const variant = isOffered ? 'filled' : 'default'
  return (
    <Card component="li">
      <Stack gap="sm" h="100%">
        <Group gap={6}>
          {serves ? <Badge color="green">{text('models.serves')}</Badge> : null}
          {judges ? <Badge color="green">{text('models.judges')}</Badge> : null}
          {isOffered ? <Badge color="teal">{text('models.offered')}</Badge> : null}
          <Badge variant="light" color={installed === 'yes' ? 'teal' : 'gray'}>
            {text(source === 'bundled' ? 'models.bundled' : `models.installed.${installed}`)}
          </Badge>
          {fit.fits ? (
            <Badge variant="light" color="green">
              {text('models.fits')}
            </Badge>
          ) : (
            fit.lacks.map((lack) => (
              <Badge key={lack} variant="light" color="orange">
                {text(`models.lacks.${lack}`)}
              </Badge>
            ))
          )}
        </Group>
        <div>
          <Title order={3} className="wrapped">
            {title}
          </Title>
          <Text size="sm" c="dimmed" className="wrapped">
            <bdi>{name}</bdi>
          </Text>
        </div>
        <Facts of={model} />
        <Licence of={model.licence} />
        {tested === undefined || serves ? null : <SelfTest of={tested} />}
        <Group gap="xs" mt="auto">
          {installed === 'yes' ? null : (
            <Button variant={variant} disabled={!mayInstall} onClick={install} aria-label={ofModel(act)}>
              {act}
            </Button>
          )}
          {installed === 'yes' && !serves ? (
            <Button
              variant={variant}
              disabled={!maySwitch}
              onClick={switchTo}
              aria-label={ofModel(text('models.switch'))}
            >
              {text('models.switch')}
            </Button>
          ) : null}
          {installed === 'yes' && source === 'hub' && !serves && !judges ? <Remove model={model} /> : null}
        </Group>
      </Stack>
    </Card>
  )
}

/** In a line what it can, and in another why it runs here or not. */
export function Facts({ of: { bytes, seesPictures, contextTokens, guard, fit } }: { of: ModelRow }) {
  const facts = [
    ...(bytes === undefined ? [] : [shownBytes(bytes)]),
    text(seesPictures ? 'models.pictures.yes' : 'models.pictures.no'),
    text('models.tokens', { count: numberOf(contextTokens) }),
    ...(guard === 'full' ? [text('models.isGuard')] : []),
  ]
  return (
    <div>
      <Text size="sm">{facts.join(' · ')}</Text>
      <Text size="sm" c="dimmed" className="wrapped" dir="auto">
        <Told english={fit.why} sentences={fit.sentences} />
      </Text>
    </div>
  )
}

export function Licence({ of: { name, url, notice } }: { of: ModelRow['licence'] }) {
  return (
    <Text size="sm" c="dimmed" component="div" className="wrapped">
      {url === undefined ? (
        name
      ) : (
        <Anchor size="sm" href={url} target="_blank" rel="noreferrer noopener">
          {name}
        </Anchor>
      )}
      {notice === undefined ? null : <div>{notice}</div>}
    </Text>
  )
}

function Remove({ model: { name, title, bytes } }: { model: ModelRow }) {
  const act = useAct()
  const remove = async () => {
    const body = text('models.remove.about', { bytes: bytes === undefined ? '' : shownBytes(bytes) })
    if (await confirm({ title: text('models.remove.title', { model: title }), body, action: text('models.remove') }))
      act.mutate({ method: 'DELETE', path: pathOf(name) })
  }
  return (
    <Button variant="subtle" color="red" loading={act.isPending} onClick={() => void remove()}>
      {text('models.remove')}
    </Button>
  )
}
