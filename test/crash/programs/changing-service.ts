import { createApp } from '#app/app.ts'
import { readLayers } from '#app/config.ts'

/** The service, whose Telegram gets another token, NEXT_TOKEN, at SIGUSR2: as an operator changes it in the console. */
const { NEXT_TOKEN: token, ...env } = process.env
const app = await createApp(await readLayers({ env }))
process.on('SIGUSR2', () => {
  const settings = app.channels.settings()
  void app.channels.apply({ ...settings, telegram: { ...settings.telegram, token } })
})
await app.start()
