import { Button, Text, type TextProps } from '@mantine/core'
import { useState } from 'react'
import { text } from '../texts/text.ts'

const FOLDED_CHARACTERS = 700
/** So long that folding it would hide only little. */
const UNFOLDED_CHARACTERS_MAX = 900

type Said = TextProps & {
  readonly children: string
  /** All of it, however long. */
  readonly isWhole?: boolean
}

/**
 * What somebody wrote, or a model answered: as text, in its own direction, with its lines. It is isolated, so that its
 * direction marks change nothing around it; a long one is folded.
 */
export function Said({ children, isWhole = false, ...props }: Said) {
  const [isOpen, setOpen] = useState(false)
  const isLong = !isWhole && children.length > UNFOLDED_CHARACTERS_MAX
  return (
    <>
      <Text component="div" {...props} dir="auto" style={WRAPPED}>
        {isLong && !isOpen ? `${wholeCharacters(children.slice(0, FOLDED_CHARACTERS))}…` : children}
      </Text>
      {isLong ? (
        <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? text('said.less') : text('said.more')}
        </Button>
      ) : null}
    </>
  )
}

/** A name or a title within a line of ours. */
export const Name = ({ children }: { children: string }) => <bdi style={{ overflowWrap: 'anywhere' }}>{children}</bdi>

/** The same, where a text is made of several: nothing in it changes the order of what stands around it. */
export const isolated = (words: string) => `\u2068${words}\u2069`

const WRAPPED = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', unicodeBidi: 'isolate' } as const

/** Without the first half of a surrogate pair at its end. */
const wholeCharacters = (cut: string) => (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut)
