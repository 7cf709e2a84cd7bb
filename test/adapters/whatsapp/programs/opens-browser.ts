// Opens WhatsApp's browser as the service does, prints its process id once it runs, and stays until it is ended. With a
// third argument it then rejects with these words, and nobody waits for that.
import { systemClock as clock } from '#machine/clock.ts'
import { readPrograms } from '#machine/programs.ts'
import { newClient } from '#adapters/whatsapp/launch.ts'
import { quietRejections } from '#adapters/whatsapp/quiet-rejections.ts'
import { prepareProfile } from '#adapters/whatsapp/profile.ts'

const [folder = '', webRoot = '', words] = process.argv.slice(2)
const { chromium } = await readPrograms(process.cwd())
if ('missing' in chromium) throw new Error(chromium.missing)
await prepareProfile(folder, clock)
const client = await newClient({ folder, chromium, webRoot, sandbox: 'auto' })
client.hooks.on('injected', () => {
  console.log(client.pupBrowser?.process()?.pid)
  if (words !== undefined) void Promise.reject(new Error(words))
})
quietRejections(() => console.log('swallowed'))
await client.initialize()
