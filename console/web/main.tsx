import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './look.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { takeLink } from './link.ts'
import { direction } from './texts/language.ts'
import { loadTexts } from './texts/text.ts'

takeLink()
const place = document.querySelector('#app')
if (place === null) throw new Error('index.html has no #app')
document.documentElement.dir = direction
await loadTexts()
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
