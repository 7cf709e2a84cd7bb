import { Box, Button, VisuallyHidden } from '@mantine/core'
import { useId, useRef, useState } from 'react'
import { later } from './later.tsx'
import { patient } from './patient.ts'
import { useAccount } from './session.ts'
import { text } from './texts/text.ts'
import { Initial } from './ui/initial.tsx'
import { notify } from './ui/notify.ts'
import { Once } from './ui/once.tsx'

const loadItems = async () => (await import('./account-menu-items.tsx')).AccountMenuItems
const loadPatiently = patient(loadItems)
const Items = later(loadItems)

/** As the menu makes it of the button's. */
const menuIdOf = (id: string) => `${id}-dropdown`

/** What a menu is made of is as large as a page: it is loaded when somebody comes near. */
const loadEarly = () => void loadItems().catch(() => undefined)

const reportNotLoaded = () => notify({ id: 'account-menu', message: text('failed.what'), color: 'red' })

/** Who is signed in, how the console looks, and the way out. */
export function AccountMenu() {
  const { name } = useAccount()
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  // What cannot be loaded would take the page away, with what is typed there.
  const open = () => void loadPatiently().then(() => setOpen(true), reportNotLoaded)
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
        onClick={() => (isOpen ? setOpen(false) : open())}
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
