import { Drawer, type DrawerProps } from '@mantine/core'
import { Navigation } from './navigation.tsx'
import { text } from './texts/text.ts'

/** The navigation of a narrow window. */
export function NavigationDrawer(props: DrawerProps) {
  return (
    <Drawer title={text('app.name')} closeButtonProps={{ 'aria-label': text('form.close') }} {...props}>
      <Navigation onFollow={props.onClose} />
    </Drawer>
  )
}
