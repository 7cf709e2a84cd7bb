import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadTexts } from './texts/text.ts'

const place = document.querySelector('#app')
if (place === null) throw new Error('index.html has no #app')
await loadTexts()
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
