import { useState, type ReactNode } from 'react'

/** Nothing of what is in it is loaded before it opens for the first time; then it stays, to close as it opened. */
export function Once({ isOpen, children }: { readonly isOpen: boolean; readonly children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(false)
  if (isOpen && !wasOpen) setWasOpen(true)
  return wasOpen ? children : null
}
