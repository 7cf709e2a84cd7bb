import { Button, Group, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { TurnForm } from '../../../api/forms/conversations.ts'
import { addressOf } from '../../api.ts'
import { text } from '../../texts/text.ts'

/** `kept`: its size. Absent: it is not kept. */
type Picture = TurnForm['asked']['pictures'][number]
type Props = { readonly pictures: readonly Picture[]; readonly pathOf: (nth: number) => `/api/${string}` }

/** Small ones; each opens large, and the arrows go through them. */
export function Pictures({ pictures, pathOf }: Props) {
  const [open, setOpen] = useState<number>()
  const [failed, setFailed] = useState<ReadonlySet<number>>(new Set())
  if (pictures.length === 0) return null
  const source = (nth: number) => addressOf(pathOf(nth)).href
  const name = (nth: number) => text('conversations.picture', { number: nth + 1, count: pictures.length })
  const note = (nth: number, hasFailed: boolean) =>
    setFailed((before) => new Set([...before].filter((each) => each !== nth).concat(hasFailed ? nth : [])))
  const kept = pictures.flatMap((picture, nth) => (picture.kept === undefined || failed.has(nth) ? [] : [nth]))
  return (
    <>
      <Group gap="xs" mt="xs">
        {pictures.map((picture, nth) =>
          picture.kept === undefined ? (
            <Text key={nth} size="xs" c="dimmed" className="thumbnail" data-in-words="true">
              {text('conversations.picture.gone')}
            </Text>
          ) : failed.has(nth) ? (
            <button key={nth} type="button" className="thumbnail" data-in-words="true" onClick={() => note(nth, false)}>
              <Text span size="xs" c="dimmed">
                {text('conversations.picture.failed')}{' '}
                <Text span inherit td="underline" c="bright">
                  {text('state.again')}
                </Text>
              </Text>
            </button>
          ) : (
            <button key={nth} type="button" className="thumbnail" onClick={() => setOpen(nth)}>
              <img
                src={source(nth)}
                alt={nameWith(name(nth), picture)}
                loading="lazy"
                width={128}
                height={128}
                onError={() => note(nth, true)}
              />
            </button>
          ),
        )}
      </Group>
      {open === undefined ? null : (
        <Large {...{ source, name, kept, open, setOpen }} size={pictures[open]?.kept ?? { width: 336, height: 336 }} />
      )}
    </>
  )
}

const nameWith = (name: string, { isQuoted }: { isQuoted: boolean }) =>
  isQuoted ? `${name}, ${text('conversations.picture.quoted')}` : name

type LargeProps = {
  readonly source: (nth: number) => string
  readonly name: (nth: number) => string
  readonly kept: readonly number[]
  readonly open: number
  readonly size: { readonly width: number; readonly height: number }
  readonly setOpen: (nth: number | undefined) => void
}

function Large({ source, name, kept, open, size, setOpen }: LargeProps) {
  const go = (step: number) => setOpen(kept[kept.indexOf(open) + step] ?? open)
  const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
  return (
    <Modal
      opened
      onClose={() => setOpen(undefined)}
      size="auto"
      title={name(open)}
      closeButtonProps={{ 'aria-label': text('form.close') }}
      onKeyDown={(event) => {
        // The conversation behind it stays open.
        event.stopPropagation()
        const step = STEPS[event.key]
        if (step === undefined) return
        event.preventDefault()
        go(document.documentElement.dir === 'rtl' && event.key.match(/Left|Right/) ? -step : step)
      }}
    >
      <img
        src={source(open)}
        alt={name(open)}
        {...size}
        style={{ maxWidth: '100%', height: 'auto', minWidth: 'min(100%, 24rem)', display: 'block' }}
      />
      {kept.length < 2 ? null : (
        <Group justify="space-between" mt="sm">
          <Button variant="default" disabled={kept[0] === open} onClick={() => go(-1)}>
            {text('conversations.picture.previous')}
          </Button>
          <Button variant="default" disabled={kept.at(-1) === open} onClick={() => go(1)}>
            {text('conversations.picture.next')}
          </Button>
        </Group>
      )}
    </Modal>
  )
}
