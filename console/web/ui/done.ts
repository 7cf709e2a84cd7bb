import { notifications, type NotificationData } from '@mantine/notifications'
import { text } from '../texts/text.ts'

const SHOWN_MS = 6_000

/** Says that what was asked for is done. */
export const showDone = (message: string) => show({ message, color: 'green', autoClose: SHOWN_MS })

/** Says what is to be done next, until it is closed. */
export const showWarning = (message: string) => show({ message, color: 'orange', autoClose: false })

function show(notification: NotificationData): void {
  notifications.show({ ...notification, closeButtonProps: { 'aria-label': text('form.close') } })
}
