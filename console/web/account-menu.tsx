import { Box, Button, VisuallyHidden } from '@mantine/core'
import { useId, useRef, useState } from 'react'
import { later } from './later.tsx'
import { useAccount } from './session.ts'
import { text } from './texts/text.ts'
import { Initial } from './ui/initial.tsx'
import { Once } from './ui/once.tsx'

const loadItems = async () => (await import('./account-menu-items.tsx')).AccountMenuItems
const Items = later(loadItems)

/** As the menu makes it of the button's. */
const menuIdOf = (id: string) => `${id}-dropdown`

/** What a menu is made of is as large as a page: it is loaded when somebody comes near. */
const loadEarly = () => void loadItems().catch(() => undefined)

/** Who is signed in, how the console looks, and the way out. */
export function AccountMenu() {
  const { name } = useAccount()
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        ref={button}
        id={id}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuIdOf(id) : undefined}
        variant="subtle"
        color="gray"
        px="xs"
        flex="none"
        onClick={() => setOpen(!isOpen)}
        onPointerEnter={loadEarly}
        onFocus={loadEarly}
      >
        <VisuallyHidden>{text('menu.account', { name })}</VisuallyHidden>
        <Initial name={name} size={28} />
        <Box component="span" aria-hidden visibleFrom="sm" ms="xs" maw={160} className="cut">
          <bdi>{name}</bdi>
        </Box>
      </Button>
      <Once isOpen={isOpen}>
        <Items id={id} button={button} isOpen={isOpen} onChange={setOpen} />
      </Once>
    </>
  )
}
